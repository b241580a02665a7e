import type { Statement } from "../sql/compile.ts";
import type { ResultSet } from "./ports.ts";

/** Ours. A statement that took longer than this twice on end keeps others waiting: once may have been chance. */
const slowMs = 5;

/** Ours. After so long it is tried again: the data may have changed, or an index been made. */
const forgetMs = 60_000;

const maxKnown = 500;

/** Ours. More than this in texts and parameters takes its own time on the way. */
const maxCharacters = 32_000;

/** Ours. So many take their time, however fast each is: an insert may be thousands. */
const maxStatements = 12;

/** Ours. What a call brings back stands in memory as a whole. */
const maxAnswerCharacters = 64_000;

/** Statements that note who writes. */
const ofLog = /^(?:update|insert into) "_perigee_c(?:hanges|ontext)"/;

/** What is better not joined with others' statements: they would wait for it, or all together be too much for an isolate. */
export class Heavy {
  readonly #untilMs = new Map<string, number>();
  /** Took long when they were run last. */
  readonly #suspects = new Set<string>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Of one batch. It is known by its first statement that is not of the change log: those are of all batches that write. */
  note(statements: readonly Statement[], results: readonly ResultSet[]): void {
    const isSlow = results.some(({ durationMs = 0 }) => durationMs > slowMs);
    if (!isSlow && this.#suspects.size === 0 && !results.some(isLarge)) return;
    const sql = statements.find((each) => !ofLog.test(each.sql))?.sql;
    if (sql === undefined) return;
    const isSlowAgain = this.#isSuspect(sql, isSlow);
    if (isSlowAgain || results.some(isLarge)) this.#remember(sql);
  }

  /** Whether it was slow before, too. */
  #isSuspect(sql: string, isSlow: boolean): boolean {
    if (!isSlow) {
      this.#suspects.delete(sql);
      return false;
    }
    if (this.#suspects.has(sql)) return true;
    if (this.#suspects.size >= maxKnown) this.#suspects.clear();
    this.#suspects.add(sql);
    return false;
  }

  #remember(sql: string): void {
    if (this.#untilMs.size >= maxKnown) this.#untilMs.clear();
    this.#untilMs.set(sql, this.#clock() + forgetMs);
  }

  has(statements: readonly Statement[]): boolean {
    if (statements.length > maxStatements || charactersOf(statements) > maxCharacters) return true;
    return statements.some(({ sql }) => this.#isKnown(sql));
  }

  #isKnown(sql: string): boolean {
    if (this.#untilMs.size === 0) return false;
    const untilMs = this.#untilMs.get(sql);
    if (untilMs === undefined) return false;
    if (this.#clock() < untilMs) return true;
    this.#untilMs.delete(sql);
    return false;
  }
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
