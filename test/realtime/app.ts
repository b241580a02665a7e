import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { channel, param } from "../../src/live/channels/define.ts";
import { and, caller, eq, exists } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";

// For tests alone: rooms with members, their messages, and a table with a column of many kinds.

export const members = sqliteTable("members", { room: text().notNull(), person: text().notNull() }, (table) => [
  primaryKey({ columns: [table.room, table.person] }),
]);

export const messages = sqliteTable("messages", {
  id: integer().primaryKey(),
  room: text().notNull(),
  body: text().notNull(),
});

export const things = sqliteTable("things", {
  id: integer().primaryKey(),
  name: text(),
  rank: integer(),
  price: real(),
  open: integer({ mode: "boolean" }),
  data: text({ mode: "json" }),
  /** For the service alone. */
  cost: integer(),
});

const isMember = exists(members, and(eq(members.room, param("id")), eq(members.person, caller.id)));
const ofMember = exists(members, and(eq(members.room, messages.room), eq(members.person, caller.id)));
const inside = [allow("authenticated").when(isMember)];
const anybody = [allow("anon")];
const signedIn = [allow("authenticated")];

export const app: App = defineApp({
  name: "realtime",
  cors: { origins: ["https://good.example"] },
  collections: [collection(members), collection(messages), collection(things)],
  rules: [
    rulesFor(members, { select: [allow("authenticated").when(eq(members.person, caller.id))] }),
    rulesFor(messages, {
      select: [allow("authenticated").when(ofMember)],
      insert: [allow("authenticated").check(ofMember)],
    }),
    rulesFor(things, {
      select: [allow("anon").only(things.id, things.name, things.rank, things.price, things.open, things.data)],
    }),
  ],
  channels: [
    channel("room:{id}", {
      broadcast: { read: inside, write: inside },
      presence: { read: inside, write: inside },
      replay: { maxMessages: 30, maxSeconds: 3_600 },
    }),
    // Everybody listens, members of the staff speak.
    channel("stage:{id}", { broadcast: { read: anybody, write: signedIn }, presence: { read: anybody } }),
    // Anybody sees who is there, and those alone hear who have an account; and the other way round.
    channel("half:{id}", {
      broadcast: { read: signedIn, write: signedIn },
      presence: { read: anybody, write: signedIn },
    }),
    channel("veil:{id}", { broadcast: { read: anybody }, presence: { read: signedIn, write: signedIn } }),
    channel("closed", { public: true, broadcast: { read: anybody }, presence: { read: anybody } }),
    channel("*", { public: true }),
  ],
  live: {
    pollSeconds: 3_600,
    // So that people meet across objects.
    maxSocketsPerObject: 2,
    limits: {
      maxChannelsPerSocket: 5,
      maxJoinsPerSecond: 20,
      maxMessageBytes: 50_000,
      maxPresenceBytes: 1_000,
      maxPresences: 4,
    },
  },
});
