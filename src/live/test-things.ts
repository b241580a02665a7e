import { env } from "cloudflare:workers";
import { blob, integer, numeric, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { readSince } from "../changes/log.ts";
import { type App, defineApp } from "../define.ts";
import { beginning } from "../kernel/watermark.ts";
import { d1Database } from "../platform/d1.ts";
import type { Row } from "../rules/evaluate.ts";
import { collection } from "../schema/collection.ts";
import { bigint, date, json, list, time, timestamp, uuid } from "../schema/columns.ts";

// For tests alone: a table with a column of every kind, and rows of it as the change log has them.

const things = sqliteTable("things", {
  id: integer().primaryKey(),
  uuid: uuid(),
  text: text(),
  enum: text({ enum: ["red", "green", "Blue"] }),
  integer: integer(),
  bigint: bigint(),
  real: real(),
  numeric: numeric({ mode: "number" }),
  boolean: integer({ mode: "boolean" }),
  timestamp: timestamp(),
  seconds: integer({ mode: "timestamp" }),
  millis: integer({ mode: "timestamp_ms" }),
  date: date(),
  time: time(),
  json: json(),
  list: list("list"),
  numbers: list("numbers", "integer"),
  bytes: blob({ mode: "buffer" }),
});

export const app: App = defineApp({ name: "things", collections: [collection(things)], rules: [] });

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const texts = [
  "",
  "a",
  "A",
  "ab",
  "Äpfel",
  "äpfel",
  "x%y_z",
  "x*y",
  "[a]",
  "a\\b",
  "line\nbreak",
  "Straße",
  "😀a",
  "\uffff",
  "10",
  "9",
];
const documents = [
  "null",
  "true",
  "0",
  "1",
  "1.5",
  "9007199254740993",
  "1e20",
  '"a"',
  '"b c"',
  "[]",
  "{}",
  '["a","b"]',
  '[["a"],1,null]',
  '{"a":1}',
  '{"a":{"b":[1,{"c":"x"}]},"d":null}',
  '{ "a" : "x y" , "b": true }',
  "no json",
];
const lists = ["[]", '["a"]', '["a","b"]', '["b","a",null]', '["10","9"]', "[null]"];
const numberLists = ["[]", "[1]", "[1,2]", "[2,null]", "[10,9]"];

/** What a row may hold, as SQL; anything may be NULL. */
export const cells: Readonly<Record<string, readonly string[]>> = {
  uuid: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
  text: texts.map(quoted),
  enum: ["'red'", "'green'", "'Blue'"],
  integer: ["0", "1", "-1", "42", "9007199254740991"],
  bigint: ["0", "1", "9007199254740993", "-9223372036854775808", "9223372036854775807"],
  real: ["0.0", "1.0", "0.1", "-2.5", "1e22", "123456.7891", "0.30000000000000004", "5e-324", "100000000000.5"],
  numeric: ["0", "1", "0.1", "12.5", "-3", "1e20", "0.30000000000000004"],
  boolean: ["0", "1"],
  timestamp: ["'2026-01-31T09:30:00+00:00'", "'2026-01-31T09:30:00.25+00:00'", "'1999-12-31T23:59:59.999999+00:00'"],
  seconds: ["0", "1769851800", "-1"],
  millis: ["0", "1769851800250", "1769851800100", "1769851800000", "-1"],
  date: ["'2026-01-31'", "'1999-12-31'"],
  time: ["'09:30:00'", "'23:59:59.5'"],
  json: documents.map(quoted),
  list: lists.map(quoted),
  numbers: numberLists.map(quoted),
  bytes: ["x''", "x'00ff'", "x'6162'"],
};

const names = Object.keys(cells);

const row: fc.Arbitrary<readonly string[]> = fc.tuple(
  ...names.map((name) => fc.constantFrom("NULL", ...(cells[name] ?? []), ...(cells[name] ?? []))),
);

/** Writes so many random rows with ids from 1, and gives them as the log has them. */
export async function writeThings(count: number, seed: number): Promise<readonly Row[]> {
  const rows = fc.sample(row, { numRuns: count, seed });
  const columns = names.map((name) => `"${name}"`).join(", ");
  const statements = rows.map((cellsOf, at) =>
    env.DB.prepare(`insert into things (id, ${columns}) values (${at + 1}, ${cellsOf.join(", ")})`),
  );
  await env.DB.batch(statements);
  const page = await readSince(d1Database(env.DB), beginning, 1000);
  return page.changes.flatMap(({ after }) => (after === null ? [] : [after]));
}
