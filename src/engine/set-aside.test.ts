import { expect, it } from "vitest";
import { SetAside } from "./set-aside.ts";

it("a text is set aside for as long as was said, and others are not", () => {
  let nowMs = 0;
  const aside = new SetAside(() => nowMs);
  aside.add("one", 1_000);
  aside.add("other", 2_000);
  const seen = [0, 999, 1_000, 1_999, 2_000].map((at) => {
    nowMs = at;
    return ["one", "other", "third"].filter((sql) => aside.has(sql));
  });
  expect(seen).toEqual([["one", "other"], ["one", "other"], ["other"], ["other"], []]);
});
