import { describe, expect, it } from "vitest";
import { utf8 } from "../kernel/bytes.ts";
import { entityTag, namesTag, parseTags } from "./entity-tag.ts";

describe("a tag", () => {
  it("is one for the same bytes of the same type, and another for others", () => {
    const tag = entityTag("application/json", utf8("[]"));
    expect(tag).toMatch(/^"[0-9a-f]{16}"$/);
    expect(entityTag("application/json", utf8("[]"))).toBe(tag);
    expect(entityTag("text/csv", utf8("[]"))).not.toBe(tag);
    expect(entityTag("application/json", utf8("[1]"))).not.toBe(tag);
  });
});

it("differs where one byte of a long text differs, wherever it is", () => {
  const text = "abcdefghij".repeat(500);
  const tags = new Set<string>();
  for (let at = 0; at < text.length; at++) {
    tags.add(entityTag("text/plain", utf8(`${text.slice(0, at)}#${text.slice(at + 1)}`)));
  }
  for (let length = 0; length < 1_000; length++) tags.add(entityTag("text/plain", utf8(text.slice(0, length))));
  for (let length = 0; length < 100; length++) tags.add(entityTag("text/plain", utf8("\0".repeat(length))));
  // The empty text is there twice.
  expect(tags.size).toBe(text.length + 1_000 + 100 - 1);
});

describe("a list of tags", () => {
  it.each<readonly [string, unknown]>([
    ["*", "*"],
    [" * ", "*"],
    ['"a"', [{ isWeak: false, opaque: '"a"' }]],
    [
      'W/"a", "b,c" ,"d"',
      [
        { isWeak: true, opaque: '"a"' },
        { isWeak: false, opaque: '"b,c"' },
        { isWeak: false, opaque: '"d"' },
      ],
    ],
    ['""', [{ isWeak: false, opaque: '""' }]],
    ["", []],
    ["a, b", []],
    ['"unclosed', []],
    ['"a b"', []],
  ])("%s", (header, tags) => {
    expect(parseTags(header)).toEqual(tags);
  });

  // RFC 9110, section 8.8.3.2, table 3, where the second tag is always strong.
  it.each([
    ['W/"1"', '"1"', false, true],
    ['"1"', '"1"', true, true],
    ['W/"2"', '"1"', false, false],
    ['"2"', '"1"', false, false],
    ['"2", W/"3", "1"', '"1"', true, true],
  ])("%s against %s: strong %s, weak %s", (header, tag, strong, weak) => {
    const tags = parseTags(header);
    if (tags === "*") throw new TypeError("a list was meant");
    expect([namesTag(tags, tag, "strong"), namesTag(tags, tag, "weak")]).toEqual([strong, weak]);
  });
});
