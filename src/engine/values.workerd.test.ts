import { env } from "cloudflare:workers";
import { blob, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defineApp } from "../define.ts";
import type { Filter } from "../query/read.ts";
import { collection } from "../schema/collection.ts";
import { bigint, list } from "../schema/columns.ts";
import {
  collectionOf,
  contextOf,
  openEngine,
  orderBy,
  plainField,
  readOf,
  readRequest,
  select,
  type TestEngine,
} from "./test-engine.ts";

const pets = sqliteTable("pets", {
  id: integer().primaryKey(),
  name: text().notNull().default("rex"),
  owner: integer(),
  chip: bigint(),
  tags: list("tags"),
  raw: blob({ mode: "buffer" }),
});

let stage: TestEngine;
const service = contextOf();

beforeAll(async () => {
  stage = await openEngine(defineApp({ name: "values", collections: [collection(pets)], rules: [] }));
});

beforeEach(async () => {
  await env.DB.prepare("delete from pets").run();
});

describe("the elements of a list", () => {
  it.each([
    ["cs", ["a"], ["1", "2"]],
    ["cs", ["a", "b"], ["1"]],
    ["cs", [], ["1", "2", "3"]],
    ["cs", [null], []],
    ["cs", ["a", null], []],
    ["cd", ["a", "b", "c"], ["1", "3"]],
    ["cd", [], ["3"]],
    ["ov", ["b", "z"], ["1"]],
    ["ov", [null], []],
    ["ov", [], []],
  ] as const)("%s %j are those of PostgreSQL: null equals nothing", async (operator, items, found) => {
    await env.DB.prepare(
      `insert into pets (id, name, tags) values (1, 'a', '["a","b"]'), (2, 'b', '["a",null]'), (3, 'c', '[]'), (4, 'd', null)`,
    ).run();
    const table = collectionOf(stage.model, "pets");
    const field = plainField(table, "tags");
    const where: Filter = { kind: "compare", field, operator, keyword: null, value: { argument: 0 }, quantifier: null };
    const read = readOf(table, { where, select: select(table, "id"), order: orderBy(table, "id") });
    const outcome = await stage.engine.read(readRequest(read, [{ kind: "json", json: items }]), service);
    expect(outcome.ok && JSON.parse(outcome.value.json).map((row: { id: number }) => String(row.id))).toEqual(found);
  });
});

it("gives bytes as text, and null where there are none", async () => {
  await env.DB.prepare(
    "insert into pets (id, name, raw) values (1, 'a', x'00ff'), (2, 'b', x''), (3, 'c', null)",
  ).run();
  const table = collectionOf(stage.model, "pets");
  const raw = { kind: "field", field: plainField(table, "raw"), as: "raw", cast: "text" } as const;
  const read = readOf(table, { select: [raw], order: orderBy(table, "id") });
  const outcome = await stage.engine.read(readRequest(read), service);
  expect(outcome.ok && JSON.parse(outcome.value.json).map((row: { raw: unknown }) => row.raw)).toEqual([
    "\\x00ff",
    "\\x",
    null,
  ]);
});

describe("an insert for another batch", () => {
  const made = (row: Readonly<Record<string, unknown>>) => stage.engine.insertStatement("pets", row, contextOf("anon"));

  it("is one statement in the service's name, with defaults and any of JavaScript's values", async () => {
    for (const row of [{}, { owner: undefined }, { name: "tom", chip: 9223372036854775807n, tags: ["a"] }]) {
      const statement = made(row);
      if (!statement.ok) throw new Error(statement.error.message);
      await env.DB.prepare(statement.value.sql)
        .bind(...statement.value.params)
        .run();
    }
    const { results } = await env.DB.prepare(
      "select name, cast(chip as text) as chip, tags from pets order by id",
    ).all();
    expect(results).toEqual([
      { name: "rex", chip: null, tags: null },
      { name: "rex", chip: null, tags: null },
      { name: "tom", chip: "9223372036854775807", tags: '["a"]' },
    ]);
  });

  it("refuses a value of another kind, and what the definition does not have", () => {
    expect(made({ owner: "x" })).toMatchObject({ error: { code: "22P02" } });
    expect(() => made({ nothing: 1 })).toThrow("collection pets has no column nothing");
    expect(() => stage.engine.insertStatement("nothing", {}, service)).toThrow("no collection nothing");
  });
});
