import fc from "fast-check";
import { expect, it } from "vitest";
import { isAggregated } from "./ask.ts";
import { type Asked, judge, report, tooDeep } from "./check.ts";
import { makeFamily } from "./family.ts";
import { makeRequest } from "./request.ts";
import { makeRules } from "./rule.ts";
import { serve } from "./stage.ts";
import { openTape, tape } from "./tape.ts";
import { urlOf } from "./url.ts";
import { makePrincipal, makeRows, viewsOf, type World } from "./world.ts";

interface Case {
  readonly family: readonly number[];
  readonly rules: readonly number[];
  readonly rows: readonly number[];
  readonly asks: readonly { readonly who: readonly number[]; readonly what: readonly number[] }[];
}

/** `VITE_ORACLE_WORLDS=400 npx vitest run --project workerd test/oracle` hunts; `VITE_ORACLE_SEED` repeats a hunt. */
const { env = {} } = import.meta as unknown as { readonly env?: Readonly<Record<string, string | undefined>> };
const worlds = Number(env.VITE_ORACLE_WORLDS ?? 200);
const asksPerWorld = 60;

const oneAsk = fc.record({ who: tape(8), what: tape(300) });
const cases: fc.Arbitrary<Case> = fc.record({
  family: tape(60),
  rules: tape(300),
  rows: tape(600),
  asks: fc.array(oneAsk, { minLength: 1, maxLength: asksPerWorld, size: "max" }),
});

const seen = new Map<string, number>();
let requests = 0;

/** Asks everything that a case says; null, or the case of the one request that was answered wrongly, and how. */
async function play(given: Case): Promise<{ readonly alone: Case; readonly how: string } | null> {
  const family = makeFamily(openTape(given.family));
  const rules = makeRules(openTape(given.rules), family);
  const world: World = { family, rules, rows: makeRows(openTape(given.rows), family) };
  const views = viewsOf(world);
  const ask = await serve(world);
  for (const each of given.asks) {
    const principal = makePrincipal(openTape(each.who));
    const choices = openTape(each.what);
    const counting = choices.below(3) === 1;
    const mine = views(principal);
    const query = makeRequest(choices, family, mine);
    const counted = counting && !isAggregated(query);
    const asked: Asked = { principal, query, url: urlOf(query), counted, views: mine };
    const answer = await ask(principal, asked.url, counted ? { prefer: "count=exact" } : {});
    const { kind, wrong } = judge(asked, answer);
    requests++;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (wrong !== null) return { alone: { ...given, asks: [each] }, how: report(world, asked, answer, wrong) };
  }
  return null;
}

/** The simplest case that is answered wrongly too. One request a try: 60 would take as many times longer. */
async function simplest(alone: Case): Promise<string> {
  let how = "";
  const property = fc.asyncProperty(cases, async (given) => {
    const failed = await play(given);
    how = failed?.how ?? how;
    return failed === null;
  });
  await fc.check(property, { numRuns: 1, examples: [[alone]], interruptAfterTimeLimit: 25_000 });
  return how;
}

it(
  "answers random reads as loops over the visible rows do",
  async () => {
    let alone: Case | null = null;
    const property = fc.asyncProperty(cases, async (given) => {
      alone = (await play(given))?.alone ?? null;
      return alone === null;
    });
    const seed = { seed: Number(env.VITE_ORACLE_SEED ?? 1) };
    const outcome = await fc.check(property, { numRuns: worlds, unbiased: true, endOnFailure: true, ...seed });
    if (env.VITE_ORACLE_WORLDS !== undefined) console.log(requests, "requests", [...seen].sort());
    if (alone !== null) throw new Error(`seed ${outcome.seed}${await simplest(alone)}`);
    if (outcome.failed) throw outcome.errorInstance;
    expect(requests).toBeGreaterThanOrEqual(5_000);
    expect(seen.get(tooDeep) ?? 0, "requests that the database cannot take").toBeLessThan(requests / 100);
  },
  20_000 + worlds * 2_000,
);
