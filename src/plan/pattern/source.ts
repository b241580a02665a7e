import type { PatternReason } from "./node.ts";

/** A regular expression while it is read: its characters, the place in them, and the options in force. */
export interface Source {
  readonly characters: readonly string[];
  position: number;
  options: Options;
  /** Groups that capture, so far. */
  groups: number;
  depth: number;
}

/** Embedded options: PostgreSQL, table "ARE Embedded-Option Letters". */
export interface Options {
  readonly folded: boolean;
  /** `.` and bracket expressions that negate leave newlines out. */
  readonly dotStops: boolean;
  /** `^` and `$` hold at lines too. */
  readonly linewise: boolean;
  readonly expanded: boolean;
  readonly literal: boolean;
}

/** Thrown by the parts of the parser; `parseRegex` catches it. */
export class RegexError extends Error {
  override readonly name = "RegexError";
}

export function fail(message: string): never {
  throw new RegexError(message);
}

export function invalidRegex(message: string): PatternReason {
  return { code: "2201B", message: `invalid regular expression: ${message}` };
}

export function next(source: Source, offset = 0): string | undefined {
  return source.characters[source.position + offset];
}

export function startsWith(source: Source, text: string): boolean {
  return source.characters.slice(source.position, source.position + text.length).join("") === text;
}

export function take(source: Source, text: string): boolean {
  if (!startsWith(source, text)) return false;
  source.position += text.length;
  return true;
}

/** The characters up to the next `end`, which is taken too; null where there is none. */
export function takeUntil(source: Source, end: string): string | null {
  for (let at = source.position; at + end.length <= source.characters.length; at++) {
    if (source.characters.slice(at, at + end.length).join("") !== end) continue;
    const text = source.characters.slice(source.position, at).join("");
    source.position = at + end.length;
    return text;
  }
  return null;
}

/** Comments `(?#…)`, and with the option `x` blanks and `#` to the end of the line. */
export function skipIgnored(source: Source): void {
  for (;;) {
    if (startsWith(source, "(?#")) {
      source.position += 3;
      if (takeUntil(source, ")") === null) fail("parentheses () not balanced");
    } else if (source.options.expanded && /^\s$/u.test(next(source) ?? "")) source.position++;
    else if (source.options.expanded && next(source) === "#") {
      while (next(source) !== undefined && next(source) !== "\n") source.position++;
    } else return;
  }
}
