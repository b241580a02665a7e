import type { Statement } from "../sql/compile.ts";
import type { ResultSet } from "./ports.ts";

/** Ours. A statement that took longer than this keeps others waiting. */
const slowMs = 5;

/** Ours. After so long it is tried again: the data may have changed, or an index been made. */
const forgetMs = 60_000;

const maxKnown = 500;

/** Ours. More than this in parameters takes its own time on the way. */
const maxCharacters = 16_000;

/** What is better not joined with others' statements, since they would wait for it. */
export class Heavy {
  readonly #slowUntilMs = new Map<string, number>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  note(statements: readonly Statement[], results: readonly ResultSet[]): void {
    for (let index = 0; index < results.length; index++) {
      const sql = statements[index]?.sql;
      if (sql === undefined || (results[index]?.durationMs ?? 0) <= slowMs) continue;
      if (this.#slowUntilMs.size >= maxKnown) this.#slowUntilMs.clear();
      this.#slowUntilMs.set(sql, this.#clock() + forgetMs);
    }
  }

  has(statements: readonly Statement[]): boolean {
    return charactersOf(statements) > maxCharacters || statements.some(({ sql }) => this.#isSlow(sql));
  }

  #isSlow(sql: string): boolean {
    if (this.#slowUntilMs.size === 0) return false;
    const untilMs = this.#slowUntilMs.get(sql);
    if (untilMs === undefined) return false;
    if (this.#clock() < untilMs) return true;
    this.#slowUntilMs.delete(sql);
    return false;
  }
}

function charactersOf(statements: readonly Statement[]): number {
  let characters = 0;
  for (const { params } of statements) {
    for (const param of params) if (typeof param === "string") characters += param.length;
  }
  return characters;
}
