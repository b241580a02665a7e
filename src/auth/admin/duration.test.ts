import { expect, it } from "vitest";
import { parseDuration } from "./duration.ts";

it.each([
  ["24h", 86_400_000],
  ["1h30m", 5_400_000],
  ["1.5h", 5_400_000],
  [".5s", 500],
  ["876000h", 876_000 * 3_600_000],
  ["100ms5us", 100.005],
  ["0", 0],
  ["0s", 0],
  ["", null],
  ["24", null],
  ["h", null],
  ["-1h", null],
  ["1d", null],
  ["1h 2m", null],
  ["99999999999h", null],
  [`${"9".repeat(80)}h`, null],
])("%s is %s ms", (text, wanted) => {
  expect(parseDuration(text)).toBe(wanted);
});
