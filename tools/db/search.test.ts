import { integer, type SQLiteTable, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineApp } from "../../src/define.ts";
import { collection } from "../../src/schema/collection.ts";
import { readApplication } from "./application.ts";
import type { Hints } from "./hints.ts";
import { emptySnapshot, type Snapshot } from "./snapshot.ts";
import { migrationText, openDatabases, type TestDatabase } from "./test-database.ts";

const plain = sqliteTable("books", { id: text().primaryKey(), title: text().notNull(), blurb: text() });
const stricter = sqliteTable("books", { id: text().primaryKey(), title: text().notNull(), blurb: text().notNull() });
const renamed = sqliteTable("books", { id: text().primaryKey(), heading: text().notNull(), blurb: text() });
const pages = sqliteTable("pages", { id: integer().primaryKey(), book: text().references(() => plain.id) });

function schema(...tables: readonly (readonly [SQLiteTable, (readonly string[])?])[]): Snapshot {
  const collections = tables.map(([table, search = []]) => collection(table, { search }));
  return readApplication(defineApp({ name: "books", collections, rules: [] }));
}

const unsearched = schema([plain], [pages]);
const searched = schema([plain, ["title"]], [pages]);

let databases: Awaited<ReturnType<typeof openDatabases>>;
beforeAll(async () => {
  databases = await openDatabases(6);
});
afterAll(() => databases.close());

async function migrated(...steps: readonly (readonly [Snapshot, Partial<Hints>?])[]): Promise<TestDatabase> {
  const database = await databases.next();
  let before = emptySnapshot;
  for (const [at, [after, hints]] of steps.entries()) {
    await database.apply(migrationText(before, after, hints));
    before = after;
    if (at > 0) continue;
    await database.apply(`INSERT INTO books VALUES ('b2', 'Cats', 'of dogs'), ('b1', 'Birds', 'of cats');
      DELETE FROM books WHERE id = 'b2'; INSERT INTO books VALUES ('b3', 'More cats', 'x'); INSERT INTO pages VALUES (1, 'b3')`);
  }
  return database;
}

async function find(database: TestDatabase, query: string): Promise<unknown[]> {
  const rows = await database.query(
    `SELECT id FROM books WHERE rowid IN (SELECT rowid FROM _perigee_search_books_fts('${query}')) ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

describe("a migration of a full-text index", () => {
  it("fills it with the rows that are there, and keeps it in step", async () => {
    const database = await migrated([unsearched], [searched]);
    expect(await find(database, "cat")).toEqual(["b3"]);
    await database.apply(
      "UPDATE books SET title = 'Dogs', id = 'b4' WHERE id = 'b1'; REPLACE INTO books VALUES ('b2', 'Cat', '')",
    );
    expect([await find(database, "cat"), await find(database, "dog"), await find(database, "bird")]).toEqual([
      ["b2", "b3"],
      ["b4"],
      [],
    ]);
  });

  it("makes it anew with other columns", async () => {
    const database = await migrated([searched], [schema([plain, ["title", "blurb"]], [pages])]);
    expect(await find(database, "cat")).toEqual(["b1", "b3"]);
    await database.apply("INSERT INTO books VALUES ('b5', '', 'cat')");
    expect(await find(database, "c1 : cat")).toEqual(["b1", "b5"]);
  });

  it("fills it anew where its table is rebuilt", async () => {
    const database = await migrated([searched], [schema([stricter, ["title"]], [pages])]);
    expect(await find(database, "cat")).toEqual(["b3"]);
    await database.apply("DELETE FROM pages; DELETE FROM books WHERE id = 'b3'");
    expect(await database.query("SELECT rowid FROM _perigee_search_books_fts")).toHaveLength(1);
  });

  it("follows a column's new name", async () => {
    const hints = { renamedColumns: [{ table: "books", from: "title", to: "heading" }] };
    const database = await migrated([searched], [schema([renamed, ["heading"]], [pages]), hints]);
    await database.apply("UPDATE books SET heading = 'Cat' WHERE id = 'b1'");
    expect(await find(database, "cat")).toEqual(["b1", "b3"]);
  });

  it("takes it away, with all that FTS5 keeps beside it", async () => {
    const database = await migrated([searched], [unsearched]);
    expect(await database.query("SELECT name FROM sqlite_master WHERE name LIKE '%search%'")).toEqual([]);
  });
});

describe("search", () => {
  it.each([
    ["a column that does not exist", ["nope"], /no column "nope"/],
    ["a number", ["number"], /holds integer/],
    ["a column twice", ["title", "title"], /twice/],
  ])("refuses %s", (_, search, message) => {
    const table = sqliteTable("t", { id: text().primaryKey(), title: text(), number: integer() });
    expect(() => schema([table, search])).toThrow(message);
  });
});
