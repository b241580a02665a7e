import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { expect, it } from "vitest";
import * as z from "zod";
import { compileApp } from "../../src/compiled.ts";
import { type App, defineApp } from "../../src/define.ts";
import { defineFunction } from "../../src/functions/define.ts";
import { graphType } from "../../src/graphql/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint, list } from "../../src/schema/columns.ts";
import { type GraphCase, playGraph } from "./play.ts";

// Integers that do not fit GraphQL's Int: a column that holds such is a BigInt, a text; elsewhere they are errors.

const files = sqliteTable("files", {
  id: integer().primaryKey(),
  bytes: bigint().notNull(),
  pages: integer(),
  words: integer(),
  marks: list("marks", "integer"),
});
const prints = sqliteTable("prints", {
  id: integer().primaryKey(),
  fileId: integer("file_id")
    .notNull()
    .references(() => files.id),
  dots: integer().notNull(),
});

const everything = { select: [allow("anon")], insert: [allow("anon")], update: [allow("anon")] };
const app: App = defineApp({
  name: "files",
  collections: [collection(files), collection(prints)],
  rules: [rulesFor(files, everything), rulesFor(prints, everything)],
  graphql: {
    types: [
      graphType(files, {
        columns: { words: { type: "BigInt" } },
        fields: {
          half: { type: "Int", needs: ["bytes"], resolve: ({ bytes }) => Number(bytes) / 2 },
          about: { type: "JSON", needs: ["id"], resolve: ({ id }) => ({ id: id ?? null }) },
        },
      }),
    ],
  },
  functions: [
    defineFunction({
      name: "most_dots",
      returns: z.number().int(),
      access: ["anon"],
      readOnly: true,
      run: async ({ power }) => 2 ** power,
      input: z.object({ power: z.number().int() }),
    }),
  ],
});

const seed = {
  files: [
    { id: 1, bytes: 12, pages: 1, words: 1 },
    { id: 2, bytes: 3_000_000_000, pages: 2, words: 5_000_000_000 },
    { id: 3, bytes: 9_007_199_254_740_991, pages: null, words: null },
    { id: 4, bytes: 4, pages: 2_147_483_648, words: null, marks: "[1,-2147483649,2]" },
    { id: 5, bytes: 5, pages: -2_147_483_648, words: null },
  ],
  prints: [
    { id: 1, file_id: 4, dots: 7 },
    { id: 2, file_id: 4, dots: 3_000_000_000 },
    { id: 3, file_id: 5, dots: 2_147_483_647 },
  ],
};

const narrow: readonly GraphCase[] = [
  {
    name: "are null and an error where a column is an Int",
    query: `{ filesCollection(filter: { id: { gte: 4 } }) { edges { node { id sheets: pages ...more } } aggregate { max { pages } } } }
      fragment more on Files { bytes ... on Node { nodeId } }`,
  },
  {
    name: "take what may not be null along, up to what may",
    query: `{ filesCollection(filter: { id: { gte: 4 } }) { edges { node { id printsCollection { edges { node { id dots } } } } } } }`,
  },
  {
    name: "take the whole row along where its field may be null",
    query: `{ prints: printsByPk(id: 2) { file { pages } dots } other: printsByPk(id: 3) { file { pages } dots } }`,
  },
  {
    name: "are errors in lists, of the item",
    query: `{ filesByPk(id: 4) { marks } }`,
  },
  {
    name: "are found in a row by its id",
    query: `query ($id: ID!) { node(nodeId: $id) { __typename nodeId ... on Prints { dots } } }`,
    variables: { id: hexId("prints", "2") },
  },
  {
    name: "are errors of functions",
    query: `{ fits: mostDots(power: 30) mostDots(power: 40) }`,
    roundTrips: 0,
  },
  {
    name: "are no values of resolvers either, which make their type's",
    query: `{ filesCollection(first: 2) { edges { node { id half about } } } }`,
  },
  {
    name: "do not disturb what only looks like them",
    query: `{ filesCollection(first: 2) { edges { node { pages bytes } } } }`,
  },
];

const asBigInt: readonly GraphCase[] = [
  {
    name: "go out as BigInt where the definition says so",
    query: `{ filesCollection(filter: { words: { in: ["5000000000", 1] } }, orderBy: [{ words: DescNullsLast }]) {
      edges { node { words } } aggregate { sum { words } avg { words } min { words } max { words } }
    } }`,
  },
];

const asBigIntWritten: readonly GraphCase[] = [
  {
    name: "go in, up to what the column holds",
    query: `mutation ($words: BigInt) {
      insertIntoFilesCollection(objects: [{ bytes: 1, words: "9007199254740991" }]) { records { words } }
      updateFilesCollection(filter: { id: { eq: 1 } }, set: { words: $words }) { records { id words } }
    }`,
    variables: { words: "4294967296" },
  },
  {
    name: "are refused past that",
    query: `mutation { insertIntoFilesCollection(objects: [{ bytes: 1, words: "9007199254740992" }]) { affectedCount } }`,
    roundTrips: 0,
  },
  {
    name: "are written, and null, where what comes back is an Int",
    query: `mutation { updatePrintsCollection(filter: { id: { eq: 2 } }, set: { fileId: 5 }) { affectedCount records { id dots } } }`,
  },
];

function hexId(...parts: readonly string[]): string {
  return [...JSON.stringify(parts)].map((sign) => sign.charCodeAt(0).toString(16)).join("");
}

const reads: readonly GraphCase[] = [
  {
    name: "come out with all of their digits",
    query: `{ filesCollection { edges { node { id bytes pages } } aggregate { sum { bytes pages } max { bytes } } } }`,
  },
  {
    name: "are compared as numbers",
    query: `query ($least: BigInt!) { filesCollection(filter: { bytes: { gt: $least } }) { edges { node { id } } } }`,
    variables: { least: "2999999999" },
  },
];

const writes: readonly GraphCase[] = [
  {
    name: "go in as texts and as numbers",
    query: `mutation { insertIntoFilesCollection(objects: [
      { id: 14, bytes: "9223372036854775807" }, { id: 15, bytes: 4294967296 }
    ]) { records { id bytes } } }`,
  },
  {
    name: "are refused past 64 bits",
    query: `mutation { insertIntoFilesCollection(objects: [{ id: 6, bytes: "9223372036854775808" }]) { affectedCount } }`,
    roundTrips: 0,
  },
  {
    name: "are refused as an Int",
    query: `mutation { insertIntoFilesCollection(objects: [{ id: 7, bytes: 1, pages: 3000000000 }]) { affectedCount } }`,
    roundTrips: 0,
  },
];

playGraph(
  { app, people: {}, seed },
  {
    "wide integers": reads,
    "wide integers written": writes,
    "integers that no Int holds": narrow,
    "integer() as BigInt": asBigInt,
    "integer() as BigInt, written": asBigIntWritten,
  },
);

it("only integers can be told as BigInt", () => {
  const types = [graphType(files, { columns: { marks: { type: "BigInt" } } })];
  expect(() => compileApp({ ...app, graphql: { types } })).toThrow("files.marks: cannot be a BigInt");
});
