import { describe, expect, it } from "vitest";
import { entityTag, namesTag, parseTags } from "./entity-tag.ts";

describe("a tag", () => {
  it("is one for the same bytes of the same type, and another for others", () => {
    const tag = entityTag("application/json", "[]");
    expect(tag).toMatch(/^"[\w-]{27}"$/);
    expect(entityTag("application/json", "[]")).toBe(tag);
    expect(entityTag("text/csv", "[]")).not.toBe(tag);
    expect(entityTag("application/json", "[1]")).not.toBe(tag);
  });
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
