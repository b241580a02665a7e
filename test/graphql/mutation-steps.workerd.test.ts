import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { type App, defineApp } from "../../src/define.ts";
import { defineFunction } from "../../src/functions/define.ts";
import { fail } from "../../src/functions/fail.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { type GraphCase, playGraph } from "./play.ts";

// Writes side by side are one batch. A function among them has transactions of its own: who reads the answer knows what is done.

const notes = sqliteTable("notes", { id: integer().primaryKey(), body: text().notNull().unique() });

const app: App = defineApp({
  name: "notes",
  collections: [collection(notes)],
  rules: [rulesFor(notes, { select: [allow("anon")], insert: [allow("anon")], update: [allow("anon")] })],
  functions: [
    defineFunction({
      name: "note",
      input: z.object({ body: z.string() }),
      returns: z.string(),
      access: ["anon"],
      run: async ({ body }, { db }) => {
        if (body === "") throw fail("P0001", "nothing to note");
        await db.insert(notes, { body });
        return body;
      },
    }),
  ],
});

const insert = (key: string, body: string) =>
  `${key}: insertIntoNotesCollection(objects: [{ body: "${body}" }]) { affectedCount records { body } }`;
const update = (key: string, body: string) =>
  `${key}: updateNotesCollection(set: { body: "${body}" }, filter: { id: { eq: 2 } }) { affectedCount }`;

const cases: readonly GraphCase[] = [
  {
    name: "each field sees the ones before, functions too",
    query: `mutation { ${insert("a", "x")} note(body: "y") ${update("b", "z")} }`,
    roundTrips: 3,
  },
  {
    name: "what is refused behind a function is null beside its error, which tells what is done",
    query: `mutation { ${insert("a", "x")} note(body: "y") ${insert("b", "first")} again: note(body: "never") }`,
    roundTrips: 3,
  },
  {
    name: "there is no data where what is refused may not be null",
    query: `mutation { note(body: "y") ${insert("a", "z")} ${update("b", "first")} }`,
    roundTrips: 2,
  },
  {
    name: "a refusal with nothing before it is all there is",
    query: `mutation { ${insert("a", "first")} note(body: "y") }`,
  },
  {
    name: "a function that fails is null, and the fields behind it are run",
    query: `mutation { note(body: "") ${insert("a", "z")} }`,
  },
  {
    name: "a function that fails may have done something: what is refused behind it is told with what is done",
    query: `mutation { note(body: "first") ${insert("a", "first")} }`,
    roundTrips: 2,
  },
];

playGraph({ app, people: {}, seed: { notes: [{ id: 1, body: "first" }] } }, { "a mutation": cases });
