import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { always } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";

// A catalogue that is one service of a larger graph.

export const publishers = sqliteTable("publishers", {
  id: integer().primaryKey(),
  name: text().notNull(),
});

export const books = sqliteTable("books", {
  id: integer().primaryKey(),
  isbn: text().notNull().unique(),
  title: text().notNull(),
  secret: text(),
  publisherId: integer("publisher_id")
    .notNull()
    .references(() => publishers.id),
});

export const app: App = defineApp({
  name: "Catalogue",
  collections: [collection(publishers), collection(books)],
  rules: [
    rulesFor(publishers, { select: [allow("anon").when(always)] }),
    rulesFor(books, {
      select: [allow("anon").when(always).only(books.id, books.isbn, books.title, books.publisherId)],
    }),
  ],
  graphql: { federation: true },
});
