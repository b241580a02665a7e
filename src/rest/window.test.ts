import { expect, it } from "vitest";
import { contentRange, rangeStatus } from "./content-range.ts";
import { resolveWindow } from "./window.ts";

it.each([
  [null, null, null, 0, null],
  ["10", null, null, 0, 10],
  [null, "5", null, 5, null],
  ["10", "5", null, 5, 10],
  [null, null, "0-9", 0, 10],
  [null, null, "10-", 10, null],
  [null, null, "5-5", 5, 1],
  ["3", null, "0-9", 0, 3],
  ["10", "5", "0-9", 5, 5],
  ["100", null, "10-19", 10, 10],
  [null, "-4", null, 0, null],
  ["2", "-4", null, 0, 2],
  ["0", null, null, 0, 0],
  ["0", "7", "3-5", 0, 0],
  ["abc", null, null, 0, null],
  ["", "", null, 0, null],
  ["undefined", "2", null, 2, null],
  [null, null, "items=0-9", 0, null],
  [null, null, "x", 0, null],
  ["99999999999999999999999", null, null, 0, 2 ** 52],
])("limit %j, offset %j and Range %j begin at %j and are %j rows", (limit, offset, range, first, count) => {
  const window = resolveWindow({ limit, offset, range, strict: false });
  expect(window).toEqual({ ok: true, value: { offset: first, limit: count } });
});

it.each([
  ["-1", null, null, "Limit should be greater than or equal to zero."],
  [null, null, "9-0", "The lower boundary must be lower than or equal to the upper boundary in the Range header."],
  [null, "5", "0-1", "Limit should be greater than or equal to zero."],
])("limit %j, offset %j and Range %j are refused", (limit, offset, range, details) => {
  const window = resolveWindow({ limit, offset, range, strict: false });
  expect(!window.ok && window.error).toMatchObject({ code: "PGRST103", status: 416, details });
});

it("takes nothing but a number where rows are written", () => {
  const window = resolveWindow({ limit: "abc", offset: null, range: null, strict: true });
  expect(!window.ok && window.error.code).toBe("PGRST100");
  const before = resolveWindow({ limit: null, offset: "-1", range: null, strict: true });
  expect(!before.ok && before.error.details).toBe("Offset should be greater than or equal to zero.");
});

it.each([
  [0, 20, null, "0-19/*", 200],
  [0, 20, 57, "0-19/57", 206],
  [0, 20, 20, "0-19/20", 200],
  [0, 0, null, "*/*", 200],
  [0, 0, 0, "*/0", 200],
  [5, 0, 5, "*/5", 206],
  [6, 0, 5, "*/5", 416],
  [40, 17, 57, "40-56/57", 206],
])("from %i, %i rows of %j are %s, %i", (offset, count, total, header, status) => {
  expect(contentRange(offset, count, total)).toBe(header);
  expect(rangeStatus({ offset, limit: null }, count, total)).toBe(status);
});
