import { expect, it } from "vitest";
import { compileModel } from "../../../src/schema/compile.ts";
import { worldInWords } from "../../oracle/check.ts";
import { makeFamily } from "../../oracle/family.ts";
import { makeRules } from "../../oracle/rule.ts";
import { open } from "../../oracle/stage.ts";
import { openTape } from "../../oracle/tape.ts";
import { definitions, makePrincipal, makeRows, viewsOf, type World } from "../../oracle/world.ts";
import { speech } from "./document.ts";
import { expectKinds, hunt, type Opened, total } from "./hunt.ts";
import { judge, tooDeep } from "./judge.ts";
import { makeQuestion } from "./question.ts";

/** `VITE_GRAPH_WORLDS=400 npx vitest run --project workerd test/graphql/oracle` hunts; `VITE_GRAPH_SEED` repeats a hunt. */
const { env = {} } = import.meta as unknown as { readonly env?: Readonly<Record<string, string | undefined>> };
const worlds = Number(env.VITE_GRAPH_WORLDS ?? 50);

const opened: Opened = async (given) => {
  const family = makeFamily(openTape(given.family));
  const rules = makeRules(openTape(given.rules), family);
  const world: World = { family, rules, rows: makeRows(openTape(given.rows), family) };
  const views = viewsOf(world);
  const model = compileModel(definitions(family));
  const service = await open(world);
  return {
    told: worldInWords(world),
    async ask({ who, what }) {
      const principal = makePrincipal(openTape(who));
      const choices = openTape(what);
      const manner = speech(model, choices.below(2) === 0 ? "written" : "given");
      const mine = views(principal);
      const question = makeQuestion(choices, family, mine);
      return judge({ service, speech: manner, principal, views: mine }, question);
    },
  };
};

it(
  "answers random questions as REST does",
  async () => {
    const seen = await hunt(opened, { worlds, asksPerWorld: 40, seed: Number(env.VITE_GRAPH_SEED ?? 1) });
    if (env.VITE_GRAPH_WORLDS !== undefined) console.log(total(seen), "questions", [...seen].sort());
    expectKinds(seen, ["rows", "place", "lookup", "computed", "refused", "past the end"], worlds / 6);
    expect(seen.get(tooDeep) ?? 0, "questions that the database cannot take").toBeLessThan(total(seen) / 50);
  },
  30_000 + worlds * 3_000,
);
