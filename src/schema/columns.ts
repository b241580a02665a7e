import { type SQL, sql } from "drizzle-orm";
import { type ConvertCustomConfig, customType, type SQLiteCustomColumnBuilder } from "drizzle-orm/sqlite-core";
import type { KindName } from "./kinds/kind.ts";

/**
 * Column builders for the kinds that Drizzle's SQLite columns have no word for. They are ordinary Drizzle columns:
 * `.notNull()`, `.primaryKey()`, `.default()`, `.references()` and drizzle-kit work as with any other. As in Drizzle, the
 * name is optional: `createdAt: timestamp()` and `createdAt: timestamp("created_at")`.
 */
export interface KindConfig {
  readonly perigee: KindName;
  readonly element?: KindName;
}

type Builder<Data> = SQLiteCustomColumnBuilder<
  ConvertCustomConfig<string, { data: Data; driverData: string | number }>
>;

function builder<Data>(
  sqlType: string,
  convert?: Converter<Data>,
): (name: string, config: KindConfig) => Builder<Data> {
  const make = customType<{ data: Data; driverData: string | number; config: Record<string, unknown> }>({
    dataType: () => sqlType,
    ...(convert === undefined ? {} : { toDriver: convert.to, fromDriver: convert.from }),
  });
  return (name, config) => make(name, { ...config });
}

interface Converter<Data> {
  readonly to: (value: Data) => string | number;
  readonly from: (value: string | number) => Data;
}

const plainText = builder<string>("text");
const plainInteger = builder<number>("integer");
const jsonText = builder<unknown>("text", {
  to: (data) => JSON.stringify(data),
  from: (text) => JSON.parse(String(text)),
});

/** TEXT: a UUID in lower case. */
export function uuid(name = ""): Builder<string> {
  return plainText(name, { perigee: "uuid" });
}

/** TEXT: an instant, `2026-01-31T09:30:00.25+00:00`, which sorts by time. */
export function timestamp(name = ""): Builder<string> {
  return plainText(name, { perigee: "timestamp" });
}

/** TEXT: a day, `2026-01-31`. */
export function date(name = ""): Builder<string> {
  return plainText(name, { perigee: "date" });
}

/** TEXT: a time of day, `09:30:00`. */
export function time(name = ""): Builder<string> {
  return plainText(name, { perigee: "time" });
}

/** INTEGER of 64 bits; JSON carries all digits. */
export function bigint(name = ""): Builder<number> {
  return plainInteger(name, { perigee: "bigint" });
}

/** TEXT: any JSON value. The same as `text({ mode: "json" })`. */
export function json<Data = unknown>(name = ""): Builder<Data> {
  return jsonText(name, { perigee: "json" }) as Builder<Data>;
}

/** TEXT: a JSON array whose elements are of one kind. `list("tags")` is an array of text. */
export function list<Data = string>(name = "", element: KindName = "text"): Builder<Data[]> {
  return jsonText(name, { perigee: "list", element }) as Builder<Data[]>;
}

/** A default for `uuid()` that the database makes itself (version 4), whoever inserts. */
export const randomUuid: SQL = sql`(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))`;

/** A default for `timestamp()`: the moment of the statement, in the stored form. */
export const now: SQL = sql`(rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00')`;

/** A default for `date()`: today in UTC. */
export const today: SQL = sql`(date('now'))`;
