import { type CharSet, complement, single } from "./char-set.ts";
import type { Assertion } from "./node.ts";
import { fail, next, type Source } from "./source.ts";
import { named } from "./unicode.ts";

export type Escape =
  | { readonly kind: "set"; readonly set: CharSet; readonly isClass: boolean }
  | { readonly kind: "assertion"; readonly what: Assertion };

const characters: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11, B: 92 };

const classes: Readonly<Record<string, () => CharSet>> = {
  d: () => named("digit"),
  s: () => named("space"),
  w: () => named("word"),
  D: () => complement(named("digit")),
  S: () => complement(named("space")),
  W: () => complement(named("word")),
};

const assertions: Readonly<Record<string, Assertion>> = {
  A: "start",
  Z: "end",
  m: "word-start",
  M: "word-end",
  y: "word-boundary",
  Y: "no-word-boundary",
};

/**
 * What follows a backslash, which has been taken.
 * Source: https://www.postgresql.org/docs/current/functions-matching.html#POSIX-ESCAPE-SEQUENCES
 */
export function parseEscape(source: Source): Escape {
  const letter = next(source);
  if (letter === undefined) return fail("invalid escape \\ sequence");
  source.position++;
  const assertion = own(assertions, letter);
  if (assertion !== undefined) return { kind: "assertion", what: assertion };
  const define = own(classes, letter);
  if (define !== undefined) return { kind: "set", set: define(), isClass: true };
  return { kind: "set", set: single(characterCode(source, letter)), isClass: false };
}

function characterCode(source: Source, letter: string): number {
  const known = own(characters, letter);
  if (known !== undefined) return known;
  switch (letter) {
    case "c": {
      const control = next(source);
      if (control === undefined) return fail("invalid escape \\ sequence");
      source.position++;
      return (control.codePointAt(0) ?? 0) % 32;
    }
    case "u":
      return hexadecimal(source, 4, 4);
    case "U":
      return hexadecimal(source, 8, 8);
    case "x":
      return hexadecimal(source, 1, 255);
    default:
      if (/^\d$/.test(letter)) return digits(source, letter);
      return /^[A-Za-z]$/.test(letter) ? fail("invalid escape \\ sequence") : (letter.codePointAt(0) ?? 0);
  }
}

function hexadecimal(source: Source, least: number, most: number): number {
  let text = "";
  while (text.length < most && /^[0-9a-f]$/i.test(next(source) ?? "")) {
    text += next(source);
    source.position++;
  }
  const code = Number.parseInt(text, 16);
  if (text.length < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
    return fail("invalid escape \\ sequence");
  }
  return code;
}

/** `\0` and octal numbers are characters; what could be a group's number refers back to it. */
function digits(source: Source, first: string): number {
  let text = first;
  while (/^\d$/.test(next(source) ?? "") && text.length < 3) {
    text += next(source);
    source.position++;
  }
  const isOctal = first === "0" || (text.length > 1 && Number(text) > source.groups);
  if (!isOctal) return fail("back references are not available on this database");
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : fail("invalid escape \\ sequence");
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
