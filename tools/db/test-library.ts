import { getTableName, is, type SQL, sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  SQLiteColumn,
  type SQLiteColumnBuilderBase,
  type SQLiteTable,
  sqliteTable,
  text,
  unique,
} from "drizzle-orm/sqlite-core";
import { defineApp } from "../../src/define.ts";
import { collection } from "../../src/schema/collection.ts";
import { readApplication } from "./application.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Rows } from "./test-database.ts";

// For tests alone: a schema with every way in which one table hangs on another, and variations of it.

type Columns = Readonly<Record<string, SQLiteColumnBuilderBase>>;

/** What is other than in the first version: columns by table; null takes one away. */
export interface Variation {
  readonly publishers?: Readonly<Record<string, SQLiteColumnBuilderBase | null>>;
  readonly books?: Readonly<Record<string, SQLiteColumnBuilderBase | null>>;
  readonly chapters?: Readonly<Record<string, SQLiteColumnBuilderBase | null>>;
  readonly publisherCheck?: SQL;
  readonly bookCheck?: SQL;
  readonly uniqueTitles?: boolean;
  readonly chaptersName?: string;
  readonly onBookDelete?: "cascade" | "restrict";
  /** The publishers' column that imprints refer to. Default `name`. */
  readonly imprintKey?: string;
  readonly without?: readonly string[];
}

/** publishers ← authors ← books ← chapters ← notes; books ← reviews; books and lists ↔ entries refer to themselves. */
export function library(change: Variation = {}): Snapshot {
  const publishers = sqliteTable(
    "publishers",
    merge({ id: text().primaryKey(), name: text().notNull().unique(), founded: integer() }, change.publishers),
    () => (change.publisherCheck === undefined ? [] : [check("publishers_check", change.publisherCheck)]),
  );
  const authors = sqliteTable("authors", {
    id: text().primaryKey(),
    publisher: text()
      .notNull()
      .references(() => column(publishers, "id"), { onDelete: "cascade" }),
    mentor: text().references((): AnySQLiteColumn => authors.id, { onDelete: "restrict" }),
  });
  const books = sqliteTable(
    "books",
    merge(
      {
        id: integer().primaryKey({ autoIncrement: true }),
        author: text()
          .notNull()
          .references(() => authors.id, { onDelete: "cascade" }),
        title: text().notNull(),
        sequelOf: integer("sequel_of").references((): AnySQLiteColumn => column(books, "id"), { onDelete: "set null" }),
        letters: integer().generatedAlwaysAs(sql`length(title)`, { mode: "stored" }),
      },
      change.books,
    ),
    (table) => [
      index("books_author").on(column(table, "author")),
      ...(change.bookCheck === undefined ? [] : [check("books_check", change.bookCheck)]),
      ...(change.uniqueTitles === true ? [unique("books_title").on(column(table, "title"))] : []),
    ],
  );
  const chapters = sqliteTable(
    change.chaptersName ?? "chapters",
    merge(
      {
        id: text().primaryKey(),
        book: integer()
          .notNull()
          .references(() => column(books, "id"), { onDelete: change.onBookDelete ?? "cascade" }),
        heading: text().notNull().default("untitled"),
      },
      change.chapters,
    ),
    (table) => {
      const heading = column(table, change.chapters?.heading === null ? "title" : "heading");
      return [index("chapters_heading").on(sql`lower(${heading})`).where(sql`book > 0`)];
    },
  );
  const notes = sqliteTable("notes", {
    id: text().primaryKey(),
    chapter: text().references(() => column(chapters, "id"), { onDelete: "set null" }),
    body: text().notNull(),
  });
  const loose = sqliteTable("notes", { id: text().primaryKey(), body: text().notNull() });
  const reviews = sqliteTable("reviews", {
    id: text().primaryKey(),
    book: integer()
      .notNull()
      .references(() => column(books, "id"), { onDelete: "restrict" }),
    stars: integer().notNull(),
  });
  const lists = sqliteTable("lists", {
    id: text().primaryKey(),
    first: text().references((): AnySQLiteColumn => entries.id, { onDelete: "cascade" }),
    publisher: text().references(() => column(publishers, "id")),
  });
  const imprints = sqliteTable("imprints", {
    id: text().primaryKey(),
    publisher: text().references(() => column(publishers, change.imprintKey ?? "name"), { onUpdate: "cascade" }),
  });
  const entries = sqliteTable("entries", {
    id: text().primaryKey(),
    list: text().references((): AnySQLiteColumn => lists.id, { onDelete: "cascade" }),
  });
  const gone = change.without ?? [];
  const all: readonly SQLiteTable[] = [
    publishers,
    authors,
    books,
    chapters,
    gone.includes("chapters") ? loose : notes,
    reviews,
    lists,
    imprints,
    entries,
  ];
  const tables = all.filter((table) => !gone.includes(getTableName(table)));
  return readApplication(
    defineApp({ name: "library", collections: tables.map((table) => collection(table)), rules: [] }),
  );
}

export const libraryRows: Rows = {
  publishers: [
    { id: "p1", name: "Reed", founded: 1901 },
    { id: "p2", name: "Sedge", founded: null },
  ],
  authors: [
    { id: "a1", publisher: "p1", mentor: null },
    { id: "a2", publisher: "p1", mentor: "a1" },
    { id: "a3", publisher: "p2", mentor: "a2" },
  ],
  books: [
    { id: 1, author: "a1", title: "One", sequel_of: null },
    { id: 2, author: "a1", title: "Two", sequel_of: 1 },
    { id: 7, author: "a3", title: "Seven", sequel_of: 2 },
  ],
  chapters: [
    { id: "c1", book: 1, heading: "Start" },
    { id: "c2", book: 1, heading: "End" },
    { id: "c3", book: 7, heading: "Start" },
  ],
  notes: [
    { id: "n1", chapter: "c1", body: "of a chapter" },
    { id: "n2", chapter: null, body: "of none" },
    { id: "n3", chapter: "c3", body: "it's; -- odd" },
  ],
  reviews: [
    { id: "r1", book: 1, stars: 5 },
    { id: "r2", book: 7, stars: 1 },
  ],
  lists: [
    { id: "l1", first: null, publisher: "p1" },
    { id: "l2", first: null, publisher: null },
  ],
  imprints: [{ id: "i1", publisher: "Reed" }],
  entries: [
    { id: "e1", list: "l1" },
    { id: "e2", list: "l2" },
  ],
};

function merge(columns: Columns, change: Readonly<Record<string, SQLiteColumnBuilderBase | null>> = {}): Columns {
  const merged: Record<string, SQLiteColumnBuilderBase> = { ...columns };
  for (const [name, builder] of Object.entries(change)) {
    if (builder === null) delete merged[name];
    else merged[name] = builder;
  }
  return merged;
}

/** Columns of a table whose shape varies. */
function column(table: object, property: string): AnySQLiteColumn {
  const found: unknown = Reflect.get(table, property);
  if (!is(found, SQLiteColumn)) throw new TypeError(`no column ${property}`);
  return found;
}
