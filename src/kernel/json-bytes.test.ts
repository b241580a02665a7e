import fc from "fast-check";
import { expect, it } from "vitest";
import { utf8 } from "./bytes.ts";
import { readJson } from "./json.ts";
import { isJsonText } from "./json-bytes.ts";

function isParsed(text: string): boolean {
  return readJson(text) !== undefined;
}

it("what JSON.stringify writes is JSON, with any white space around its tokens", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom("", " ", "\n\t", "\r\n "), (text, indent) => {
      expect(isJsonText(utf8(text))).toBe(true);
      expect(isJsonText(utf8(`${indent}${JSON.stringify(JSON.parse(text), null, indent)}${indent}`))).toBe(true);
    }),
  );
});

it("says of texts that are almost JSON what the parser says", () => {
  const token = fc.constantFrom(
    ...'{}[],:"\\ \n\t\r\f0123456789-+.eEabnu/'.split(""),
    ...[
      '"a"',
      '"\\n"',
      '"\\u00e9"',
      '"\\u12"',
      '"\\x"',
      '"é"',
      '"\u0001"',
      "\u00a0",
      "\ufeff",
      "true",
      "false",
      "null",
      "tru",
    ],
    ...["-0", "01", "1.", ".5", "1e5", "1E+05", "1e", "-", '{"a":', '"b":[', "[[", "]]", '{"__proto__":1}'],
  );
  const nearly = fc.oneof(
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join("")),
    fc.tuple(fc.json(), fc.nat(), token).map(([text, at, cut]) => text.slice(0, at % text.length) + cut),
    fc
      .tuple(fc.json(), fc.nat(), token)
      .map(([text, at, more]) => text.slice(0, at % text.length) + more + text.slice(at % text.length)),
  );
  fc.assert(
    fc.property(nearly, (text) => {
      expect(isJsonText(utf8(text)), text).toBe(isParsed(text));
    }),
    { numRuns: 5_000 },
  );
});

it("nesting of any depth is read", () => {
  for (const depth of [1, 15, 16, 17, 18, 5_000]) {
    const deep = "[".repeat(depth) + "]".repeat(depth);
    expect(isJsonText(utf8(deep)), String(depth)).toBe(true);
    expect(isJsonText(utf8(deep.slice(1))), String(depth)).toBe(false);
    expect(isJsonText(utf8(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`)), String(depth)).toBe(true);
  }
});

it.each([
  ["a half of a character", [0x22, 0xc3, 0x22]],
  ["an overlong character", [0x22, 0xc0, 0x80, 0x22]],
  ["half of a pair", [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ["a byte order mark", [0xef, 0xbb, 0xbf, 0x31]],
  ["nothing", []],
])("%s is no JSON", (_, bytes) => {
  expect(isJsonText(Uint8Array.from(bytes))).toBe(false);
});

it("looks at what stands behind a place alone", () => {
  expect(isJsonText(utf8('{{"a":"é"}'), 1)).toBe(true);
  expect(isJsonText(utf8("[1]"), 1)).toBe(false);
  expect(isJsonText(utf8("[]"), 2)).toBe(false);
});
