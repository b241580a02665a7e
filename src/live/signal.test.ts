import { describe, expect, it } from "vitest";
import { signalWrites } from "./signal.ts";

/** A feed whose answers the test gives. */
function opened() {
  const answers: ((quietMs: number) => void)[] = [];
  const faults: unknown[] = [];
  let nowMs = 1_000_000;
  const onWrite = signalWrites({
    feed: {
      signal: () => new Promise((resolve) => answers.push((quietMs) => resolve({ quietMs }))),
    },
    keepAlive: () => undefined,
    clock: () => nowMs,
    onFault: (error) => faults.push(error),
  });
  return {
    write: () => onWrite(new Set(["posts"]), null),
    answers,
    faults,
    pass: (ms: number) => {
      nowMs += ms;
    },
    async answer(quietMs: number) {
      answers.shift()?.(quietMs);
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    },
  };
}

describe("signals", () => {
  it("are one at a time, and one more after it for all that was written meanwhile", async () => {
    const { write, answers, answer } = opened();
    for (let time = 0; time < 5; time++) write();
    expect(answers.length).toBe(1);
    await answer(0);
    expect(answers.length).toBe(1);
    await answer(0);
    expect(answers.length).toBe(0);
    write();
    expect(answers.length).toBe(1);
  });

  it("stop for as long as nobody listens", async () => {
    const { write, answers, answer, pass } = opened();
    write();
    await answer(1_000);
    pass(999);
    write();
    expect(answers.length).toBe(0);
    pass(1);
    write();
    expect(answers.length).toBe(1);
  });

  it("go on after one that never comes back", () => {
    const { write, answers, pass } = opened();
    write();
    write();
    pass(5_001);
    write();
    expect(answers.length).toBe(2);
  });

  it.each([
    ["a feed that is not there", { signal: () => Promise.reject(new Error("gone")) }, () => undefined],
    [
      "a feed that throws",
      {
        signal: () => {
          throw new Error("broken");
        },
      },
      () => undefined,
    ],
    [
      "a request that cannot be kept",
      { signal: async () => ({ quietMs: 0 }) },
      () => {
        throw new Error("no request");
      },
    ],
  ])("never fail a write: %s", async (_, feed, keepAlive) => {
    const faults: unknown[] = [];
    const onWrite = signalWrites({ feed, keepAlive, clock: () => 1_000_000, onFault: (error) => faults.push(error) });
    onWrite(new Set(["posts"]), null);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    expect(faults.length).toBe(1);
  });
});
