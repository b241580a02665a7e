import { expect, it } from "vitest";
import { nextWindow } from "./rate-window.ts";

it.each([
  [null, 1_000, { count: 1, endsAtMs: 61_000 }],
  [{ count: 1, endsAtMs: 61_000 }, 1_000, { count: 2, endsAtMs: 61_000 }],
  [{ count: 7, endsAtMs: 61_000 }, 60_999, { count: 8, endsAtMs: 61_000 }],
  [{ count: 7, endsAtMs: 61_000 }, 61_000, { count: 1, endsAtMs: 121_000 }],
])("a window %j at %i is then %j", (last, nowMs, wanted) => {
  expect(nextWindow(last, nowMs, 60_000)).toEqual(wanted);
});
