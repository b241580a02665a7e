import { describe, expect, it } from "vitest";
import { createPlanCache } from "./plan-cache.ts";

function filled(...keys: readonly string[]) {
  const cache = createPlanCache<string>(3);
  for (const key of keys) cache.set(key, `plan ${key}`);
  return { ...cache, known: (...asked: readonly string[]) => asked.filter((key) => cache.get(key) !== undefined) };
}

describe("the plan cache", () => {
  it("knows what it was told", () => {
    const cache = filled("a", "b");
    expect([cache.get("a"), cache.get("c")]).toEqual(["plan a", undefined]);
  });

  it("forgets the one that was used the longest ago", () => {
    const cache = filled("a", "b", "c");
    cache.get("a");
    cache.set("d", "plan d");
    expect(cache.known("a", "b", "c", "d")).toEqual(["a", "c", "d"]);
  });

  it("forgets nothing for a plan that it knows already", () => {
    const cache = filled("a", "b", "c");
    cache.set("a", "new");
    expect(cache.known("a", "b", "c")).toEqual(["a", "b", "c"]);
    expect(cache.get("a")).toBe("new");
  });

  it("never holds more than it may", () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => `k${index}`);
    expect(filled(...keys).known(...keys)).toEqual(keys.slice(-3));
  });

  it("does not keep what has an enormous key, and loses nothing for it", () => {
    const cache = filled("a", "b", "c");
    cache.set("x".repeat(4_097), "large");
    cache.set("y".repeat(100_000), "larger");
    expect(cache.known("a", "b", "c", "x".repeat(4_097))).toEqual(["a", "b", "c"]);
    cache.set("x".repeat(4_096), "large");
    expect(cache.known("a", "x".repeat(4_096))).toEqual(["x".repeat(4_096)]);
  });
});
