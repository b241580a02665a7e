import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../../src/define.ts";
import { channel } from "../../../src/live/channels/define.ts";
import { caller, eq } from "../../../src/rules/condition.ts";
import { allow, rulesFor } from "../../../src/rules/grant.ts";
import { collection } from "../../../src/schema/collection.ts";

/** Everybody may see these. */
const messages = sqliteTable("messages", {
  id: text().primaryKey(),
  owner: text().notNull(),
  at: text().notNull(),
  body: text().notNull(),
});

/** Their owner may see these. */
const notes = sqliteTable("notes", {
  id: text().primaryKey(),
  owner: text().notNull(),
  at: text().notNull(),
  body: text().notNull(),
});

/** What the fan-out is measured with. Limits are out of the way: no client of the bench is a person. */
export const fanOut: App = defineApp({
  name: "fan-out",
  collections: [collection(messages), collection(notes)],
  rules: [
    rulesFor(messages, { select: [allow("anon")] }),
    rulesFor(notes, { select: [allow("authenticated").when(eq(notes.owner, caller.id))] }),
  ],
  channels: [channel("*", { public: true })],
  live: {
    maxSocketsPerObject: 20_000,
    limits: {
      maxChannelsPerSocket: 20_000,
      maxJoinsPerSecond: 1_000_000,
      maxMessagesPerSecond: 1_000_000,
      maxBytesPerSecond: 1_000_000_000,
      maxUnheardBytes: 1_000_000_000,
      maxSilenceSeconds: 3_600,
    },
  },
});
