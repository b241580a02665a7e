import { sql } from "drizzle-orm";
import { integer, text } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAll } from "./ddl.ts";
import type { Hints } from "./hints.ts";
import type { Snapshot, TableSnapshot } from "./snapshot.ts";
import { inserts, migrationText, openDatabases, type Row, type Rows, type TestDatabase } from "./test-database.ts";
import { library, libraryRows, type Variation } from "./test-library.ts";

let databases: Awaited<ReturnType<typeof openDatabases>>;
beforeAll(async () => {
  databases = await openDatabases(40);
});
afterAll(() => databases.close());

/** A library with all its rows, one written by an actor, and a book number that was used and deleted. */
async function filled(): Promise<TestDatabase> {
  const database = await databases.next();
  await database.apply(`${createAll(library()).join(";\n")};`);
  await database.apply(inserts(libraryRows));
  await database.apply(`
    UPDATE lists SET first = 'e1' WHERE id = 'l1';
    INSERT INTO books (id, author, title) VALUES (90, 'a1', 'gone');
    DELETE FROM books WHERE id = 90;`);
  return database;
}

const fill = (name: string, value: string): Partial<Hints> => ({ fills: new Map([[name, value]]) });
const accept = (...names: string[]): Partial<Hints> => ({ acceptedLosses: new Set(names) });

interface Scenario {
  readonly title: string;
  readonly change: Variation;
  readonly hints?: Partial<Hints>;
  /** What is other in the rows, by table; everything else must be as it was. */
  readonly rows?: Readonly<Record<string, (row: Row) => Row>>;
  readonly dropped?: readonly string[];
  /** Books no longer number themselves. */
  readonly countsNoMore?: true;
}

const scenarios: readonly Scenario[] = [
  { title: "a check on the root, which everything hangs on", change: { publisherCheck: sql`founded > 1000` } },
  {
    title: "NOT NULL on the root, with a value for the rows that have none",
    change: { publishers: { founded: integer().notNull() } },
    hints: fill("publishers.founded", "1800"),
    rows: { publishers: (row) => ({ ...row, founded: row.founded ?? 1800 }) },
  },
  {
    title: "another type on the root",
    change: { publishers: { founded: text() } },
    rows: { publishers: (row) => ({ ...row, founded: row.founded === null ? null : `${row.founded}` }) },
  },
  { title: "a check in the middle, on a table that numbers itself", change: { bookCheck: sql`length(title) > 1` } },
  {
    title: "a computed default on a new column of the root",
    change: { publishers: { city: text().notNull().default(sql`(lower('NOWHERE'))`) } },
    rows: { publishers: (row) => ({ ...row, city: "nowhere" }) },
  },
  {
    title: "a plain new column, in place",
    change: { publishers: { city: text().notNull().default("?") } },
    rows: { publishers: (row) => ({ ...row, city: "?" }) },
  },
  {
    title: "a new required column on two levels at once",
    change: { publishers: { rank: integer().notNull() }, books: { isbn: text().notNull() } },
    hints: {
      fills: new Map([
        ["publishers.rank", "length(name)"],
        ["books.isbn", "'isbn-' || id"],
      ]),
    },
    rows: {
      publishers: (row) => ({ ...row, rank: String(row.name).length }),
      books: (row) => ({ ...row, isbn: `isbn-${row.id}` }),
    },
  },
  {
    title: "a new unique column, and a key of another table that points there now",
    change: { publishers: { code: text().unique() }, imprintKey: "code" },
    hints: fill("publishers.code", "name"),
    rows: { publishers: (row) => ({ ...row, code: row.name }) },
  },
  {
    title: "numbers that become text, in a key and all that point at it",
    change: {
      books: { id: text().primaryKey(), sequelOf: text("sequel_of") },
      chapters: { book: text().notNull() },
    },
    rows: {
      books: (row) => ({
        ...row,
        id: `${row.id}`,
        sequel_of: row.sequel_of === null ? null : `${row.sequel_of}`,
      }),
      chapters: (row) => ({ ...row, book: `${row.book}` }),
    },
    countsNoMore: true,
  },
  { title: "another action of a foreign key", change: { onBookDelete: "restrict" } },
  { title: "a unique constraint", change: { uniqueTitles: true } },
  {
    title: "a column that goes, in place",
    change: { publishers: { founded: null } },
    hints: accept("publishers.founded"),
    rows: { publishers: ({ founded: _, ...row }) => row },
  },
  {
    title: "a table, a column and the root's key renamed",
    change: { chaptersName: "sections", chapters: { heading: null, title: text().notNull().default("untitled") } },
    hints: {
      renamedTables: [{ from: "chapters", to: "sections" }],
      renamedColumns: [{ table: "sections", from: "heading", to: "title" }],
    },
    rows: { chapters: ({ heading, ...row }) => ({ ...row, title: heading }) },
  },
  {
    title: "a rename together with a rebuild",
    change: {
      books: { title: null, name: text(), letters: integer().generatedAlwaysAs(sql`length(name)`, { mode: "stored" }) },
    },
    hints: { renamedColumns: [{ table: "books", from: "title", to: "name" }] },
    rows: { books: ({ title, ...row }) => ({ ...row, name: title }) },
  },
  {
    title: "a table that goes, and the key that referred to it",
    change: { without: ["chapters"] },
    hints: accept("chapters", "notes.chapter"),
    rows: { notes: ({ chapter: _, ...row }) => row },
    dropped: ["chapters"],
  },
];

