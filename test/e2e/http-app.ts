import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";

const pages = sqliteTable("pages", { id: integer().primaryKey(), body: text().notNull() });
const posters = sqliteTable("posters", { id: integer().primaryKey(), title: text().notNull() });

export const app: App = defineApp({
  name: "headers",
  collections: [collection(pages), collection(posters, { cache: { maxAgeSeconds: 60 } })],
  rules: [
    rulesFor(pages, { select: [allow("anon")], insert: [allow("anon")], update: [allow("anon")] }),
    rulesFor(posters, { select: [allow("anon")] }),
  ],
  limits: { rate: { anon: { requests: 5, windowSeconds: 2 } } },
});
