import type { Failure } from "../kernel/failure.ts";
import { failure } from "../kernel/failure.ts";

/** Deeper than this no text is read: it would only serve to exhaust the stack. */
const maxNesting = 64;

/**
 * A position in a text. Parsing functions return null where the text is not theirs, and the scanner knows how far they
 * came and what would have been right there.
 */
export class Scanner {
  readonly text: string;
  position = 0;
  #depth = 0;
  #failedAt = -1;
  #expected = "";
  #refusal: Failure | null = null;

  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Steps over the literal where it is next. */
  take(literal: string): boolean {
    if (!this.text.startsWith(literal, this.position)) return false;
    this.position += literal.length;
    return true;
  }

  /** Steps over what a sticky pattern finds here. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found !== null) this.position = pattern.lastIndex;
    return found;
  }

  skipSpace(): void {
    this.match(/[ \t]*/y);
  }

  /** The literal with blanks around it. */
  takeLexeme(literal: string): boolean {
    const start = this.position;
    this.skipSpace();
    if (this.take(literal)) {
      this.skipSpace();
      return true;
    }
    this.position = start;
    return false;
  }

  nested<T>(parse: () => T | null): T | null {
    if (++this.#depth > maxNesting) return this.fail(`at most ${maxNesting} levels of nesting`);
    const outcome = parse();
    this.#depth--;
    return outcome;
  }

  fail(expected: string, position: number = this.position): null {
    if (position > this.#failedAt) {
      this.#failedAt = position;
      this.#expected = expected;
    } else if (position === this.#failedAt && !this.#expected.split(" or ").includes(expected)) {
      this.#expected += ` or ${expected}`;
    }
    return null;
  }

  /** Fails with an answer of its own instead of a position. */
  refuse(refusal: Failure): null {
    this.#refusal ??= refusal;
    return null;
  }

  /** PGRST100 in the words of PostgREST's parser; `what` as in `filter`, `select parameter`. */
  failure(what: string): Failure {
    if (this.#refusal !== null) return this.#refusal;
    const at = Math.max(this.#failedAt, 0);
    const next = this.text.codePointAt(at);
    const unexpected = next === undefined ? "end of input" : JSON.stringify(String.fromCodePoint(next));
    const expecting = this.#expected === "" ? "" : ` expecting ${this.#expected}`;
    return failure("PGRST100", `"failed to parse ${what} (${this.text})" (line 1, column ${at + 1})`, {
      details: `unexpected ${unexpected}${expecting}`,
    });
  }
}