describe("a generated migration", () => {
  it.each(scenarios)("keeps every row: $title", async ({ change, hints, rows = {}, dropped = [], countsNoMore }) => {
    const database = await filled();
    const before = await database.rows();
    await database.apply(migrationText(library(), library(change), hints));
    const renamed = Object.entries(before).flatMap(([table, list]): [string, readonly Row[]][] => {
      if (dropped.includes(table)) return [];
      const name = table === "chapters" ? (change.chaptersName ?? table) : table;
      return [[name, list.map(rows[table] ?? ((row) => row))]];
    });
    const after = await database.rows();
    expect(after._perigee_changes).toEqual(before._perigee_changes);
    expect(withoutSequences(after)).toEqual(withoutSequences(Object.fromEntries(renamed)));
    if (countsNoMore !== true) expect(after.sqlite_sequence).toContainEqual({ name: "books", seq: 90 });
    expect(await database.query("PRAGMA foreign_key_check")).toEqual([]);
    await expectAlive(database);
  });

  it("is refused by the database, whole, where the data does not allow it", async () => {
    const database = await filled();
    await database.apply(`INSERT INTO books (id, author, title) VALUES (8, 'a2', 'Seven'), (9, 'a2', '007')`);
    const before = await database.rows();
    const failures: [Variation, string][] = [
      [{ publishers: { founded: integer().notNull() } }, "publishers.founded holds NULL"],
      [{ publisherCheck: sql`founded < 1900` }, "a row of publishers breaks publishers_check"],
      [{ uniqueTitles: true }, "rows of books are equal in title"],
      [{ books: { title: integer().notNull() } }, "values of books.title would change as integer"],
    ];
    for (const [change, words] of failures) {
      await expect(database.apply(migrationText(library(), library(change)))).rejects.toThrow(`perigee: ${words}`);
      expect(await database.rows()).toEqual(before);
    }
  });

  it("is refused by the database where a new key would point at nothing, or be twice", async () => {
    const database = await filled();
    const before = await database.rows();
    const target = { target: "authors", targetColumns: ["id"], onDelete: "no action", onUpdate: "no action" };
    const keyed = edited("notes", (table) => ({
      ...table,
      foreignKeys: [...table.foreignKeys, { ...target, columns: ["body"] }],
    }));
    await expect(database.apply(migrationText(library(), keyed))).rejects.toThrow(
      "perigee: notes.body refers to rows that authors does not have",
    );
    const byStars = migrationText(
      library(),
      edited("reviews", (table) => ({ ...table, primaryKey: ["stars"] })),
    );
    await database.apply("INSERT INTO reviews (id, book, stars) VALUES ('r3', 1, 5)");
    await expect(database.apply(byStars)).rejects.toThrow("perigee: rows of reviews are equal in stars");
    await database.apply("DELETE FROM reviews WHERE id = 'r3'");
    const { _perigee_changes: _, ...kept } = await database.rows();
    expect(kept).toMatchObject({ notes: before.notes, reviews: before.reviews });
    await database.apply(byStars);
    expect(await database.query("SELECT id, stars FROM reviews ORDER BY stars")).toEqual([
      { id: "r2", stars: 1 },
      { id: "r1", stars: 5 },
    ]);
  });

  it("is refused by the database where something unknown hangs on a rebuilt table", async () => {
    const text = migrationText(library(), library({ publisherCheck: sql`founded > 1000` }));
    const strangers: [string, string][] = [
      ["CREATE TABLE extra (p TEXT REFERENCES publishers (id) ON DELETE CASCADE)", "table extra is not part"],
      ["CREATE INDEX extra ON publishers (founded)", "index extra on publishers"],
      ["CREATE TRIGGER extra AFTER DELETE ON chapters BEGIN SELECT 1; END", "trigger extra on chapters"],
    ];
    for (const [made, words] of strangers) {
      const database = await filled();
      await database.apply(made);
      await expect(database.apply(text)).rejects.toThrow(words);
    }
  });

  it("lets values change type where that was accepted", async () => {
    const database = await filled();
    await database.apply(`UPDATE books SET title = '007' WHERE id = 7`);
    const change = { books: { title: integer().notNull() } };
    await database.apply(migrationText(library(), library(change), accept("books.title")));
    expect(await database.query("SELECT title FROM books WHERE id = 7")).toEqual([{ title: 7 }]);
  });

  it("comes out the same every time", () => {
    const text = () => migrationText(library(), library({ bookCheck: sql`id > 0` }));
    expect(text()).toBe(text());
  });

  it("is empty for what a database does not notice", () => {
    const change = { publishers: { name: text({ length: 40 }).notNull().unique() } };
    expect(migrationText(library(), library(change))).toBe("");
  });
});

/** The log still logs and the cascades still run. */
async function expectAlive(database: TestDatabase): Promise<void> {
  const count = async (): Promise<number> =>
    Number((await database.query("SELECT max(seq) n FROM _perigee_changes"))[0]?.n);
  const start = await count();
  await database.apply(
    "DELETE FROM reviews; DELETE FROM imprints; UPDATE authors SET mentor = NULL WHERE mentor IS NOT NULL",
  );
  expect((await count()) - start).toBe(5);
  await database.apply("DELETE FROM lists WHERE id = 'l1'");
  expect(await database.query("SELECT id FROM entries")).toEqual([{ id: "e2" }]);
  expect((await count()) - start).toBe(7);
}

/** The library with one table other than it was. */
function edited(name: string, edit: (table: TableSnapshot) => TableSnapshot): Snapshot {
  const before = library();
  return { ...before, tables: before.tables.map((table) => (table.name === name ? edit(table) : table)) };
}

function withoutSequences({ sqlite_sequence: _, ...rows }: Rows): Rows {
  return rows;
}
