import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { Principal } from "../../src/kernel/principal.ts";
import { ExistsAnswers } from "../../src/live/exists.ts";
import { d1Database } from "../../src/platform/d1.ts";
import { evaluate } from "../../src/rules/evaluate.ts";
import { type Expression, partsOf } from "../../src/rules/expression.ts";
import { compiled, condition, noteRow, principal, shareRow } from "../rules/arbitrary.ts";
import { createWorld, inSql, now, type World } from "../rules/world.ts";

beforeAll(createWorld);

const database = d1Database(env.DB);

/** What the rule is of each note, where the database is asked but once, for all rows and all who ask. */
async function asLive(world: World, rule: Expression, asked: readonly Principal[]): Promise<(number | null)[][]> {
  const answers = new ExistsAnswers();
  const all = (): (number | null)[][] =>
    asked.map((who) =>
      world.notes.map((note, index) => {
        const row = { ...note, id: index + 1 };
        const exists = (expression: Parameters<typeof answers.answer>[0]["expression"]) =>
          answers.answer({ expression, row, principal: who, now });
        const held = evaluate(rule, { principal: who, now, before: null, exists, rows: [row] });
        return held === null ? null : held ? 1 : 0;
      }),
    );
  all();
  if (!answers.isComplete) await answers.fetch(database);
  const found = all();
  expect(answers.isComplete).toBe(true);
  return found;
}

it("a rule that asks the database is for a change what it is for a read", async () => {
  let asking = 0;
  const property = fc.asyncProperty(
    condition(false).map((given) => compiled(given, false)),
    fc.array(noteRow, { minLength: 8, maxLength: 8 }),
    fc.array(shareRow, { maxLength: 5 }),
    fc.array(principal, { minLength: 4, maxLength: 4 }),
    async (rule, notes, shares, asked) => {
      if (![...partsOf(rule)].some(({ kind }) => kind === "exists")) return;
      asking += 1;
      const world: World = { notes, befores: notes, shares };
      const fromSql = await inSql(world, rule, asked);
      expect(await asLive(world, rule, asked)).toEqual(fromSql);
    },
  );
  await fc.assert(property, { numRuns: 400 });
  expect(asking).toBeGreaterThan(50);
}, 120_000);
