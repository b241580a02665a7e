import { fromUtf8 } from "./bytes.ts";
import { readJson } from "./json.ts";

/** Instead of where something ends: it is no JSON. */
const wrong = -1;
/** The platform's parser has to say: other characters than ASCII, escapes by number, deep nesting. */
const unknown = -2;
const maxDepth = 16;

/**
 * Whether these, from `start` on, are a JSON text in UTF-8 (RFC 8259 section 2): exactly what `JSON.parse` takes. Made for many
 * short texts that are only passed on: most cost neither a string nor an object, of which the platform's decoder and parser make both.
 */
export function isJsonText(bytes: Uint8Array, start = 0): boolean {
  const end = value(bytes, space(bytes, start), 0);
  if (end === unknown) return isParsed(bytes.subarray(start));
  return end !== wrong && space(bytes, end) === bytes.length;
}

function isParsed(bytes: Uint8Array): boolean {
  const text = fromUtf8(bytes);
  return text !== null && readJson(text) !== undefined;
}

/** Where the value that begins here ends. */
function value(bytes: Uint8Array, at: number, depth: number): number {
  switch (bytes[at]) {
    case 0x22: // "
      return text(bytes, at + 1);
    case 0x7b: // {
      return depth === maxDepth ? unknown : object(bytes, at + 1, depth + 1);
    case 0x5b: // [
      return depth === maxDepth ? unknown : array(bytes, at + 1, depth + 1);
    case 0x74:
      return word(bytes, at, "true");
    case 0x66:
      return word(bytes, at, "false");
    case 0x6e:
      return word(bytes, at, "null");
    default:
      return number(bytes, at);
  }
}

function object(bytes: Uint8Array, start: number, depth: number): number {
  let at = space(bytes, start);
  if (bytes[at] === 0x7d) return at + 1;
  for (;;) {
    if (bytes[at] !== 0x22) return wrong;
    at = text(bytes, at + 1);
    if (at < 0) return at;
    at = space(bytes, at);
    if (bytes[at] !== 0x3a) return wrong;
    at = value(bytes, space(bytes, at + 1), depth);
    if (at < 0) return at;
    at = space(bytes, at);
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) return wrong;
    at = space(bytes, at + 1);
  }
}

function array(bytes: Uint8Array, start: number, depth: number): number {
  let at = space(bytes, start);
  if (bytes[at] === 0x5d) return at + 1;
  for (;;) {
    at = value(bytes, at, depth);
    if (at < 0) return at;
    at = space(bytes, at);
    if (bytes[at] === 0x5d) return at + 1;
    if (bytes[at] !== 0x2c) return wrong;
    at = space(bytes, at + 1);
  }
}

/** From behind the opening quotation mark. */
function text(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x22) return at + 1;
    if (byte < 0x20) return wrong;
    if (byte >= 0x80) return unknown;
    if (byte !== 0x5c) continue;
    at += 1;
    const escaped = bytes[at];
    if (escaped === 0x75) return unknown;
    if (escaped === undefined || !escapes.includes(escaped)) return wrong;
  }
  return wrong;
}

const escapes: readonly number[] = Array.from('"\\/nrtbf', (character) => character.charCodeAt(0));

function number(bytes: Uint8Array, start: number): number {
  const whole = bytes[start] === 0x2d ? start + 1 : start;
  let at = digits(bytes, whole);
  if (at === whole || (bytes[whole] === 0x30 && at > whole + 1)) return wrong;
  if (bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = digits(bytes, fraction);
    if (at === fraction) return wrong;
  }
  if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return at;
  const isSigned = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d;
  const exponent = at + (isSigned ? 2 : 1);
  at = digits(bytes, exponent);
  return at === exponent ? wrong : at;
}

function digits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (((bytes[at] ?? 0) ^ 0x30) < 10) at++;
  return at;
}

function word(bytes: Uint8Array, start: number, expected: string): number {
  for (let at = 0; at < expected.length; at++) if (bytes[start + at] !== expected.charCodeAt(at)) return wrong;
  return start + expected.length;
}

function space(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at += 1;
  }
}
