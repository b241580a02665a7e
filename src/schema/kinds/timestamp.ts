import { err, ok, type Result } from "../../kernel/result.ts";
import type { ColumnType, Kind, ParseReason } from "./kind.ts";
import { invalid } from "./parse.ts";

const shape = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * TEXT in one form, `2026-01-31T09:30:00.25+00:00`: UTC, at most 6 decimals, no trailing zeros. `+` sorts before `.`
 * and the digits, so the order of the text is the order of time, and it is the JSON as PostgREST writes it.
 */
export const timestampKind: Kind = {
  name: "timestamp",
  encoding: "plain",
  postgresName,
  fromText(text, type) {
    const instant = parseInstant(text, type);
    return instant.ok ? ok(formatInstant(instant.value)) : instant;
  },
};

/** `integer({ mode: "timestamp" })` as Drizzle keeps it: INTEGER seconds since 1970. */
export const epochSecondsKind: Kind = {
  name: "epoch-seconds",
  encoding: "epoch-seconds",
  postgresName,
  fromText(text, type) {
    const instant = parseInstant(text, type);
    return instant.ok ? ok(Math.floor(instant.value.millis / 1000)) : instant;
  },
};

/** `integer({ mode: "timestamp_ms" })`: INTEGER milliseconds since 1970. */
export const epochMillisKind: Kind = {
  name: "epoch-millis",
  encoding: "epoch-millis",
  postgresName,
  fromText(text, type) {
    const instant = parseInstant(text, type);
    return instant.ok ? ok(instant.value.millis) : instant;
  },
};

/** The stored form of a moment. */
export function timestampText(millis: number): string {
  return formatInstant({ millis, micros: 0 });
}

interface Instant {
  readonly millis: number;
  /** Below the millisecond, 0 to 999. */
  readonly micros: number;
}

function postgresName(): string {
  return "timestamp with time zone";
}

function parseInstant(text: string, type: ColumnType): Result<Instant, ParseReason> {
  const found = shape.exec(text.trim());
  if (found === null) return err(invalid7(type, text));
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = found;
  const digits = fraction.padEnd(6, "0").slice(0, 6);
  const offset = offsetMinutes(zone);
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const valid =
    new Date(date).getUTCDate() === Number(day) &&
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60 &&
    Number(year) > 99 &&
    Math.abs(offset) < 16 * 60 &&
    !/:?[6-9]\d$/.test(zone.slice(3));
  if (!valid) return err(overflow(text));
  const millis =
    date + ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000 + Number(digits.slice(0, 3));
  const shifted = new Date(millis).getUTCFullYear();
  if (shifted < 100 || shifted > 9999) return err(overflow(text));
  return ok({ millis, micros: Number(digits.slice(3)) });
}

function offsetMinutes(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", "") || "0"));
}

function formatInstant(instant: Instant): string {
  const iso = new Date(instant.millis).toISOString();
  const fraction = `${iso.slice(20, 23)}${String(instant.micros).padStart(3, "0")}`.replace(/0+$/, "");
  return `${iso.slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}+00:00`;
}

function invalid7(type: ColumnType, text: string): ParseReason {
  return { ...invalid(type, text), code: "22007" };
}

function overflow(text: string): ParseReason {
  return { code: "22008", message: `date/time field value out of range: "${text.slice(0, 200)}"` };
}
