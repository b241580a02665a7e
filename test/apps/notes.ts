import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { caller, eq } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { json, list, uuid } from "../../src/schema/columns.ts";

/** Texts, JSON and lists to be asked for in every way. */
export const notes = sqliteTable(
  "notes",
  {
    id: integer().primaryKey(),
    title: text(),
    /** Its owner's alone. */
    secret: text(),
    owner: uuid(),
    data: json(),
    tags: list("tags"),
    numbers: list<number>("numbers", "integer"),
    flags: list<boolean>("flags", "boolean"),
    moments: list("moments", "timestamp"),
    bigs: list("bigs", "bigint"),
  },
  (table) => [index("notes_title").on(table.title)],
);

export const replies = sqliteTable("replies", {
  id: integer().primaryKey(),
  note: integer().references(() => notes.id),
  text: text(),
});

export const notesApp: App = defineApp({
  name: "notes",
  collections: [collection(notes), collection(replies)],
  rules: [
    rulesFor(notes, {
      select: [
        allow("anon").only(
          notes.id,
          notes.title,
          notes.data,
          notes.tags,
          notes.numbers,
          notes.flags,
          notes.moments,
          notes.bigs,
        ),
        allow("authenticated").when(eq(notes.owner, caller.id)),
      ],
      update: [allow("authenticated").when(eq(notes.owner, caller.id))],
    }),
    rulesFor(replies, { select: [allow("anon")] }),
  ],
});
