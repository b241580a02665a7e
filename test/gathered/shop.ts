import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import type { Person } from "../scenarios/scenario.ts";

// A shelf takes its books along; cards are searched. Everybody who is signed in may do all.

const shelves = sqliteTable("shelves", { id: integer().primaryKey(), label: text().notNull() });
const books = sqliteTable("books", {
  id: integer().primaryKey(),
  shelf: integer().references(() => shelves.id, { onDelete: "cascade" }),
});
const cards = sqliteTable("cards", { id: integer().primaryKey(), words: text().notNull() });

const all = [allow("authenticated")];
const everything = { select: all, insert: all, update: all, delete: all };

export const shop: App = defineApp({
  name: "shop",
  collections: [collection(shelves), collection(books), collection(cards, { search: ["words"] })],
  rules: [rulesFor(shelves, everything), rulesFor(books, everything), rulesFor(cards, everything)],
});

export const people = {
  ann: { id: "a0000000-0000-4000-8000-000000000001", role: "authenticated" },
  bob: { id: "b0000000-0000-4000-8000-000000000002", role: "authenticated" },
  /** Signed out: the session is gone. */
  gone: { id: "c0000000-0000-4000-8000-000000000003", role: "authenticated" },
} as const satisfies Readonly<Record<string, Person>>;
