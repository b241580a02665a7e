import { env } from "cloudflare:workers";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { defineApp } from "../define.ts";
import {
  collectionOf,
  contextOf,
  insertOf,
  openEngine,
  orderBy,
  readOf,
  readRequest,
  type TestEngine,
  writeRequest,
} from "../engine/test-engine.ts";
import { caller, eq } from "../rules/condition.ts";
import { allow, rulesFor } from "../rules/grant.ts";
import { collection } from "../schema/collection.ts";
import { json, list } from "../schema/columns.ts";
import { statement } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";
import { objectSql } from "./object.ts";

async function made(keys: readonly string[]): Promise<string> {
  const tree = sql`select ${objectSql(keys.map((key, index) => ({ key, value: sql`${value(String(index))} || ''` })))} as j`;
  const { sql: written, params } = statement(tree as Parameters<typeof statement>[0]);
  return (
    (await env.DB.prepare(written)
      .bind(...params)
      .first<string>("j")) ?? ""
  );
}

describe("a JSON object", () => {
  it.each([0, 1, 15, 16, 17, 31, 32, 46, 47, 99])("of %i members has all of them, in their order", async (count) => {
    const keys = Array.from({ length: count }, (_, index) => `k${index}`);
    const wanted = keys.map((key, index) => `"${key}":"${index}"`).join(",");
    expect(await made(keys)).toBe(`{${wanted}}`);
  });

  it.each([
    'a"b',
    "a.b",
    "a[0]",
    "$",
    "",
    " ",
    "a\\b",
    'a\\"b',
    "é",
    "😀",
    "a\nb",
    "a\tb",
    "'",
    "#-1",
    "a\u0001",
    '"',
    "\\",
  ])("has a member %j behind the sixteenth as before it", async (key) => {
    const others = Array.from({ length: 20 }, (_, index) => `k${index}`);
    for (const keys of [
      [key, ...others],
      [...others, key, "last"],
    ]) {
      const parsed: unknown = JSON.parse(await made(keys));
      expect(Object.entries(parsed as object).map(([name]) => name)).toEqual(keys);
    }
  });

  it("has members of any name", async () => {
    const name = fc.string({
      unit: fc.constantFrom('"', "\\", ".", "[", "]", "$", "#", "a", "é", "\n", "'", "/", "u0041"),
      maxLength: 5,
    });
    const names = fc.uniqueArray(
      name.map((each) => `x${each}`),
      { minLength: 17, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(names, async (keys) => {
        expect(Object.keys(JSON.parse(await made(keys)))).toEqual(keys);
      }),
      { numRuns: 60 },
    );
  });
});

const plainColumns = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`c${index}`, text()]));
const wide = sqliteTable("wide", {
  id: integer().primaryKey(),
  ...plainColumns,
  flag: integer({ mode: "boolean" }),
  data: json(),
  words: list(),
  owner: text(),
  odd: text('o"d.d'),
  up: integer(),
});

let stage: TestEngine;

beforeAll(async () => {
  const rules = [
    rulesFor(wide, {
      select: [allow("anon").only(wide.id), allow("authenticated").when(eq(wide.owner, caller.id))],
      insert: [allow("anon")],
    }),
  ];
  stage = await openEngine(defineApp({ name: "wide", collections: [collection(wide)], rules }));
});

describe("a table of 97 columns", () => {
  const names = ["id", ...Object.keys(plainColumns), "flag", "data", "words", "owner", 'o"d.d'];
  const row = (id: number, owner: string) => [
    id,
    ...Object.keys(plainColumns),
    true,
    { a: [1] },
    ["x", "y"],
    owner,
    "quoted",
  ];

  it("is written and read whole, each column in its form", async () => {
    const table = collectionOf(stage.model, "wide");
    const rows = [row(1, "ada"), row(2, "bob")];
    const written = await stage.engine.write(writeRequest(insertOf(table, names, true), { rows }), contextOf());
    const expected = Object.fromEntries([...names, "up"].map((name, index) => [name, rows[0]?.[index] ?? null]));
    expect(written.ok && written.value.rows.map((text) => JSON.parse(text))[0]).toEqual(expected);
    const read = await stage.engine.read(readRequest(readOf(table)), contextOf());
    expect(read.ok && JSON.parse(read.value.json)[0]).toEqual(expected);
  });

  it("is read under masks, which keep each column's form", async () => {
    const table = collectionOf(stage.model, "wide");
    const read = readRequest(readOf(table, { order: orderBy(table, "id") }));
    const answer = await stage.engine.read(read, contextOf("authenticated", "ada"));
    if (!answer.ok) throw new Error(answer.error.message);
    const [hers, his] = JSON.parse(answer.value.json);
    expect(hers).toMatchObject({ id: 1, flag: true, data: { a: [1] }, words: ["x", "y"], 'o"d.d': "quoted" });
    expect(Object.values(his).filter((cell) => cell !== null)).toEqual([2]);
  });
});
