import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { and, caller, claim, eq, exists, lte, now, or } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { timestamp, uuid } from "../../src/schema/columns.ts";

// What may be shared, what may not, and what is in between: rules that look elsewhere, at the moment, at a claim.

const shelves = sqliteTable("shelves", { id: integer().primaryKey(), name: text().notNull() });

const books = sqliteTable("books", {
  id: integer().primaryKey(),
  shelfId: integer("shelf_id")
    .notNull()
    .references(() => shelves.id, { onDelete: "cascade" }),
  title: text().notNull(),
  status: text().notNull(),
  ownerId: uuid("owner_id"),
  visibleFrom: timestamp("visible_from"),
});

const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  bookId: integer("book_id")
    .notNull()
    .references(() => books.id, { onDelete: "cascade" }),
  body: text().notNull(),
});

const offers = sqliteTable("offers", { id: integer().primaryKey(), label: text().notNull(), org: text() });

const lists = sqliteTable("lists", { id: integer().primaryKey(), label: text().notNull() });

/** The same application with and without shared answers. */
export function library(isShared: boolean): App {
  const cached = (maxAgeSeconds: number) =>
    isShared ? { cache: { maxAgeSeconds, staleWhileRevalidateSeconds: 30 } } : {};
  return defineApp({
    name: "library",
    collections: [
      collection(shelves, cached(60)),
      collection(books, cached(20)),
      collection(notes),
      collection(offers, cached(60)),
      collection(lists, cached(60)),
    ],
    rules: [
      rulesFor(shelves, {
        select: [allow("anon")],
        insert: [allow("authenticated")],
        update: [allow("authenticated")],
        delete: [allow("authenticated")],
      }),
      rulesFor(books, {
        select: [
          allow("anon").when(or(eq(books.status, "public"), lte(books.visibleFrom, now))),
          allow("authenticated").when(eq(books.ownerId, caller.id)),
        ],
        insert: [allow("authenticated")],
        update: [allow("authenticated")],
        delete: [allow("authenticated")],
      }),
      rulesFor(notes, { select: [allow("anon")], insert: [allow("authenticated")], delete: [allow("authenticated")] }),
      rulesFor(offers, { select: [allow("anon").when(eq(offers.org, claim("org")))] }),
      // Its own table may be shared, the one that its rule looks at may not.
      rulesFor(lists, {
        select: [allow("anon").when(exists(notes, and(eq(notes.id, lists.id), eq(notes.body, "listed"))))],
      }),
    ],
  });
}
