import { and, eq, sql } from "drizzle-orm";
import { integer, primaryKey, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import * as rule from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { json, timestamp, uuid } from "../../src/schema/columns.ts";

// A library whose readers see most of it through views of every form.

export const authors = sqliteTable("authors", {
  id: uuid().primaryKey(),
  name: text().notNull(),
  mail: text().notNull(),
});

export const books = sqliteTable("books", {
  id: integer().primaryKey(),
  authorId: uuid("author_id").references(() => authors.id),
  editorId: uuid("editor_id").references(() => authors.id),
  title: text().notNull(),
  isDraft: integer("is_draft", { mode: "boolean" }).notNull().default(false),
  extra: json(),
  at: timestamp().notNull(),
});

export const genres = sqliteTable("genres", { id: integer().primaryKey(), name: text().notNull() });

export const bookGenres = sqliteTable(
  "book_genres",
  {
    bookId: integer("book_id").references(() => books.id),
    genreId: integer("genre_id").references(() => genres.id),
  },
  (table) => [primaryKey({ columns: [table.bookId, table.genreId] })],
);

export const loans = sqliteTable("loans", {
  id: integer().primaryKey(),
  bookId: integer("book_id")
    .notNull()
    .references(() => books.id),
  reader: text().notNull(),
  days: integer().notNull(),
});

/** Rows of one table: its keys and foreign keys are the view's. */
export const published = sqliteView("published").as((query) =>
  query
    .select({
      id: books.id,
      authorId: books.authorId,
      title: books.title,
      extra: books.extra,
      at: books.at,
      loud: sql<string>`upper(${books.title})`.as("loud"),
    })
    .from(books)
    .where(eq(books.isDraft, false)),
);

/** One row a book, computed. */
export const bookStats = sqliteView("book_stats").as((query) =>
  query
    .select({
      bookId: sql<number>`${books.id}`.as("book_id"),
      loans: sql<number>`(select count(*) from ${loans} where ${eq(loans.bookId, books.id)})`.as("loans"),
      days: sql<number | null>`(select sum(${loans.days}) from ${loans} where ${eq(loans.bookId, books.id)})`.as(
        "days",
      ),
      isBusy:
        sql<boolean>`case when exists (select 1 from ${loans} where ${eq(loans.bookId, books.id)}) then 1 else 0 end`.as(
          "is_busy",
        ),
    })
    .from(books),
);

/** An outer join: what the right side has may be missing. */
export const shelf = sqliteView("shelf").as((query) =>
  query
    .select({ id: books.id, title: books.title, reader: loans.reader, loanId: sql<number>`${loans.id}`.as("loan_id") })
    .from(books)
    .leftJoin(loans, and(eq(loans.bookId, books.id), sql`${loans.days} > 1`)),
);

/** A named query: its columns are declared. */
export const writers = sqliteView("writers", {
  id: uuid().primaryKey(),
  name: text().notNull(),
  books: integer().notNull(),
  firstBook: integer("first_book").references(() => books.id),
}).as(sql`
  select ${authors.id}, ${authors.name}, count(${books.id}) as books, min(${books.id}) as first_book
  from ${authors} left join ${books} on ${eq(books.authorId, authors.id)}
  group by ${authors.id}
`);

/** A view of a view. */
export const busy = sqliteView("busy writers").as((query) =>
  query.select({ id: writers.id, name: writers.name }).from(writers).where(sql`${writers.books} > 1`),
);

/** Declared, and nobody may read it. */
export const mails = sqliteView("mails").as((query) =>
  query.select({ id: authors.id, mail: authors.mail }).from(authors),
);

export const views: App = defineApp({
  name: "views",
  collections: [
    collection(authors, { columns: { mail: { hidden: true } } }),
    collection(books),
    collection(genres),
    collection(bookGenres),
    collection(loans),
    collection(published, { columns: { loud: { kind: "text" } } }),
    collection(bookStats, {
      columns: { loans: { kind: "integer" }, days: { kind: "integer" }, isBusy: { kind: "boolean" } },
      primaryKey: ["bookId"],
      references: { bookId: books.id },
    }),
    collection(shelf),
    collection(writers, { maxRows: 2, columns: { id: { from: authors.id } } }),
    collection(busy),
    collection(mails),
  ],
  rules: [
    rulesFor(authors, { select: [allow("anon")] }),
    rulesFor(books, {
      select: [allow("authenticated").when(rule.eq(books.authorId, rule.caller.id))],
      insert: [allow("anon")],
    }),
    rulesFor(genres, { select: [allow("anon")] }),
    rulesFor(bookGenres, { select: [allow("anon")] }),
    rulesFor(loans, { select: [allow("authenticated")] }),
    rulesFor(published, {
      select: [
        allow("anon").only(published.id, published.authorId, published.title, published.at),
        allow("authenticated").when(rule.eq(published.authorId, rule.caller.id)),
      ],
    }),
    rulesFor(bookStats, {
      select: [
        allow("anon").when(rule.gt(bookStats.loans, 0)).only(bookStats.bookId, bookStats.loans),
        allow("authenticated"),
      ],
    }),
    rulesFor(shelf, { select: [allow("authenticated").when(rule.exists(published, rule.eq(published.id, shelf.id)))] }),
    rulesFor(writers, { select: [allow("anon")] }),
    rulesFor(busy, { select: [allow("anon")] }),
  ],
});
