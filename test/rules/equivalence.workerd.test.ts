import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { Principal } from "../../src/kernel/principal.ts";
import { bind } from "../../src/plan/bind.ts";
import type { Slot } from "../../src/plan/slot.ts";
import { makeAliases } from "../../src/plan/table.ts";
import { evaluate, type Row } from "../../src/rules/evaluate.ts";
import type { Exists, Expression } from "../../src/rules/expression.ts";
import { ruleSql, storedList } from "../../src/rules/to-sql.ts";
import { template } from "../../src/sql/compile.ts";
import { ref, sql } from "../../src/sql/fragment.ts";
import { compiled, condition, model, noteRow, principal, shareRow } from "./arbitrary.ts";

const now = "2026-06-30T23:59:59.123456+00:00";

/** The rows of one run: notes as they are and as they were, and shares. */
interface World {
  readonly notes: readonly Row[];
  readonly befores: readonly Row[];
  readonly shares: readonly Row[];
}

const tables: readonly (readonly [string, string])[] = [
  ["notes", "notes"],
  ["befores", "notes"],
  ["shares", "shares"],
];

beforeAll(async () => {
  for (const [table, like] of tables) {
    const columns = [...(model.collections.get(like)?.columns.values() ?? [])].map((column) => {
      const types: Readonly<Record<string, string>> = { real: "real", integer: "integer", bigint: "integer" };
      const kind = column.type.kind.name;
      const type = types[kind] ?? (kind === "boolean" || kind === "epoch-seconds" ? "integer" : "text");
      return `"${column.name}" ${type}${column.name === "id" ? " primary key" : ""}`;
    });
    await env.DB.prepare(`create table "${table}" (${columns.join(", ")})`).run();
  }
});

function fill(table: string, like: string, rows: readonly Row[]): D1PreparedStatement {
  const names = [...(model.collections.get(like)?.columns.keys() ?? [])];
  const cells = rows.map((row, index) =>
    storedList(names.map((name) => (name === "id" ? index + 1 : (row[name] ?? null)))),
  );
  const columns = names.map((name) => `"${name}"`).join(", ");
  const values = names.map((_, index) => `value ->> ${index}`).join(", ");
  return env.DB.prepare(`insert into "${table}" (${columns}) select ${values} from json_each(?)`).bind(
    `[${cells.join(",")}]`,
  );
}

async function inSql(world: World, rule: Expression, asked: readonly Principal[]): Promise<(number | null)[][]> {
  const written = ruleSql<Slot>(rule, {
    column: (name) => ref("n", name),
    before: (name) => ref("b", name),
    alias: makeAliases(),
  });
  const made = template(sql<Slot>`select ${written} as r from "notes" n join "befores" b on b.id = n.id order by n.id`);
  const selects = asked.map((who) => {
    const bound = bind(made, { arguments: [], context: { principal: who, now }, rows: null });
    if (!bound.ok) throw new Error(bound.error.message);
    return env.DB.prepare(bound.value.sql).bind(...bound.value.params);
  });
  const clear = tables.map(([table]) => env.DB.prepare(`delete from "${table}"`));
  const fills = tables.map(([table, like]) => fill(table, like, world[table as keyof World]));
  const results = await env.DB.batch<{ r: number | null }>([...clear, ...fills, ...selects]);
  return results.slice(clear.length + fills.length).map((result) => result.results.map((row) => row.r));
}

function inMemory(world: World, rule: Expression, who: Principal, index: number): boolean | null {
  const stored: Readonly<Record<string, readonly Row[]>> = {
    notes: world.notes.map((row, position) => ({ ...row, id: position + 1 })),
    shares: world.shares.map((row, position) => ({ ...row, id: position + 1 })),
  };
  const before = { ...world.befores[index], id: index + 1 };
  const exists = (expression: Exists, rows: readonly Row[]): boolean =>
    (stored[expression.collection] ?? []).some(
      (row) => evaluate(expression.where, { principal: who, now, before, exists, rows: [row, ...rows] }) === true,
    );
  const row = stored.notes?.[index] ?? {};
  return evaluate(rule, { principal: who, now, before, exists, rows: [row] });
}

const number = (value: boolean | null): number | null => (value === null ? null : value ? 1 : 0);

it("gives the same answer in SQL and in memory, unknown included", async () => {
  let triples = 0;
  const size = 12;
  const property = fc.asyncProperty(
    fc.boolean().chain((hasBefore) => condition(hasBefore).map((given) => compiled(given, hasBefore))),
    fc.array(fc.tuple(noteRow, noteRow), { minLength: size, maxLength: size }),
    fc.array(shareRow, { maxLength: 5 }),
    fc.array(principal, { minLength: 4, maxLength: 4 }),
    async (rule, pairs, shares, asked) => {
      const world: World = { notes: pairs.map(([row]) => row), befores: pairs.map(([, row]) => row), shares };
      const fromSql = await inSql(world, rule, asked);
      const fromMemory = asked.map((who) => world.notes.map((_, index) => number(inMemory(world, rule, who, index))));
      expect(fromMemory).toEqual(fromSql);
      triples += size * asked.length;
    },
  );
  await fc.assert(property, { numRuns: 300 });
  expect(triples).toBeGreaterThanOrEqual(10_000);
}, 120_000);
