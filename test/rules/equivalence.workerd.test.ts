import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { Principal } from "../../src/kernel/principal.ts";
import { evaluate, type Row } from "../../src/rules/evaluate.ts";
import type { Exists, Expression } from "../../src/rules/expression.ts";
import { compiled, condition, noteRow, principal, shareRow } from "./arbitrary.ts";
import { createWorld, inSql, now, type World } from "./world.ts";

beforeAll(createWorld);

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
