import { describe, expect, it } from "vitest";
import { topicPattern } from "./pattern.ts";

describe("the pattern of a channel's name", () => {
  it.each([
    ["test-channel", "test-channel", {}],
    ["a^$.|?+()[]/\\b", "a^$.|?+()[]/\\b", {}],
    ["room-{id}:wing", "room-7:wing", { id: "7" }],
    ["été:{id}", "été:x", { id: "x" }],
    ["public:*", "public:a:b", {}],
    ["a.c", "abc", null],
    ["lobby", "lobby2", null],
  ])("%s of %s", (pattern, topic, params) => {
    expect(topicPattern(pattern).match(topic)).toEqual(params);
  });

  it("takes every character of ASCII as itself, but for its own three", () => {
    for (let code = 33; code < 127; code++) {
      const name = `a${String.fromCharCode(code)}b`;
      if (/[*{}]/.test(name)) continue;
      expect(topicPattern(name).match(name), name).toEqual({});
      expect(topicPattern(name).match("ab"), name).toBeNull();
    }
  });
});
