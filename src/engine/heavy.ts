import type { Statement } from "../sql/compile.ts";
import type { ResultSet } from "./ports.ts";
import { SetAside } from "./set-aside.ts";

/** Ours. A statement that took longer than this twice on end keeps others waiting: once may have been chance. */
const slowMs = 5;

/** Ours. After so long it is tried again: the data may have changed, or an index been made. */
const forgetMs = 60_000;

const maxSuspects = 500;

/** Ours. More than this in texts and parameters takes its own time on the way. */
const maxCharacters = 32_000;

/** Ours. So many take their time, however fast each is: an insert may be thousands. */
const maxStatements = 12;

/** Ours. What a call brings back stands in memory as a whole. */
const maxAnswerCharacters = 64_000;

/** What notes who writes, and tells what was logged: such statements are the same for all tables. */
const ofLog = /"_perigee_c(?:hanges|ontext)"/;

/** What is better not joined with others' statements: they would wait for it, or all together be too much for an isolate. */
export class Heavy {
  readonly #aside: SetAside;
  /** Took long when they were run last. */
  readonly #suspects = new Set<string>();

  constructor(clock: () => number) {
    this.#aside = new SetAside(clock);
  }

  note(statements: readonly Statement[], results: readonly ResultSet[]): void {
    for (const [place, result] of results.entries()) {
      const sql = statements[place]?.sql ?? "";
      const isSlow = (result.durationMs ?? 0) > slowMs;
      if (isLarge(result)) this.#setAside(causeOf(statements, place));
      else if (isSlow) this.#suspect(sql);
      else if (this.#suspects.size > 0) this.#suspects.delete(sql);
    }
  }

  #setAside(sql: string | null): void {
    if (sql !== null) this.#aside.add(sql, forgetMs);
  }

  #suspect(sql: string): void {
    if (ofLog.test(sql)) return;
    if (this.#suspects.has(sql)) this.#setAside(sql);
    if (this.#suspects.size >= maxSuspects) this.#suspects.clear();
    this.#suspects.add(sql);
  }

  has(statements: readonly Statement[]): boolean {
    if (statements.length > maxStatements || charactersOf(statements) > maxCharacters) return true;
    return statements.some(({ sql }) => this.#aside.has(sql));
  }
}

/** The statement that a result is due to: of one that tells what was logged, what was done before it. */
function causeOf(statements: readonly Statement[], place: number): string | null {
  return statements.slice(0, place + 1).findLast(({ sql }) => !ofLog.test(sql))?.sql ?? null;
}

/** Answers are one row, or many of about the same length. */
function isLarge({ rows }: ResultSet): boolean {
  let characters = 0;
  for (const value of Object.values(rows[0] ?? {})) if (typeof value === "string") characters += value.length;
  return characters * rows.length > maxAnswerCharacters;
}

function charactersOf(statements: readonly Statement[]): number {
  let characters = 0;
  for (const { sql, params } of statements) {
    characters += sql.length;
    for (const param of params) if (typeof param === "string") characters += param.length;
  }
  return characters;
}
