import fc from "fast-check";
import { expect, it } from "vitest";
import { compileModel } from "../../../src/schema/compile.ts";
import { worldInWords } from "../../oracle/check.ts";
import { makeFamily } from "../../oracle/family.ts";
import { makeRules } from "../../oracle/rule.ts";
import { open } from "../../oracle/stage.ts";
import { openTape, tape } from "../../oracle/tape.ts";
import { definitions, makePrincipal, makeRows, viewsOf, type World } from "../../oracle/world.ts";
import { speech } from "./document.ts";
import { judge, tooDeep } from "./judge.ts";
import { makeQuestion } from "./question.ts";

/** `VITE_GRAPH_WORLDS=400 npx vitest run --project workerd test/graphql/oracle` hunts; `VITE_GRAPH_SEED` repeats a hunt. */
const { env = {} } = import.meta as unknown as { readonly env?: Readonly<Record<string, string | undefined>> };
const worlds = Number(env.VITE_GRAPH_WORLDS ?? 60);
const asksPerWorld = 40;

interface Case {
  readonly family: readonly number[];
  readonly rules: readonly number[];
  readonly rows: readonly number[];
  readonly asks: readonly { readonly who: readonly number[]; readonly what: readonly number[] }[];
}

const cases: fc.Arbitrary<Case> = fc.record({
  family: tape(60),
  rules: tape(300),
  rows: tape(600),
  asks: fc.array(fc.record({ who: tape(8), what: tape(300) }), { minLength: 1, maxLength: asksPerWorld, size: "max" }),
});

const seen = new Map<string, number>();
let questions = 0;

/** Null, or the case of the one question that was answered in two ways, and how. */
async function play(given: Case): Promise<{ readonly alone: Case; readonly how: string } | null> {
  const family = makeFamily(openTape(given.family));
  const rules = makeRules(openTape(given.rules), family);
  const world: World = { family, rules, rows: makeRows(openTape(given.rows), family) };
  const views = viewsOf(world);
  const model = compileModel(definitions(family));
  const service = await open(world);
  for (const each of given.asks) {
    const principal = makePrincipal(openTape(each.who));
    const choices = openTape(each.what);
    const manner = speech(model, choices.below(2) === 0 ? "written" : "given");
    const mine = views(principal);
    const question = makeQuestion(choices, family, mine);
    const { kind, wrong } = await judge({ service, speech: manner, principal, views: mine }, question);
    questions++;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (wrong !== null) return { alone: { ...given, asks: [each] }, how: `\n${worldInWords(world)}\n${wrong}` };
  }
  return null;
}

async function simplest(alone: Case): Promise<string> {
  let how = "";
  const property = fc.asyncProperty(cases, async (given) => {
    const failed = await play(given);
    how = failed?.how ?? how;
    return failed === null;
  });
  await fc.check(property, { numRuns: 1, examples: [[alone]], interruptAfterTimeLimit: 15_000 });
  return how;
}

it(
  "answers random questions as REST does",
  async () => {
    let alone: Case | null = null;
    const property = fc.asyncProperty(cases, async (given) => {
      alone = (await play(given))?.alone ?? null;
      return alone === null;
    });
    const seed = { seed: Number(env.VITE_GRAPH_SEED ?? 1) };
    const outcome = await fc.check(property, { numRuns: worlds, unbiased: true, endOnFailure: true, ...seed });
    if (env.VITE_GRAPH_WORLDS !== undefined) console.log(questions, "questions", [...seen].sort());
    if (alone !== null) throw new Error(`seed ${outcome.seed}${await simplest(alone)}`);
    if (outcome.failed) throw outcome.errorInstance;
    expect(questions).toBeGreaterThanOrEqual(worlds * 15);
    for (const kind of ["rows", "place", "lookup", "computed", "refused", "past the end"]) {
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(worlds / 6);
    }
    expect(seen.get(tooDeep) ?? 0, "questions that the database cannot take").toBeLessThan(questions / 50);
  },
  30_000 + worlds * 3_000,
);
