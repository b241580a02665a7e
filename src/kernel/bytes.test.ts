import { describe, expect, it } from "vitest";
import { exceedsBytes, utf8, utf8Length } from "./bytes.ts";

describe("the bytes of a text", () => {
  it.each([
    "",
    "plain",
    "\u007f\u0080\u07ff\u0800\uffff",
    "née",
    "日本",
    "👩‍🚀👍",
    "a\ud83d",
    "\ud83da",
    "\udc4d\ud83d",
    "\ud83d\ud83d\udc4d",
  ])("are counted as they are written: %j", (text) => {
    expect(utf8Length(text)).toBe(utf8(text).length);
  });

  it.each([
    ["aaaa", 4, false],
    ["aaaaa", 4, true],
    ["日", 3, false],
    ["日", 2, true],
    ["日日", 5, true],
    ["👍", 4, false],
    ["👍", 3, true],
  ] as const)("%s in %i bytes: too many is %s", (text, most, isMore) => {
    expect(exceedsBytes(text, most)).toBe(isMore);
  });
});
