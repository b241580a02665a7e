import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { always } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { list } from "../../src/schema/columns.ts";

// For a test alone: what refine's own example of a panel has, posts in categories.

export const categories = sqliteTable("categories", { id: integer().primaryKey(), title: text().notNull() });
export const posts = sqliteTable("posts", {
  id: integer().primaryKey(),
  title: text().notNull(),
  slug: text().unique(),
  hits: integer(),
  tags: list("tags", "text"),
  categoryId: integer("category_id").references(() => categories.id),
});

const anybody = [allow("anon").when(always)];
const all = { select: anybody, insert: [allow("anon")], update: anybody, delete: anybody };

export const app: App = defineApp({
  name: "panel",
  collections: [collection(categories), collection(posts)],
  rules: [rulesFor(categories, all), rulesFor(posts, all)],
});
