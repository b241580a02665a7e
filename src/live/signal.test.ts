import { describe, expect, it } from "vitest";
import type { LogRow } from "../changes/ports.ts";
import { watermark } from "../kernel/watermark.ts";
import { signalWrites } from "./signal.ts";

const row = (seq: number): LogRow => ({ seq, key: "{}", before: null, after: "{}" });

/** A feed whose answers the test gives. */
function opened() {
  const answers: ((quietMs: number, position?: number) => void)[] = [];
  const sent: (readonly unknown[])[] = [];
  const faults: unknown[] = [];
  let nowMs = 1_000_000;
  const { onWrite, wantedAfter } = signalWrites({
    feed: {
      signal: (told = []) => {
        sent.push(told.map(({ seq }) => seq));
        return new Promise((resolve, reject) =>
          answers.push((quietMs, position) => {
            if (quietMs < 0) reject(new Error("lost"));
            else resolve({ quietMs, position: position === undefined ? null : watermark(position) });
          }),
        );
      },
    },
    keepAlive: () => undefined,
    clock: () => nowMs,
    onFault: (error) => faults.push(error),
  });
  return {
    write: (...logged: readonly number[]) =>
      onWrite(new Set(["posts"]), null, logged.length === 0 ? null : logged.map(row)),
    wantedAfter,
    sent,
    answers,
    faults,
    pass: (ms: number) => {
      nowMs += ms;
    },
    async answer(quietMs: number, position?: number) {
      answers.shift()?.(quietMs, position);
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

  it("bring what was logged since the last one", async () => {
    const { write, sent, answer, wantedAfter } = opened();
    write();
    expect([sent, wantedAfter()]).toEqual([[[]], null]);
    await answer(0, 4);
    expect(wantedAfter()).toBe(4);
    write(5);
    write(6, 7);
    write(8);
    expect(wantedAfter()).toBe(8);
    await answer(0, 5);
    expect([sent, wantedAfter()]).toEqual([[[], [5], [6, 7, 8]], 8]);
  });

  it("bring nothing where a write does not say what it has logged", async () => {
    const { write, sent, answer } = opened();
    write();
    await answer(0, 4);
    write(5);
    write(6);
    write();
    write(8);
    await answer(0, 5);
    await answer(0, 8);
    write(9);
    expect(sent).toEqual([[], [5], [], [9]]);
  });

  it("that are lost make the next one bring nothing", async () => {
    const { write, sent, answer, wantedAfter } = opened();
    write();
    await answer(0, 4);
    write(5);
    write(6);
    await answer(-1);
    expect([sent, wantedAfter()]).toEqual([[[], [5], []], null]);
  });

  it("follow a log that has become shorter", async () => {
    const { write, answer, wantedAfter } = opened();
    write();
    await answer(0, 100);
    write(51);
    await answer(0, 51);
    expect(wantedAfter()).toBe(51);
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
      { signal: async () => ({ quietMs: 0, position: null }) },
      () => {
        throw new Error("no request");
      },
    ],
  ])("never fail a write: %s", async (_, feed, keepAlive) => {
    const faults: unknown[] = [];
    const onFault = (error: unknown): void => void faults.push(error);
    const { onWrite } = signalWrites({ feed, keepAlive, clock: () => 1_000_000, onFault });
    onWrite(new Set(["posts"]), null, null);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    expect(faults.length).toBe(1);
  });
});
