import { describe, expect, it } from "vitest";
import { type Attempts, afterFailure, afterSuccess, rememberMs, waitOf } from "./attempts.ts";

const start = 1_800_000_000_000;
const fails = (attempts: Attempts, times: number, networkOf: (turn: number) => string): Attempts => {
  let next = attempts;
  for (let turn = 0; turn < times; turn++) next = afterFailure(next, networkOf(turn), start);
  return next;
};

describe("failed sign-ins", () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 1_000],
    [6, 2_000],
    [9, 16_000],
    [40, 900_000],
  ])("of one network, %i of them, make it wait %i ms", (times, waitMs) => {
    expect(
      waitOf(
        fails({}, times, () => "a"),
        "a",
        start,
      ),
    ).toBe(waitMs);
  });

  it("are waited for once, and forgotten by a success", () => {
    const attempts = fails({}, 7, () => "a");
    expect(waitOf(attempts, "a", start + 4_000)).toBe(0);
    expect(waitOf(afterSuccess(attempts, "a", start), "a", start)).toBe(0);
  });

  it("of strangers make nobody else wait, and who shares the owner's network makes it wait half a minute", () => {
    const owned = afterSuccess({}, "home", start - 10);
    const attacked = fails(owned, 1_000, (turn) => `bot${turn}`);
    expect([waitOf(attacked, "home", start), waitOf(attacked, "cafe", start)]).toEqual([0, 0]);
    expect(
      waitOf(
        fails(owned, 100, () => "home"),
        "home",
        start,
      ),
    ).toBe(30_000);
  });

  it("take bounded room; the owner's networks stay, and all are forgotten after a day", () => {
    const attacked = fails(afterSuccess({}, "home", start - 10), 1_000, (turn) => `bot${turn}`);
    expect(Object.keys(attacked).length).toBeLessThanOrEqual(200);
    expect(attacked.home?.isKnown).toBe(true);
    expect(Object.keys(afterFailure(attacked, "new", start + rememberMs))).toEqual(["new"]);
  });
});
