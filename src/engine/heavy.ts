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

/** What is better not joined with others' statements: they would wait for it, or all together be too much for an isolate. */
export class Heavy {
  readonly #untilMs = new Map<string, number>();
  /** Took long when they were run last. */
  readonly #suspects = new Set<string>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  note(statements: readonly Statement[], results: readonly ResultSet[]): void {
    for (let index = 0; index < results.length; index++) {
      const [sql, result] = [statements[index]?.sql, results[index]];
      if (sql !== undefined && result !== undefined && (isLarge(result) || this.#isSlow(sql, result)))
        this.#remember(sql);
    }
  }

  #isSlow(sql: string, { durationMs = 0 }: ResultSet): boolean {
    if (durationMs <= slowMs) {
      if (this.#suspects.size > 0) this.#suspects.delete(sql);
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
