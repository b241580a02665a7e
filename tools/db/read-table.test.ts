import { DatabaseSync } from "node:sqlite";
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from "drizzle-kit/api";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, it } from "vitest";
import * as schema from "../../src/app/schema.ts";
import * as auth from "../../src/auth/tables.ts";
import { createIndex, createTable } from "./create-sql.ts";
import { readTable } from "./read-table.ts";

it("makes the tables that drizzle-kit makes", async () => {
  const tables = { ...auth, ...schema };
  const none = await generateSQLiteDrizzleJson({});
  const theirs = await generateSQLiteMigration(none, await generateSQLiteDrizzleJson(tables));
  const ours = Object.values(tables)
    .map(readTable)
    .flatMap((table) => [createTable(table), ...table.indexes.map((each) => createIndex(table.name, each))]);
  expect(describeSchema(ours)).toEqual(describeSchema(theirs));
});

it("writes expressions whole, with their values, and without the table's name", () => {
  const odd = sqliteTable(
    "odd",
    { id: integer().primaryKey(), name: text().default("it's"), data: text({ mode: "json" }).default({ a: "'" }) },
    (table) => [
      index("odd_name").on(sql`coalesce(${table.name}, 'a,b;c')`, table.id).where(sql`${table.id} > ${5}`),
      check("odd_check", sql`${table.name} in (${"x;y"}, ${"z"})`),
    ],
  );
  const table = readTable(odd);
  expect(table.columns.map((column) => column.default)).toEqual([null, "'it''s'", `'{"a":"''"}'`]);
  expect(table.checks).toEqual([{ name: "odd_check", condition: `"name" in ('x;y', 'z')` }]);
  expect(table.indexes.map((each) => createIndex("odd", each))).toEqual([
    `CREATE INDEX "odd_name" ON "odd" (coalesce("name", 'a,b;c'), "id") WHERE "id" > 5`,
  ]);
  expect(() => describeSchema([createTable(table)])).not.toThrow();
});

/** What SQLite makes of the statements. */
function describeSchema(statements: readonly string[]): unknown {
  const database = new DatabaseSync(":memory:");
  for (const statement of statements) database.exec(statement);
  const rows = (query: string): unknown[] =>
    database
      .prepare(query)
      .all()
      .map((row) => JSON.stringify(row))
      .sort();
  const from = "FROM sqlite_master m";
  return {
    // drizzle-kit lets the columns of a composite key hold NULL.
    columns: rows(`SELECT m.name t, c.name, c.type, c."notnull" OR c.pk > 0 n, c.pk, c.hidden,
      replace(replace(c.dflt_value, 'false', '0'), 'true', '1') d ${from}, pragma_table_xinfo(m.name) c WHERE m.type = 'table'`),
    indexes: rows(`SELECT m.name t, i.name, i."unique", i.partial, x.seqno, x.name c, x.desc
      ${from}, pragma_index_list(m.name) i, pragma_index_xinfo(i.name) x WHERE m.type = 'table' AND i.origin = 'c'`),
    keys: rows(`SELECT m.name t, k."table", k."from", k."to", k.on_update, k.on_delete
      ${from}, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'`),
  };
}
