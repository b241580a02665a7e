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
  #expected: string[] = [];
  #unexpected: Unexpected = {};
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

  /** Each of what would have been right at the position. */
  fail(expected: string | readonly string[], position: number = this.position, unexpected: Unexpected = {}): null {
    const words = typeof expected === "string" ? [expected] : expected;
    if (position > this.#failedAt) {
      this.#failedAt = position;
      this.#expected = [...words];
      this.#unexpected = unexpected;
    } else if (position === this.#failedAt) {
      this.#expected.push(...words.filter((word) => !this.#expected.includes(word)));
    }
    return null;
  }

  /** Fails at a word that is none of these: what differs from the first is unexpected, as Parsec has it. */
  failAtWord(words: readonly string[], expected: string | readonly string[] = words.map((word) => `"${word}"`)): null {
    const [first = ""] = words;
    let same = 0;
    while (same < first.length && this.text[this.position + same] === first[same]) same++;
    return this.fail(expected, this.position, { at: this.position + same });
  }

  /** Fails with an answer of its own instead of a position. */
  refuse(refusal: Failure): null {
    this.#refusal ??= refusal;
    return null;
  }

  /**
   * PGRST100 in the words of PostgREST's parser; `what` as in `filter`, `select parameter`. Columns count on from
   * `before`, what it reads in front of the text.
   */
  failure(what: string, before = ""): Failure {
    if (this.#refusal !== null) return this.#refusal;
    const at = Math.max(this.#failedAt, 0);
    const next = this.text.codePointAt(this.#unexpected.at ?? at);
    const expecting = this.#expected.length === 0 ? "" : ` expecting ${listed(this.#expected)}`;
    const column = before.length + at + 1;
    return failure("PGRST100", `"failed to parse ${what} (${this.text})" (line 1, column ${column})`, {
      details: `unexpected ${shown(next, this.#unexpected.bare ?? false)}${expecting}`,
    });
  }
}

/** What a failure calls unexpected, where it is not the character at its position. */
interface Unexpected {
  readonly at?: number;
  /** Parsec has single quotes for a character where the text might have ended. */
  readonly bare?: boolean;
}

function shown(code: number | undefined, isBare: boolean): string {
  if (code === undefined) return "end of input";
  const character = String.fromCodePoint(code);
  return isBare ? `'${character}'` : JSON.stringify(character);
}

/** `a, b or c` */
function listed(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
