import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";

const notes = sqliteTable("notes", { id: integer().primaryKey(), body: text().notNull() });

export const app: App = defineApp({
  name: "identity",
  collections: [collection(notes)],
  rules: [rulesFor(notes, { select: [allow("authenticated")], insert: [allow("authenticated")] })],
  auth: { rates: { verify: { requests: 3, windowSeconds: 60 }, key: { requests: 4, windowSeconds: 60 } } },
});
