import { sql } from "drizzle-orm";
import { integer, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, defineApp } from "../../src/define.ts";
import { collection } from "../../src/schema/collection.ts";
import { views as library } from "../../test/apps/views.ts";
import { readApplication } from "./application.ts";
import type { noHints } from "./hints.ts";
import { emptySnapshot } from "./snapshot.ts";
import { migrationText, openDatabases } from "./test-database.ts";

const notes = sqliteTable("notes", { id: integer().primaryKey(), body: text().notNull(), stars: integer() });
const renamed = sqliteTable("notes", { id: integer().primaryKey(), words: text().notNull(), stars: integer() });
const strict = sqliteTable("notes", { id: integer().primaryKey(), body: text().notNull(), stars: integer().notNull() });
const narrow = sqliteTable("notes", { id: integer().primaryKey(), body: text().notNull() });
const others = sqliteTable("others", { id: integer().primaryKey() });

const starred = sqliteView("starred").as((query) =>
  query.select({ id: notes.id, body: notes.body }).from(notes).where(sql`${notes.stars} > 2`),
);
const loud = sqliteView("loud", { id: integer().primaryKey(), shout: text() }).as(
  sql`select id, case when id > 1 then upper(body) else body end as shout from ${starred}`,
);
const still = sqliteView("still").as((query) => query.select({ id: others.id }).from(others));

function app(...collections: App["collections"]): ReturnType<typeof readApplication> {
  return readApplication(defineApp({ name: "notes", collections, rules: [] }));
}

// `loud` stands before what it selects from.
const base = app(collection(notes), collection(others), collection(loud), collection(starred), collection(still));

describe("a migration of views", () => {
  let databases: Awaited<ReturnType<typeof openDatabases>>;
  beforeAll(async () => {
    databases = await openDatabases(9);
  });
  afterAll(() => databases.close());

  async function migrated(after: typeof base, hints: Parameters<typeof migrationText>[2] = {}) {
    const database = await databases.next();
    await database.apply(migrationText(emptySnapshot, base));
    await database.apply("INSERT INTO notes VALUES (1, 'one', 5), (2, 'two', 3), (3, 'three', 1)");
    const text = migrationText(base, after, hints);
    if (text !== "") await database.apply(text);
    return { database, text };
  }

  it("makes each after those that it selects from, with the names that it declares", async () => {
    const { database, text } = await migrated(base);
    expect(text).toBe("");
    expect(await database.query("SELECT * FROM loud ORDER BY id")).toEqual([
      { id: 1, shout: "one" },
      { id: 2, shout: "TWO" },
    ]);
    expect(migrationText(emptySnapshot, base).match(/CREATE VIEW "\w+"/g)).toEqual([
      'CREATE VIEW "starred"',
      'CREATE VIEW "loud"',
      'CREATE VIEW "still"',
    ]);
  });

  it("replaces a view whose query changed, and those that select from it, without any hint", async () => {
    const other = sqliteView("starred").as((query) => query.select({ id: notes.id, body: notes.body }).from(notes));
    const { database, text } = await migrated(
      app(collection(notes), collection(others), collection(loud), collection(other), collection(still)),
    );
    expect(text.match(/(?:DROP|CREATE) \w+ "\w+"/g)).toEqual([
      'DROP VIEW "loud"',
      'DROP VIEW "starred"',
      'CREATE VIEW "starred"',
      'CREATE VIEW "loud"',
    ]);
    expect(await database.query("SELECT count(*) AS n FROM loud")).toEqual([{ n: 3 }]);
  });

  it("drops a view without any hint", async () => {
    const { text } = await migrated(app(collection(notes), collection(others), collection(starred), collection(still)));
    expect(text).toBe('DROP VIEW "loud"');
  });

  it("takes views off around a rebuild of their table", async () => {
    const { database, text } = await migrated(
      app(collection(strict), collection(others), collection(loud), collection(starred), collection(still)),
      { fills: new Map([["notes.stars", "0"]]) },
    );
    expect(text).not.toContain('VIEW "still"');
    expect(await database.query("SELECT * FROM loud ORDER BY id")).toHaveLength(2);
    expect(await database.query("SELECT count(*) AS n FROM notes")).toEqual([{ n: 3 }]);
  });

  it("takes views off around a rename and a column that goes, which SQLite would refuse", async () => {
    const wordy = sqliteView("starred").as((query) =>
      query.select({ id: renamed.id, body: sql`${renamed.words}`.as("body") }).from(renamed),
    );
    const { database } = await migrated(
      app(collection(renamed), collection(others), collection(loud), collection(wordy), collection(still)),
      { renamedColumns: [{ table: "notes", from: "body", to: "words" }] },
    );
    expect(await database.query("SELECT * FROM loud WHERE id = 3")).toEqual([{ id: 3, shout: "THREE" }]);
    const all = sqliteView("starred").as((query) => query.select({ id: narrow.id, body: narrow.body }).from(narrow));
    const { database: second } = await migrated(
      app(collection(narrow), collection(others), collection(loud), collection(all), collection(still)),
      { acceptedLosses: new Set(["notes.stars"]) },
    );
    expect(await second.query("SELECT count(*) AS n FROM loud")).toEqual([{ n: 3 }]);
  });

  it("lets a view become a table of its name, and back", async () => {
    const table = sqliteTable("still", { id: integer().primaryKey() });
    const after = app(collection(notes), collection(others), collection(table), collection(starred), collection(loud));
    const { database } = await migrated(after);
    await database.apply("INSERT INTO still VALUES (7)");
    await database.apply(migrationText(after, base, { acceptedLosses: new Set(["still"]) }));
    expect(await database.query("SELECT * FROM still")).toEqual([]);
  });

  it("is not written for a query that does not work or lacks a declared column", () => {
    const wrong = sqliteView("wrong", { id: integer() }).as(sql`select id from nowhere`);
    const lacking = sqliteView("lacking", { id: integer(), more: text() }).as(sql`select id from ${notes}`);
    expect(() => migrationText(base, app(collection(notes), collection(wrong)), losing("others"))).toThrow("nowhere");
    expect(() => migrationText(base, app(collection(notes), collection(lacking)), losing("others"))).toThrow(
      'the query of view lacking gives no column "more": write … as "more"',
    );
  });

  it("makes a definition of views of every form", async () => {
    const database = await databases.next();
    await database.apply(migrationText(emptySnapshot, readApplication(library)));
    for (const { name } of readApplication(library).views) {
      expect(await database.query(`SELECT * FROM "${name}"`)).toEqual([]);
    }
  });
});

function losing(...names: readonly string[]): Partial<typeof noHints> {
  return { acceptedLosses: new Set(names) };
}
