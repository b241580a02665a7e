import * as z from "zod";
import { defineFunction, type FunctionDefinition } from "../../../src/functions/define.ts";
import { rowOf, rowsOf, setOf } from "../../../src/functions/returns.ts";
import { always, and, eq, gt, gte, lt, lte } from "../../../src/rules/condition.ts";
import { capital, country } from "../tables/shelves.ts";
import { yards } from "../tables/trees.ts";
import { articles, projects, users } from "../tables/work.ts";
import { items } from "./tables.ts";
import { anybody } from "./value-functions.ts";

// What the SQL functions of PostgREST's fixtures do with rows, in TypeScript.

const byId = z.object({ id: z.int() });
const project = z.object({ id: z.int(), name: z.string(), client_id: z.int().nullable() });

export const rows: readonly FunctionDefinition[] = [
  defineFunction({
    ...anybody,
    name: "getitemrange",
    input: z.object({ min: z.int(), max: z.int() }),
    returns: rowsOf(items),
    run: ({ min, max }, { db }) => db.read(items, { where: and(gt(items.id, min), lte(items.id, max)) }),
  }),
  defineFunction({
    ...anybody,
    name: "getproject",
    input: byId,
    returns: rowsOf(projects),
    run: ({ id }, { db }) => db.read(projects, { where: eq(projects.id, id) }),
  }),
  defineFunction({
    ...anybody,
    name: "getallprojects",
    returns: rowsOf(projects),
    run: (_, { db }) => db.read(projects),
  }),
  defineFunction({
    ...anybody,
    name: "get_projects_below",
    input: byId,
    returns: rowsOf(projects),
    run: ({ id }, { db }) => db.read(projects, { where: lt(projects.id, id) }),
  }),
  defineFunction({
    access: ["anon"],
    name: "setprojects",
    input: z.object({ id_l: z.int(), id_h: z.int(), name: z.string() }),
    returns: rowsOf(projects),
    run: async ({ id_l, id_h, name }, { db }) => {
      const where = and(gte(projects.id, id_l), lte(projects.id, id_h));
      return (await db.update(projects, { where, set: { name }, returning: true })).rows;
    },
  }),
  defineFunction({
    access: ["anon"],
    name: "delete_items_returns_setof",
    returns: rowsOf(items),
    run: async (_, { db }) => (await db.delete(items, { where: always, returning: true })).rows,
  }),
  defineFunction({
    access: ["anon"],
    name: "delete_items_returns_table",
    returns: setOf(byId),
    run: async (_, { db }) => (await db.delete(items, { where: always, returning: true })).rows,
  }),
  defineFunction({
    access: ["anon"],
    name: "delete_items_returns_void",
    run: async (_, { db }) => {
      await db.delete(items, { where: always });
    },
  }),
  defineFunction({ ...anybody, name: "getallusers", returns: rowsOf(users), run: (_, { db }) => db.read(users) }),
  defineFunction({ ...anybody, name: "get_yards", returns: rowsOf(yards), run: (_, { db }) => db.read(yards) }),
  defineFunction({ ...anybody, name: "allcountries", returns: rowsOf(country), run: (_, { db }) => db.read(country) }),
  defineFunction({ ...anybody, name: "allcapitals", returns: rowsOf(capital), run: (_, { db }) => db.read(capital) }),
  defineFunction({
    ...anybody,
    name: "single_article",
    input: byId,
    returns: rowOf(articles),
    run: async ({ id }, { db }) => (await db.read(articles, { where: eq(articles.id, id) }))[0] ?? null,
  }),
  defineFunction({
    ...anybody,
    name: "returns_record",
    returns: project,
    run: async (_, { db }) => (await db.read(projects, { order: [projects.id], limit: 1 }))[0] ?? Promise.reject(),
  }),
  defineFunction({
    ...anybody,
    name: "returns_setof_record",
    returns: setOf(project),
    run: (_, { db }) => db.read(projects, { order: [projects.id], limit: 2 }),
  }),
];
