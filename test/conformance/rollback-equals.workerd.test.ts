import { beforeAll, expect, it } from "vitest";
import { depot } from "../apps/depot.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";
import { people, seed } from "./depot-seed.ts";
import { columns } from "./write-columns.ts";
import { deletes } from "./write-delete.ts";
import { formats, preferences } from "./write-format.ts";
import { inserts } from "./write-insert.ts";
import { keptValues } from "./write-kind.ts";
import { places } from "./write-place.ts";
import { puts } from "./write-put.ts";
import { foreignKeys } from "./write-reference.ts";
import { rights } from "./write-right.ts";
import { uniques } from "./write-unique.ts";
import { updates } from "./write-update.ts";
import { upserts } from "./write-upsert.ts";
import { values } from "./write-value.ts";

/** Every write of the suite, those too that the database refuses: what it answers when it is kept, it answers when it is not. */
const writes: readonly Scenario[] = [
  columns,
  deletes,
  formats,
  preferences,
  inserts,
  keptValues,
  places,
  puts,
  foreignKeys,
  rights,
  uniques,
  updates,
  upserts,
  values,
]
  .flat()
  // What never reaches the database is not undone either.
  .filter((scenario) => scenario.roundTrips !== 0);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ app: depot, seed, people });
});

const tables = [...Object.keys(seed), "_perigee_changes", "_perigee_context"];

async function database(): Promise<string> {
  const rows = await Promise.all(tables.map((table) => stage.rowsOf({ sql: `select * from "${table}"` })));
  return JSON.stringify(rows);
}

async function ask(scenario: Scenario, isKept: boolean): Promise<unknown> {
  const [method = "", ...path] = scenario.request.split(" ");
  const headers = new Headers({
    ...(scenario.body === undefined ? {} : { "content-type": "application/json" }),
    ...(await stage.credentials(scenario.who ?? "anon")),
    ...scenario.headers,
  });
  const given = headers.get("prefer")?.replace(/tx=\w+(?:, )?/, "") ?? "";
  headers.set("prefer", isKept ? given : `${given}, tx=rollback`);
  const { body } = scenario;
  const text = typeof body === "object" && body !== null && "text" in body ? String(body.text) : JSON.stringify(body);
  const request = new Request(`http://perigee.test/rest/v1${path.join(" ")}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: text }),
  });
  const answer = await stage.fetch(request);
  const shown = ["content-type", "content-range", "location"].map((name) => answer.response.headers.get(name));
  return [answer.response.status, answer.text, ...shown];
}

it.each(writes.map((scenario) => [scenario.request, scenario.name, scenario] as const))(
  "%s (%s) answers alike where it is not kept",
  async (_request, _name, scenario) => {
    await stage.reset();
    const before = await database();
    const undone = await ask(scenario, false);
    expect(await database(), "nothing has changed").toBe(before);
    expect(undone).toEqual(await ask(scenario, true));
  },
);
