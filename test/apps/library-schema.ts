import { blob, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { always, caller, eq } from "../../src/rules/condition.ts";
import { allow, type RuleSet, rulesFor } from "../../src/rules/grant.ts";
import { bigint, json, list, timestamp, uuid } from "../../src/schema/columns.ts";

// A lending library: what its functions do is what a function of any application may do.

export const authors = sqliteTable("authors", {
  id: integer().primaryKey(),
  name: text().notNull(),
});

export const books = sqliteTable("books", {
  id: integer().primaryKey(),
  title: text().notNull(),
  authorId: integer("author_id").references(() => authors.id),
  /** Drafts are the librarians'. */
  status: text({ enum: ["draft", "shelved"] }).notNull(),
  copies: integer().notNull().default(1),
  rating: real(),
  isRare: integer("is_rare", { mode: "boolean" }).notNull().default(false),
  bought: integer({ mode: "timestamp" }),
  addedAt: timestamp("added_at"),
  code: bigint(),
  topics: list("topics"),
  extra: json(),
  cover: blob({ mode: "buffer" }),
  /** The librarians'. */
  price: integer(),
  /** Nobody's. */
  shelf: text(),
});

export const loans = sqliteTable(
  "loans",
  {
    bookId: integer("book_id")
      .notNull()
      .references(() => books.id),
    readerId: uuid("reader_id").notNull(),
    note: text(),
  },
  (table) => [primaryKey({ columns: [table.bookId, table.readerId] })],
);

export const rules: readonly RuleSet[] = [
  rulesFor(authors, {
    select: [allow("anon")],
    insert: [allow("librarian")],
    update: [allow("librarian").when(always)],
  }),
  rulesFor(books, {
    select: [
      allow("anon")
        .when(eq(books.status, "shelved"))
        .only(
          books.id,
          books.title,
          books.authorId,
          books.status,
          books.copies,
          books.rating,
          books.isRare,
          books.bought,
          books.addedAt,
          books.code,
          books.topics,
          books.extra,
          books.cover,
        ),
      // What there is most of has its price on it, for whoever is signed in.
      allow("authenticated").when(eq(books.copies, 3)).only(books.id, books.price),
      allow("librarian"),
    ],
    insert: [allow("librarian")],
    update: [allow("librarian").when(always)],
    delete: [allow("librarian").when(eq(books.status, "draft"))],
  }),
  rulesFor(loans, {
    select: [allow("authenticated").when(eq(loans.readerId, caller.id))],
    insert: [allow("authenticated").check(eq(loans.readerId, caller.id))],
    delete: [allow("authenticated").when(eq(loans.readerId, caller.id))],
    defaults: { readerId: caller.id },
  }),
];
