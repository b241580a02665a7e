import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { checkCost } from "../engine/check-cost.ts";
import { resolveLimits } from "../engine/limits.ts";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import type { Collection } from "../schema/model.ts";
import { costOf } from "./cost.ts";
import type { Filter, Read, Selection } from "./read.ts";

const pets = sqliteTable("pets", { id: integer().primaryKey(), name: text() });
const [table] = compileModel([collection(pets)]).collections.values() as Iterable<Collection>;
if (table === undefined) throw new TypeError("no collection");
const [column] = table.columns.values();
if (column === undefined) throw new TypeError("no column");

const field = { column, path: [], asText: false };
const leaf: Filter = { kind: "compare", field, operator: "is", keyword: "null", value: null, quantifier: null };

function read(more: Partial<Read> = {}): Read {
  return { collection: table as Collection, select: [], where: null, order: [], limit: null, offset: null, ...more };
}

function embed(inner: Read): Selection {
  const relation = {
    source: "pets",
    target: "pets",
    cardinality: "one-to-many" as const,
    constraints: [],
    pairs: [],
    junction: null,
    owned: false,
  };
  return { kind: "embed", as: "x", relation, join: "left", spread: false, read: inner };
}

const named: Selection = { kind: "field", field, as: "id", cast: null };
const order = { embed: null, field, descending: false, nulls: null };

describe("the cost of a read", () => {
  it.each<readonly [string, Read, readonly [number, number, number]]>([
    ["nothing", read(), [0, 0, 0]],
    ["everything", read({ select: [{ kind: "all" }] }), [0, 0, 1]],
    ["columns, an order, a filter", read({ select: [named, named], order: [order], where: leaf }), [0, 0, 4]],
    ["an empty or", read({ where: { kind: "or", items: [] } }), [0, 1, 0]],
    ["a not within an and", read({ where: { kind: "and", items: [leaf, { kind: "not", item: leaf }] } }), [0, 2, 2]],
    ["an embed", read({ select: [embed(read({ select: [named] }))] }), [1, 0, 11]],
    ["embeds side by side", read({ select: [embed(read()), embed(read())] }), [1, 0, 20]],
    ["an embed in an embed", read({ select: [embed(read({ select: [embed(read())] }))] }), [2, 0, 20]],
    ["a condition inside", read({ select: [embed(read({ where: { kind: "not", item: leaf } }))] }), [1, 1, 11]],
  ])("of %s", (_, given, [depth, conditionDepth, units]) => {
    expect(costOf(given)).toEqual({ depth, conditionDepth, units });
  });

  it("is refused just above each limit", () => {
    const limits = resolveLimits({ maxDepth: 1, maxConditionDepth: 2, maxCost: 12 });
    const not = (item: Filter): Filter => ({ kind: "not", item });
    const two = read({ select: [embed(read({ select: [embed(read())] }))] });
    const codes = [
      read({ select: [embed(read({ select: [named, named] }))], where: null }),
      two,
      read({ where: not(not(leaf)) }),
      read({ where: not(not(not(leaf))) }),
      read({ select: Array.from({ length: 13 }, () => named) }),
    ].map((each) => checkCost(each, limits));
    expect(codes.map((each) => each?.code ?? null)).toEqual([null, "PER003", null, "PER003", "PER004"]);
    expect(codes[1]).toMatchObject({ message: "embeds are nested too deeply", details: "2, at most 1 allowed" });
  });
});

describe("limits", () => {
  it("have defaults, and keep what is given", () => {
    expect(resolveLimits({ maxRows: 5 })).toMatchObject({ maxRows: 5, maxDepth: 5, maxBodyBytes: 1_048_576 });
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuse %d", (bound) => {
    expect(() => resolveLimits({ maxRows: bound })).toThrow("limits.maxRows must be a positive integer");
  });

  it("refuse what they do not know", () => {
    expect(() => resolveLimits({ maxRoms: 5 } as object)).toThrow("limits.maxRoms does not exist");
  });
});
