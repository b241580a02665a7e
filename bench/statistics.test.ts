import { expect, test } from "vitest";
import { medianInterval } from "./statistics.ts";

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

test("the interval is the sign test's, by its published table", () => {
  expect(medianInterval(upTo(6))).toEqual({ low: 1, high: 6 });
  expect(medianInterval(upTo(10))).toEqual({ low: 2, high: 9 });
  expect(medianInterval(upTo(20))).toEqual({ low: 6, high: 15 });
  expect(medianInterval(upTo(40))).toEqual({ low: 14, high: 27 });
});

test("too few values have no interval", () => {
  expect(medianInterval([])).toBeNull();
  expect(medianInterval(upTo(5))).toBeNull();
});

test("a round that went astray does not move it", () => {
  expect(medianInterval([...upTo(19), 1_000])).toEqual(medianInterval(upTo(20)));
});

test("thousands of values are no more than a closer interval", () => {
  // 1,000 and 1.96 standard deviations, each half the root of 2,000.
  const { low, high } = medianInterval(upTo(2_000)) ?? { low: 0, high: 0 };
  expect(Math.abs(low - (1_000 - 43.8))).toBeLessThan(2);
  expect(high).toBe(2_001 - low);
});
