import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KindName, Stored } from "./kind.ts";
import { parseText } from "./parse.ts";
import { kinds } from "./table.ts";
import { timestampText } from "./timestamp.ts";

function stored(text: string, kind: KindName = "timestamp"): Stored {
  const parsed = parseText(text, { kind: kinds[kind] });
  return parsed.ok ? parsed.value : `!${parsed.error.code}`;
}

describe("a timestamp", () => {
  it.each([
    ["2026-01-31T09:30:00Z", "2026-01-31T09:30:00+00:00"],
    ["2026-01-31 09:30:00", "2026-01-31T09:30:00+00:00"],
    ["2026-01-31", "2026-01-31T00:00:00+00:00"],
    ["2026-01-31 09:30", "2026-01-31T09:30:00+00:00"],
    ["2026-01-31t09:30z", "2026-01-31T09:30:00+00:00"],
    ["2026-01-31T09:30:00.250Z", "2026-01-31T09:30:00.25+00:00"],
    ["2026-01-31T09:30:00.000000Z", "2026-01-31T09:30:00+00:00"],
    ["2026-01-31T09:30:00.000001Z", "2026-01-31T09:30:00.000001+00:00"],
    ["2026-01-31T09:30:00.123456789Z", "2026-01-31T09:30:00.123456+00:00"],
    ["2026-01-31T09:30:00,5Z", "2026-01-31T09:30:00.5+00:00"],
    ["2026-01-31T09:30:00+02", "2026-01-31T07:30:00+00:00"],
    ["2026-01-31T09:30:00+0530", "2026-01-31T04:00:00+00:00"],
    ["2026-01-31T09:30:00 -08:00", "2026-01-31T17:30:00+00:00"],
    ["2026-01-31T00:15:00+00:30", "2026-01-30T23:45:00+00:00"],
    ["2026-01-01T00:00:00+15:59", "2025-12-31T08:01:00+00:00"],
    ["2024-02-29T23:59:59-01:00", "2024-03-01T00:59:59+00:00"],
    // The night when summer time begins in most of Europe: there is no gap in UTC.
    ["2026-03-29T02:30:00", "2026-03-29T02:30:00+00:00"],
    ["0100-01-01T00:00:00Z", "0100-01-01T00:00:00+00:00"],
    ["9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999+00:00"],
    ["1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999+00:00"],
  ])("%j is stored as %j", (text, expected) => {
    expect(stored(text)).toBe(expected);
  });

  it.each([
    ["2026-02-29T00:00:00Z", "22008"],
    ["2100-02-29T00:00:00Z", "22008"],
    ["2026-01-31T24:00:00Z", "22008"],
    ["2026-01-31T09:60:00Z", "22008"],
    ["2026-01-31T09:30:60Z", "22008"],
    ["2026-13-01T00:00:00Z", "22008"],
    ["2026-00-01T00:00:00Z", "22008"],
    ["2026-01-00T00:00:00Z", "22008"],
    ["0000-01-01T00:00:00Z", "22008"],
    ["0099-12-31T00:00:00Z", "22008"],
    ["0100-01-01T00:00:00+01:00", "22008"],
    ["9999-12-31T23:59:59-01:00", "22008"],
    ["2026-01-31T09:30:00+16:00", "22008"],
    ["2026-01-31T09:30:00+05:60", "22008"],
    ["2026-01-31T09:30:00+0599", "22008"],
    ["10000-01-01T00:00:00Z", "22007"],
    ["-2026-01-01T00:00:00Z", "22007"],
    ["2026-01-31T9:30Z", "22007"],
    ["2026-01-31Z", "22007"],
    ["2026-01-31T09:30:00.Z", "22007"],
    ["2026-01-31T09:30:00 CET", "22007"],
    ["1700000000", "22007"],
    ["now", "22007"],
    ["", "22007"],
  ])("%j is refused with %s", (text, code) => {
    expect(stored(text)).toBe(`!${code}`);
  });

  it("of another kind is a number since 1970, rounded down", () => {
    expect(stored("2026-01-31T09:30:00.9Z", "epoch-seconds")).toBe(1769851800);
    expect(stored("1969-12-31T23:59:59.5Z", "epoch-seconds")).toBe(-1);
    expect(stored("2026-01-31T09:30:00.123456Z", "epoch-millis")).toBe(1769851800123);
    expect(stored("2026-02-30", "epoch-millis")).toBe("!22008");
    expect(stored("x", "epoch-seconds")).toBe("!22007");
  });
});

const first = Date.UTC(1000, 0, 1);
const last = Date.UTC(9999, 11, 31);
const micros = fc.tuple(fc.integer({ min: first, max: last }), fc.integer({ min: 0, max: 999 }));

function isoText([millis, below]: readonly [number, number]): string {
  return new Date(millis).toISOString().replace("Z", `${String(below).padStart(3, "0")}Z`);
}

describe("the stored form", () => {
  it("sorts as text as it does in time", () => {
    fc.assert(
      fc.property(micros, micros, fc.boolean(), (left, near, isNear) => {
        // Half of the pairs lie within one millisecond or second, where the decimals decide.
        const right: readonly [number, number] = isNear ? [left[0] + (near[1] % 3), near[1]] : near;
        const [a, b] = [String(stored(isoText(left))), String(stored(isoText(right)))];
        const inTime = left[0] - right[0] || left[1] - right[1];
        expect(a < b ? -1 : a > b ? 1 : 0).toBe(Math.sign(inTime));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is its own stored form, and names the same moment in every offset", () => {
    fc.assert(
      fc.property(micros, fc.integer({ min: -959, max: 959 }), (moment, offset) => {
        const form = String(stored(isoText(moment)));
        expect(stored(form)).toBe(form);
        const sign = offset < 0 ? "-" : "+";
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const zone = `${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
        const local = new Date(moment[0] + offset * 60_000).getUTCFullYear();
        fc.pre(local >= 1000 && local <= 9999);
        expect(stored(isoText([moment[0] + offset * 60_000, moment[1]]).replace("Z", zone))).toBe(form);
      }),
    );
  });

  it("of milliseconds is what their ISO text parses to", () => {
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), (millis) => {
        expect(timestampText(millis)).toBe(stored(new Date(millis).toISOString()));
      }),
    );
  });
});
