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
  const delays: (() => void)[] = [];
  let nowMs = 1_000_000;
  const { onWrite, onBegin } = signalWrites({
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
    delay: () => new Promise((resolve) => delays.push(resolve)),
    onFault: (error) => faults.push(error),
  });
  const end = (...logged: readonly number[]): void =>
    onWrite(new Set(["posts"]), null, logged.length === 0 ? null : logged.map(row));
  return {
    begin: onBegin,
    end,
    /** Gives what was wanted. */
    write(...logged: readonly number[]) {
      const wanted = onBegin();
      end(...logged);
      return wanted;
    },
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
    /** The time is up for which a write waits for others. */
    async gathered() {
      for (const resolve of delays.splice(0)) resolve();
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
    const { write, sent, answer } = opened();
    expect([write(), sent]).toEqual([null, [[]]]);
    await answer(0, 4);
    expect([write(5), write(6, 7), write(8)]).toEqual([4, 5, 7]);
    await answer(0, 5);
    expect([write(9), sent]).toEqual([8, [[], [5], [6, 7, 8]]]);
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
    const { write, sent, answer } = opened();
    write();
    await answer(0, 4);
    write(5);
    write(6);
    await answer(-1);
    expect([sent, write()]).toEqual([[[], [5], []], null]);
  });

  it("follow a log that has become shorter", async () => {
    const { write, answer } = opened();
    write();
    await answer(0, 100);
    write(51);
    await answer(0, 51);
    expect(write()).toBe(51);
  });

  it("are one for writes that are under way together: the last that is done sends it", async () => {
    const { begin, write, end, sent, answer } = opened();
    write();
    await answer(0, 4);
    for (let time = 0; time < 3; time++) begin();
    end(6);
    end(5);
    expect(sent).toEqual([[]]);
    end(7);
    expect(sent).toEqual([[], [6, 5, 7]]);
  });

  it("wait for a write that is under way no longer than a moment", async () => {
    const { begin, write, end, sent, answer, gathered } = opened();
    write();
    await answer(0, 4);
    begin();
    write(5);
    write(6);
    expect(sent).toEqual([[]]);
    await gathered();
    expect(sent).toEqual([[], [5, 6]]);
    await answer(0, 6);
    end(7);
    expect(sent).toEqual([[], [5, 6], [7]]);
  });

  it("wait for a write that never ends for a while only", async () => {
    const { begin, write, sent, answer, gathered, pass } = opened();
    write();
    await answer(0, 4);
    begin();
    write(5);
    await gathered();
    await answer(0, 5);
    pass(2_001);
    write(6);
    expect(sent).toEqual([[], [5], [6]]);
  });

  it("are not sent again where the last write has sent them", async () => {
    const { begin, write, end, sent, answer, gathered } = opened();
    write();
    await answer(0, 4);
    begin();
    write(5);
    end(6);
    await answer(0, 6);
    await gathered();
    expect(sent).toEqual([[], [5, 6]]);
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
    const delay = async (): Promise<void> => undefined;
    const { onWrite } = signalWrites({ feed, keepAlive, clock: () => 1_000_000, delay, onFault });
    onWrite(new Set(["posts"]), null, null);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    expect(faults.length).toBe(1);
  });
});
