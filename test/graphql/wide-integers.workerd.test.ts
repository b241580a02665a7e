import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint } from "../../src/schema/columns.ts";
import { type GraphCase, playGraph } from "./play.ts";

// Integers that do not fit GraphQL's Int: a column that holds such is a bigint, whose type is BigInt, a text.

const files = sqliteTable("files", { id: integer().primaryKey(), bytes: bigint().notNull(), pages: integer() });

const app: App = defineApp({
  name: "files",
  collections: [collection(files)],
  rules: [rulesFor(files, { select: [allow("anon")], insert: [allow("anon")], update: [allow("anon")] })],
});

const seed = {
  files: [
    { id: 1, bytes: 12, pages: 1 },
    { id: 2, bytes: 3_000_000_000, pages: 2 },
    { id: 3, bytes: 9_007_199_254_740_991, pages: null },
  ],
};

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
      { id: 4, bytes: "9223372036854775807" }, { id: 5, bytes: 4294967296 }
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

playGraph({ app, people: {}, seed }, { "wide integers": reads, "wide integers written": writes });
