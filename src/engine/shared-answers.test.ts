import { describe, expect, it } from "vitest";
import { type KeptAnswer, later, sharedAnswers } from "./shared-answers.ts";

function kept(json: string, ...collections: string[]): KeptAnswer {
  const answer = { json, count: 1, total: null };
  return { answer, collections, readAtMs: 0, goodUntilMs: 1000, bookmark: null };
}

describe("kept answers", () => {
  it("fall out when there are too many, the least recently used first, and never grow past the bound", () => {
    const answers = sharedAnswers(1_600);
    for (let index = 0; index < 40; index++) {
      answers.set(`k${index}`, kept("x".repeat(95), "a"), answers.mark());
      answers.get("k0", 0);
    }
    expect(answers.get("k0", 0)).not.toBeNull();
    const there = Array.from({ length: 40 }, (_, index) => answers.get(`k${index}`, 0)).filter((each) => each !== null);
    expect(there.length).toBeGreaterThan(10);
    expect(there.length).toBeLessThanOrEqual(16);
  });

  it("are not kept where one alone would take a large part", () => {
    const answers = sharedAnswers(1_600);
    answers.set("large", kept("x".repeat(101), "a"), answers.mark());
    expect(answers.get("large", 0)).toBeNull();
  });

  it("are gone when their time is over", () => {
    const answers = sharedAnswers(1_600);
    answers.set("k", kept("x", "a"), answers.mark());
    expect([answers.get("k", 999) !== null, answers.get("k", 1000)]).toEqual([true, null]);
  });

  it("are dropped by a change of any of their collections, and of no other", () => {
    const answers = sharedAnswers(1_600);
    answers.set("ab", kept("x", "a", "b"), answers.mark());
    answers.set("c", kept("x", "c"), answers.mark());
    answers.drop(["b"], null);
    expect([answers.get("ab", 0), answers.get("c", 0) === null]).toEqual([null, false]);
  });

  it("are not kept where they were read before a change that is known by now", () => {
    const answers = sharedAnswers(1_600);
    const mark = answers.mark();
    answers.drop(["a"], null);
    answers.set("a", kept("old", "a"), mark);
    answers.set("b", kept("old", "b"), mark);
    expect([answers.get("a", 0), answers.get("b", 0) === null]).toEqual([null, false]);
    answers.set("a", kept("new", "a"), answers.mark());
    expect(answers.get("a", 0)?.answer.json).toBe("new");
  });

  it("remember the last state with a change, by collection", () => {
    const answers = sharedAnswers(1_600);
    answers.drop(["a"], "0002");
    answers.drop(["a", "b"], "0001");
    answers.drop(["b"], null);
    expect([["a"], ["b"], ["a", "b"], ["c"]].map(answers.changedAt)).toEqual(["0002", "0001", "0002", null]);
    expect([later(null, null), later("1", null), later("1", "2"), later("2", "1")]).toEqual([null, "1", "2", "2"]);
  });
});
