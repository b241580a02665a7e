import { integer, numeric, real, type SQLiteColumnBuilderBase, text } from "drizzle-orm/sqlite-core";
import type { Json } from "../../src/kernel/json.ts";
import { bigint, date, json, list, timestamp, uuid } from "../../src/schema/columns.ts";
import type { Stored } from "../../src/schema/kinds/kind.ts";

export type KindName =
  | "text"
  | "integer"
  | "boolean"
  | "real"
  | "timestamp"
  | "enum"
  | "json"
  | "list"
  | "uuid"
  | "bigint"
  | "numeric"
  | "date"
  | "seconds"
  | "numbers";

type Value = Exclude<Stored, null>;

/** What the oracle knows of a kind by itself. */
interface KindEntry {
  /** The column is called so in every table. */
  readonly name: string;
  readonly column: (notNull: boolean) => SQLiteColumnBuilderBase;
  readonly pool: readonly Value[];
  /** As a URL says it. */
  readonly inUrl: (stored: Value) => string;
  /** As an answer says it. */
  readonly inJson: (stored: Value) => Json;
  readonly use: "scalar" | "boolean" | "textual" | "number" | "list" | "json";
}

interface Nullable extends SQLiteColumnBuilderBase {
  readonly notNull: () => SQLiteColumnBuilderBase;
}

function nullable(make: () => Nullable): KindEntry["column"] {
  return (notNull) => (notNull ? make().notNull() : make());
}

export const people: readonly [string, string, string] = [
  "00000000-0000-4000-8000-000000000001",
  "00000000-0000-4000-8000-000000000002",
  "00000000-0000-4000-8000-000000000003",
];

const same = (stored: Value): Json => (typeof stored === "bigint" ? Number(stored) : stored);
const parsed = (stored: Value): Json => JSON.parse(String(stored));
const isoSeconds = (stored: Value): string => `${new Date(Number(stored) * 1000).toISOString().slice(0, 19)}+00:00`;

/** `{a,"b c",NULL}` of a JSON array. */
function arrayLiteral(stored: Value): string {
  const items: readonly Json[] = JSON.parse(String(stored));
  return `{${items.map((item) => (item === null ? "NULL" : typeof item === "string" ? quoted(item) : String(item))).join(",")}}`;
}

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

// No braces: inside `{…}` in a logic tree they cannot be said.
const words: readonly string[] = [
  "a",
  "b",
  "ab",
  "A",
  "",
  "é",
  "z",
  "10",
  "9",
  "null",
  "a,b",
  'q"t',
  "x\\y",
  "😀",
  "\uffee",
  "%",
  "a*b",
  "[a]",
  "(it's)",
  " a",
  "a_b",
];

export const kinds: Readonly<Record<KindName, KindEntry>> = {
  text: { name: "t", column: nullable(() => text()), pool: words, inUrl: String, inJson: same, use: "textual" },
  integer: {
    name: "n",
    column: nullable(() => integer()),
    pool: [0, 1, 2, -1, 10, 9_007_199_254_740_991],
    inUrl: String,
    inJson: same,
    use: "number",
  },
  boolean: {
    name: "b",
    column: nullable(() => integer({ mode: "boolean" })),
    pool: [0, 1],
    inUrl: (stored) => (stored === 1 ? "true" : "false"),
    inJson: (stored) => stored === 1,
    use: "boolean",
  },
  real: {
    name: "r",
    column: nullable(() => real()),
    pool: [0, 1, 0.5, -2.25, 10, 1e14],
    inUrl: String,
    inJson: same,
    use: "number",
  },
  timestamp: {
    name: "at",
    column: nullable(() => timestamp()),
    pool: ["2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00.5+00:00", "2026-06-30T23:59:59.123456+00:00"],
    inUrl: String,
    inJson: same,
    use: "scalar",
  },
  enum: {
    name: "e",
    column: nullable(() => text({ enum: ["draft", "open", "done"] })),
    pool: ["draft", "open", "done"],
    inUrl: String,
    inJson: same,
    use: "textual",
  },
  json: {
    name: "j",
    column: nullable(() => json()),
    pool: [
      '{"a":1}',
      '{"a":"x"}',
      '{"a":null}',
      '{"a":[1,"x",null]}',
      '{"a":true}',
      '[1,"x"]',
      '"s"',
      "3",
      "null",
      '{"a":{"b":"y"}}',
      '{"a":1.5}',
      "{}",
    ],
    inUrl: String,
    inJson: parsed,
    use: "json",
  },
  list: {
    name: "l",
    column: nullable(() => list()),
    pool: ["[]", '["a"]', '["a","b"]', '["b","a"]', '["a",null]', '["b,c","q\\"t"]', '[""]'],
    inUrl: arrayLiteral,
    inJson: parsed,
    use: "list",
  },
  uuid: { name: "u", column: nullable(() => uuid()), pool: people, inUrl: String, inJson: same, use: "scalar" },
  bigint: {
    name: "big",
    column: nullable(() => bigint()),
    pool: [0, 5, 9_007_199_254_740_993n, -9_223_372_036_854_775_808n],
    inUrl: String,
    inJson: same,
    use: "scalar",
  },
  numeric: {
    name: "m",
    column: nullable(() => numeric()),
    pool: [0, 1, 12.5, -3.75, 10],
    inUrl: String,
    inJson: same,
    use: "number",
  },
  date: {
    name: "d",
    column: nullable(() => date()),
    pool: ["2026-01-01", "2025-12-31", "2026-02-28"],
    inUrl: String,
    inJson: same,
    use: "scalar",
  },
  seconds: {
    name: "s",
    column: nullable(() => integer({ mode: "timestamp" })),
    pool: [0, 1_767_225_600, 1_782_863_999],
    inUrl: isoSeconds,
    inJson: isoSeconds,
    use: "scalar",
  },
  numbers: {
    name: "ns",
    column: nullable(() => list<number>("", "integer")),
    pool: ["[]", "[1]", "[1,2]", "[2,1,1]", "[1,null]"],
    inUrl: arrayLiteral,
    inJson: parsed,
    use: "list",
  },
};

export const kindNames: readonly KindName[] = Object.keys(kinds) as KindName[];
