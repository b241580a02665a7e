import { sql } from "drizzle-orm";
import { type AnySQLiteColumn, blob, index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { defineApp } from "../../src/define.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint } from "../../src/schema/columns.ts";
import { ddl } from "./ddl.ts";
import { dump } from "./dump.ts";
import { openDatabases, type TestDatabase } from "./test-database.ts";

const things = sqliteTable(
  "things",
  {
    id: text().primaryKey(),
    /** To rows that come later too. */
    next: text().references((): AnySQLiteColumn => things.id, { onDelete: "cascade" }),
    big: bigint(),
    number: real(),
    bytes: blob({ mode: "buffer" }),
    words: text('wo"rds'),
    rowid: text(),
    length: integer().generatedAlwaysAs(sql`length("wo""rds")`, { mode: "stored" }),
  },
  (table) => [index("things_words").on(table.words)],
);
const counted = sqliteTable("counted", { id: integer().primaryKey({ autoIncrement: true }), thing: text() });
const app = defineApp({
  name: "things",
  collections: [collection(things, { search: ["words"] }), collection(counted)],
  rules: [],
});

let databases: Awaited<ReturnType<typeof openDatabases>>;
beforeAll(async () => {
  databases = await openDatabases(5);
});
afterAll(() => databases.close());

async function state(database: TestDatabase): Promise<unknown> {
  const tables = ["things", "counted", "pairs", "sqlite_sequence", "_perigee_changes", "d1_migrations"];
  const rows = tables.map(async (table) => {
    const found = await database.query(`SELECT name FROM pragma_table_xinfo('${table}')`);
    // quote() alone ends at a NUL, and so would find what was cut off there equal.
    const names = found.map(({ name }) => `"${String(name).replaceAll('"', '""')}"`);
    const cells = names.map((name) => `quote(${name}), hex(${name})`);
    return database.query(`SELECT json_array(${cells.join()}) AS r FROM "${table}" ORDER BY 1`);
  });
  const schema = await database.query(
    `SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY type, name`,
  );
  const searched = await database.query(
    `SELECT id FROM things WHERE _rowid_ IN (SELECT rowid FROM _perigee_search_things_fts('whale')) ORDER BY id`,
  );
  const rowIds = await database.query(`SELECT _rowid_ AS r, id FROM things ORDER BY id`);
  const notes = await database.query(
    `SELECT (SELECT group_concat(rowid) FROM notes WHERE notes MATCH 'whale') AS own,
       (SELECT group_concat(rowid) FROM outside WHERE outside MATCH 'x') AS outside`,
  );
  const reals = await database.query(`SELECT id, number = 9e999 AS infinite FROM things WHERE abs(number) = 9e999`);
  return { schema, searched, rowIds, notes, reals, rows: await Promise.all(rows) };
}

it("takes everything along, and the search finds what it found", async () => {
  const source = await databases.next();
  const statements = await ddl(app);
  await source.apply(
    `${statements.map((text) => text.replace(/;\s*$/, "")).join(";\n")};
     CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE);
     INSERT INTO d1_migrations (name) VALUES ('0000_initial.sql');
     CREATE TABLE pairs (a TEXT, b REAL, PRIMARY KEY (a, b)) WITHOUT ROWID;
     CREATE VIRTUAL TABLE notes USING fts5(words);
     CREATE VIRTUAL TABLE outside USING fts5(thing, content='counted', content_rowid='id');
     INSERT INTO notes (rowid, words) VALUES (7, 'a whale');
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
     INSERT INTO pairs SELECT 'p' || (i % 5), i / 3.0 FROM n;
     PRAGMA defer_foreign_keys = on;
     INSERT INTO things VALUES ('gone', NULL, NULL, NULL, NULL, 'whale', NULL);
     INSERT INTO things VALUES ('a', 'b', 9223372036854775807, 0.1, x'00ff', 'it''s; a -- whale
 "ü🐋"', 'r');
     INSERT INTO things VALUES ('b', 'a', -9223372036854775808, 1e300, x'', 'no', NULL);
     INSERT INTO things VALUES ('c', NULL, 9007199254740993, 3.0, NULL, replace(hex(zeroblob(60000)), '00', 'ü''') || ' whale', NULL);
     INSERT INTO things (id, number, bytes) VALUES ('d', 0.1 + 0.2, randomblob(70000));
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)
     INSERT INTO things (id, "wo""rds") SELECT 'n' || i, iif(i % 7 = 0, 'whale', 'fish') FROM n;
     INSERT INTO things (id, number, "wo""rds") VALUES ('inf', 9e999, 'a' || char(0) || 'b'), ('-inf', -9e999, char(0));
     INSERT INTO things (id, "wo""rds") VALUES ('nul', replace(hex(zeroblob(60000)), '00', 'z' || char(0)));
     INSERT INTO things (id, "wo""rds") SELECT 'wide' || i, replace(hex(zeroblob(9000)), '00', '鯨') FROM (SELECT 1 AS i UNION SELECT 2);
     DELETE FROM things WHERE id = 'gone';
     INSERT INTO counted (thing) VALUES ('x'), ('y');
     DELETE FROM counted WHERE id = 2;
     INSERT INTO outside (outside) VALUES ('rebuild')`,
  );
  const text: string[] = [];
  for await (const statement of dump((queries) => Promise.all(queries.map(source.query))))
    text.push(statement.replace(/;\s*$/, ""));
  expect(Math.max(...text.map((statement) => new TextEncoder().encode(statement).length))).toBeLessThan(100_000);
  const target = await databases.next();
  await target.apply(text.join(";\n"));
  expect(await state(target)).toEqual(await state(source));
  expect(await target.query("INSERT INTO counted (thing) VALUES ('z') RETURNING id")).toEqual([{ id: 3 }]);
}, 60_000);

it("is no dump where something was written meanwhile", async () => {
  const source = await databases.next();
  await source.apply("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  const run = async (): Promise<void> => {
    for await (const statement of dump((queries) => Promise.all(queries.map(source.query)))) {
      if (statement.startsWith('INSERT INTO "t"')) await source.apply("INSERT INTO t VALUES (2)");
    }
  };
  await expect(run()).rejects.toThrow("written to while it was read");
});

it("imports nothing where rows are missing", async () => {
  const source = await databases.next();
  await source.apply("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  const text: string[] = [];
  for await (const statement of dump((queries) => Promise.all(queries.map(source.query)))) text.push(statement);
  const target = await databases.next();
  const without = text.filter((statement) => !statement.startsWith('INSERT INTO "t"'));
  await expect(target.apply(without.join(";\n"))).rejects.toThrow("perigee: rows are lost");
  expect(await target.query("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")).toEqual([]);
});
