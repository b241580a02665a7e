import { expect, it } from "vitest";
import { Apart } from "./apart.ts";

const insert = 'insert into "events"';

it("an insert that was refused with others stays apart for a second, then twice as long each time, a minute at most", () => {
  let nowMs = 0;
  const apart = new Apart(() => nowMs);
  expect(apart.has(insert)).toBe(false);
  const waits = Array.from({ length: 9 }, () => {
    apart.note(insert);
    const begunMs = nowMs;
    while (apart.has(insert)) nowMs += 500;
    return (nowMs - begunMs) / 1_000;
  });
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

it("what was long ago is forgotten, and others are not concerned", () => {
  let nowMs = 0;
  const apart = new Apart(() => nowMs);
  for (const _ of [1, 2, 3]) apart.note(insert);
  expect(apart.has('insert into "notes"')).toBe(false);
  nowMs = 200_000;
  apart.note(insert);
  nowMs += 1_000;
  expect(apart.has(insert)).toBe(false);
});
