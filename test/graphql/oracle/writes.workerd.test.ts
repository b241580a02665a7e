import { it } from "vitest";
import { compileModel } from "../../../src/schema/compile.ts";
import { worldInWords } from "../../oracle/check.ts";
import { makeFamily } from "../../oracle/family.ts";
import { grantInWords, makeRules } from "../../oracle/rule.ts";
import { open, type WriteRules } from "../../oracle/stage.ts";
import { openTape } from "../../oracle/tape.ts";
import { definitions, makePrincipal, makeRows, viewsOf, type World } from "../../oracle/world.ts";
import { makeChange, makeWriteRules } from "./change.ts";
import { speech } from "./document.ts";
import { expectKinds, hunt, type Opened, total } from "./hunt.ts";
import { judgeChanges } from "./judge-change.ts";

const { env = {} } = import.meta as unknown as { readonly env?: Readonly<Record<string, string | undefined>> };
const worlds = Number(env.VITE_GRAPH_WORLDS ?? 30);

const opened: Opened = async (given) => {
  const family = makeFamily(openTape(given.family));
  const ruling = openTape(given.rules);
  const rules = makeRules(ruling, family);
  const writes = makeWriteRules(ruling, family);
  const world: World = { family, rules, rows: makeRows(openTape(given.rows), family) };
  const views = viewsOf(world);
  const model = compileModel(definitions(family));
  const service = await open(world, writes);
  return {
    told: `${worldInWords(world)}\n${writesInWords(writes)}`,
    async ask({ who, what }) {
      const principal = makePrincipal(openTape(who));
      const choices = openTape(what);
      const manner = speech(model, choices.below(2) === 0 ? "written" : "given");
      const mine = views(principal);
      const isSeveral = choices.once(6);
      const changes = Array.from({ length: isSeveral ? 2 : 1 }, () => makeChange(choices, family, mine));
      return judgeChanges({ service, speech: manner, principal, views: mine }, changes);
    },
  };
};

function writesInWords(writes: WriteRules): string {
  const lines = [...writes].flatMap(([table, operations]) =>
    Object.entries(operations).flatMap(([operation, grants]) =>
      grants.map((grant) => `${table}: ${operation} ${grantInWords(grant)}${grant.check === null ? "" : " (check)"}`),
    ),
  );
  return lines.join("\n");
}

it(
  "writes random rows as REST does, and refuses them in the same words",
  async () => {
    const seen = await hunt(opened, { worlds, asksPerWorld: 30, seed: Number(env.VITE_GRAPH_SEED ?? 1) });
    if (env.VITE_GRAPH_WORLDS !== undefined) console.log(total(seen), "changes", [...seen].sort());
    const errors = ["error 23505", "error 23503", "error PGRST124", "error 42501"];
    expectKinds(seen, ["insert", "update", "delete", "nothing", "several", "refused", ...errors], 2);
  },
  30_000 + worlds * 3_000,
);
