import { env } from "cloudflare:workers";
import { sql as drizzleSql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  blob,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import { ddl } from "../../tools/db/ddl.ts";
import { defineApp } from "../define.ts";
import { beginning, type Watermark } from "../kernel/watermark.ts";
import { collection } from "../schema/collection.ts";
import { bigint, json } from "../schema/columns.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { type Sql, value } from "../sql/fragment.ts";
import { beginActor, endActor } from "./actor.ts";
import { type LogPage, readSince } from "./log.ts";
import type { LogDatabase, LogRow } from "./ports.ts";
import type { ChangeRecord } from "./record.ts";

// For tests alone: a small application with the log on a real D1.

const countries = sqliteTable("countries", { code: text().primaryKey(), name: text().notNull().unique() });

const cities = sqliteTable("cities", {
  id: integer().primaryKey(),
  country: text()
    .notNull()
    .references(() => countries.code, { onDelete: "cascade", onUpdate: "cascade" }),
  name: text().notNull(),
  twin: integer().references((): AnySQLiteColumn => cities.id, { onDelete: "set null" }),
});

const streets = sqliteTable(
  "streets",
  {
    city: integer()
      .notNull()
      .references(() => cities.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    shape: blob({ mode: "buffer" }),
    length: real(),
    mapId: bigint("map_id"),
    signs: json(),
    label: text().generatedAlwaysAs(drizzleSql`'no. ' || number`),
  },
  (table) => [primaryKey({ columns: [table.city, table.number] }), index("streets_city").on(table.city)],
);

const wideColumns = Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`c${at}`, text()]));
const wide = sqliteTable("wide", { id: integer().primaryKey(), ...wideColumns });

export const app = defineApp({
  name: "log",
  collections: [countries, cities, streets, wide].map((table) => collection(table)),
  rules: [],
});

export async function createTables(): Promise<void> {
  await env.DB.batch((await ddl(app)).map((text) => env.DB.prepare(text)));
}

/** Runs statements as one batch. */
export async function run(...statements: readonly string[]): Promise<void> {
  await env.DB.batch(statements.map((text) => env.DB.prepare(text)));
}

/** Runs statements as the engine does: between the beginning and the end of an actor. */
export async function runAs(actor: string, ...statements: readonly string[]): Promise<void> {
  const begin = statement(beginActor(value(actor)));
  await database.batch([begin, ...statements.map(plain), statement(endActor)], { retry: false });
}

export function plain(text: string): Statement {
  return { sql: text, params: [] };
}

export function bound(tree: Sql<never>): Statement {
  return statement(tree);
}

export const database: LogDatabase = {
  async batch(statements) {
    const prepared = statements.map(({ sql, params }) => env.DB.prepare(sql).bind(...params));
    const results = await env.DB.batch<LogRow>(prepared);
    return results.map((result) => ({ rows: result.results, changes: result.meta.changes }));
  },
};

let seen: Watermark = beginning;

/** The changes since the last call. */
export async function news(): Promise<readonly ChangeRecord[]> {
  const page: LogPage = await readSince(database, seen, 1000);
  seen = page.latest;
  return page.changes;
}

/** A change in short: `UPDATE cities {"id":1}`. */
export function short(change: ChangeRecord): string {
  return `${change.operation} ${change.collection} ${JSON.stringify(change.key)}`;
}
