import { type CharSet, charSet, complement, onlyChar, single, union } from "./char-set.ts";
import { parseEscape } from "./escape.ts";
import type { Node } from "./node.ts";
import { fail, next, type Source, take, takeUntil } from "./source.ts";
import { characterClass, foldCase, named } from "./unicode.ts";

/**
 * A bracket expression; `[` has been taken.
 * Source: https://www.postgresql.org/docs/current/functions-matching.html#POSIX-BRACKET-EXPRESSIONS
 */
export function parseBracket(source: Source): Node {
  // The two bracket expressions that are constraints.
  if (take(source, "[:<:]]")) return { kind: "assertion", what: "word-start" };
  if (take(source, "[:>:]]")) return { kind: "assertion", what: "word-end" };
  const isNegated = take(source, "^");
  const sets: CharSet[] = [];
  const start = source.position;
  for (;;) {
    if (next(source) === undefined) return fail("brackets [] not balanced");
    if (next(source) === "]" && source.position > start) break;
    sets.push(parseItem(source, start));
  }
  source.position++;
  const { folded, dotStops } = source.options;
  const set = folded ? foldCase(union(...sets)) : union(...sets);
  if (!isNegated) return { kind: "set", set };
  return { kind: "set", set: complement(dotStops ? union(set, single(newline)) : set) };
}

const newline = 10;

function parseItem(source: Source, start: number): CharSet {
  // A dash is itself at either end and as the end of a range.
  if (next(source) === "-" && source.position > start && next(source, 1) !== "]")
    return fail("invalid character range");
  const from = parseElement(source);
  if (next(source) !== "-" || next(source, 1) === "]" || next(source, 1) === undefined) return from.set;
  source.position++;
  const to = parseElement(source);
  const [first, last] = [onlyChar(from.set), onlyChar(to.set)];
  if (from.isClass || to.isClass || first === null || last === null || first > last) {
    return fail("invalid character range");
  }
  return charSet([[first, last]]);
}

interface Element {
  readonly set: CharSet;
  readonly isClass: boolean;
}

function parseElement(source: Source): Element {
  if (take(source, "[:")) return { set: classSet(source, bracketName(source, ":]")), isClass: true };
  if (take(source, "[.")) return { set: collating(bracketName(source, ".]")), isClass: false };
  if (take(source, "[=")) return { set: collating(bracketName(source, "=]")), isClass: true };
  if (take(source, "\\")) {
    const escaped = parseEscape(source);
    return escaped.kind === "set" ? escaped : fail("invalid escape \\ sequence");
  }
  const character = next(source);
  if (character === undefined) return fail("brackets [] not balanced");
  source.position++;
  return { set: single(character.codePointAt(0) ?? 0), isClass: false };
}

function bracketName(source: Source, end: string): string {
  return takeUntil(source, end) ?? fail("brackets [] not balanced");
}

function classSet(source: Source, name: string): CharSet {
  const set = characterClass(name) ?? fail("invalid character class");
  return source.options.folded && (name === "upper" || name === "lower") ? named("alpha") : set;
}

function collating(name: string): CharSet {
  const codePoint = name.codePointAt(0);
  if (codePoint === undefined || String.fromCodePoint(codePoint) !== name) return fail("invalid collating element");
  return single(codePoint);
}
