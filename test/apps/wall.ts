import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { and, caller, claim, eq, exists, or } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";

// For tests alone: a wall of posts, and rooms that people are members of.

export const posts = sqliteTable("posts", {
  id: integer().primaryKey(),
  owner: text().notNull(),
  status: text().notNull().default("draft"),
  title: text().notNull().default(""),
  /** Shown to its owner alone. */
  secret: text(),
  /** Shown to nobody. */
  hash: text(),
  team: text(),
});

export const rooms = sqliteTable("rooms", { id: text().primaryKey() });

export const members = sqliteTable(
  "members",
  {
    room: text()
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    person: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.room, table.person] })],
);

export const messages = sqliteTable("messages", {
  id: integer().primaryKey(),
  room: text()
    .notNull()
    .references(() => rooms.id, { onDelete: "cascade" }),
  body: text().notNull(),
});

export const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  owner: text().notNull(),
  body: text().notNull(),
});

export const ticks = sqliteTable("ticks", { id: integer().primaryKey(), kind: text().notNull(), n: integer() });

/** Few, so that a test can fill an object. */
export const maxSockets = 60;

const isMember = exists(members, and(eq(members.room, messages.room), eq(members.person, caller.id)));

export const wall: App = defineApp({
  name: "wall",
  collections: [
    collection(posts, { columns: { hash: { hidden: true } } }),
    collection(rooms),
    collection(members),
    collection(messages),
    collection(notes),
    collection(ticks),
  ],
  rules: [
    rulesFor(posts, {
      select: [
        allow("authenticated").when(eq(posts.owner, caller.id)),
        allow("anon")
          .when(or(eq(posts.status, "published"), eq(posts.team, claim("app_metadata", "team"))))
          .only(posts.id, posts.owner, posts.status, posts.title, posts.team),
      ],
    }),
    rulesFor(messages, { select: [allow("authenticated").when(isMember)] }),
    rulesFor(notes, { select: [allow("authenticated").when(eq(notes.owner, caller.id))] }),
    rulesFor(ticks, { select: [allow("anon")] }),
  ],
});
