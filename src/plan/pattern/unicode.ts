import { type CharSet, charSet, complement, type Range, union, without } from "./char-set.ts";

/**
 * The classes of POSIX for all of Unicode, by PostgreSQL's names. `digit` and `xdigit` are ASCII's, as in PostgreSQL with
 * glibc's locales; blanks that do not break (U+00A0, U+2007, U+202F) are no `space` there.
 */
const definitions: Readonly<Record<string, () => CharSet>> = {
  alpha: () => scanned(/\p{Alphabetic}+/gu),
  digit: () => [[48, 57]],
  alnum: () => union(named("alpha"), scanned(/\p{Nd}+/gu)),
  word: () => union(named("alnum"), [[95, 95]]),
  upper: () => scanned(/\p{Uppercase}+/gu),
  lower: () => scanned(/\p{Lowercase}+/gu),
  space: () => without(scanned(/[\t-\r\p{White_Space}]+/gu), charSet([0xa0, 0x2007, 0x202f].map(same))),
  blank: () => charSet([9, 32].map(same)),
  punct: () => scanned(/[\p{P}\p{S}]+/gu),
  graph: () => scanned(/[^\p{Z}\p{C}]+/gu),
  print: () => union(named("graph"), [[32, 32]]),
  cntrl: () => scanned(/\p{Cc}+/gu),
  xdigit: () =>
    charSet([
      [48, 57],
      [65, 70],
      [97, 102],
    ]),
  ascii: () => [[0, 127]],
};

const known = new Map<string, CharSet>();

/** The class of that name, or null where there is none. Made when it is first asked for. */
export function characterClass(name: string): CharSet | null {
  const define = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (define === undefined) return null;
  const set = known.get(name) ?? define();
  known.set(name, set);
  return set;
}

export function named(name: string): CharSet {
  const set = characterClass(name);
  if (set === null) throw new TypeError(`no class ${name}`);
  return set;
}

/** No character is assigned from here on, but for planes 14 to 16, of which none is a letter. */
const scannedUntil = 0x34000;

/** All characters up to there in order: of the first plane without surrogates, and of the others. */
let planes: { readonly first: string; readonly others: string } | null = null;

/** The code points that the expression, which finds runs of them, knows. */
function scanned(runs: RegExp): CharSet {
  planes ??= {
    first: charactersOf(0, 0xd800) + charactersOf(0xe000, 0x10000),
    others: charactersOf(0x10000, scannedUntil),
  };
  const codePointAt = (index: number): number => (index < 0xd800 ? index : index + 0x800);
  const ranges = [...planes.first.matchAll(runs)].map(
    ({ 0: run, index }): Range => [codePointAt(index), codePointAt(index + run.length - 1)],
  );
  for (const { 0: run, index } of planes.others.matchAll(runs)) {
    ranges.push([0x10000 + index / 2, 0x10000 + (index + run.length) / 2 - 1]);
  }
  return charSet(ranges);
}

function charactersOf(from: number, to: number): string {
  const pieces: string[] = [];
  for (let start = from; start < to; start += 0x800) {
    pieces.push(String.fromCodePoint(...Array.from({ length: 0x800 }, (_, offset) => start + offset)));
  }
  return pieces.join("");
}

/** Of one character. */
function same(codePoint: number): Range {
  return [codePoint, codePoint];
}

/** A character and what differs from it by case alone, where that is one character: PostgreSQL's `allcases`. */
export function casesOf(codePoint: number): readonly number[] {
  const character = String.fromCodePoint(codePoint);
  const lower = one(character.toLowerCase()) ?? codePoint;
  const upper = one(character.toUpperCase()) ?? codePoint;
  const back = one(String.fromCodePoint(lower).toUpperCase()) ?? upper;
  return [...new Set([codePoint, lower, upper, back])];
}

function one(text: string): number | null {
  const codePoint = text.codePointAt(0);
  return codePoint !== undefined && String.fromCodePoint(codePoint) === text ? codePoint : null;
}

let cased: CharSet | null = null;

/** The set, and all that differs from one of it by case alone. */
export function foldCase(set: CharSet): CharSet {
  const letters = asciiOnly(set) ? set : (cased ?? scanned(/\p{Changes_When_Casemapped}+/gu));
  if (letters !== set) cased = letters;
  const added: Range[] = [];
  for (const [from, to] of letters === set ? set : intersection(set, letters)) {
    for (let codePoint = from; codePoint <= to; codePoint++) added.push(...casesOf(codePoint).map(same));
  }
  return charSet([...set, ...added]);
}

function asciiOnly(set: CharSet): boolean {
  return set.every(([from, to]) => to < 128 || to === from);
}

function intersection(a: CharSet, b: CharSet): CharSet {
  return complement(union(complement(a), complement(b)));
}
