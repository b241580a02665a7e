import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { type App, defineApp } from "../../src/define.ts";
import { defineFunction } from "../../src/functions/define.ts";
import { setOf } from "../../src/functions/returns.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { type GraphCase, playGraph } from "./play.ts";

// What functions give that is no row of a table. JSON is a text wherever it stands, as that of a column is.

const things = sqliteTable("things", { id: integer().primaryKey() });
const everybody = { access: ["anon"], readOnly: true } as const;
const point = z.object({ x: z.number(), tags: z.array(z.string()) });
const given = { x: 1.5, tags: ['a "b"'] };

const app: App = defineApp({
  name: "things",
  collections: [collection(things)],
  rules: [rulesFor(things, { select: [allow("anon")] })],
  functions: [
    defineFunction({ ...everybody, name: "one", returns: point, run: () => given }),
    defineFunction({ ...everybody, name: "none", returns: z.nullable(point), run: () => null }),
    defineFunction({ ...everybody, name: "several", returns: setOf(point), run: () => [given, { x: 2, tags: [] }] }),
    defineFunction({ ...everybody, name: "anything", returns: setOf(z.unknown()), run: () => [1, "a", null, [2], {}] }),
    defineFunction({
      ...everybody,
      name: "listed",
      returns: z.array(z.unknown()),
      run: () => [1, "a", null, { b: 2 }],
    }),
    defineFunction({
      ...everybody,
      name: "nested",
      returns: z.array(z.array(z.object({ y: z.number() }))),
      run: () => [[{ y: 1 }], []],
    }),
    defineFunction({ ...everybody, name: "words", returns: setOf(z.string()), run: () => ["a", "b"] }),
    defineFunction({ ...everybody, name: "numbers", returns: z.array(z.number().int()), run: () => [1, 2] }),
  ],
});

const cases: readonly GraphCase[] = [
  { name: "objects", query: "{ one none several }", roundTrips: 0 },
  { name: "lists of whatever there is", query: "{ anything listed nested }", roundTrips: 0 },
  { name: "what is no JSON", query: "{ words numbers }", roundTrips: 0 },
];

playGraph({ app, people: {}, seed: { things: [] } }, { "functions give": cases });
