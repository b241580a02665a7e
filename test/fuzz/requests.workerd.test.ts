import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { people, seed } from "../scenarios/publication-seed.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";
import { hostileRequest } from "./hostile.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

/** Words that only the database or the runtime would say. */
const leaks = /D1_ERROR|SQLITE_|no such (?:table|column|function)|near "|syntax error|\bat .+\.ts:\d+|json_each/i;

const numRuns = 10_000;

/** Returns how many of the requests reached the database. */
async function attack(who: string): Promise<number> {
  let reached = 0;
  const credentials = await stage.credentials(who);
  const property = fc.asyncProperty(hostileRequest, async ({ method, path, headers, body }) => {
    const takesBody = method !== "GET" && method !== "HEAD";
    const sent = { method, headers: { ...credentials, ...headers }, ...(takesBody ? { body } : {}) };
    const { response, text, recording } = await stage.fetch(new Request(`http://perigee.test${path}`, sent));
    if (recording.batches.length > 0) reached++;
    expect(response.status, `${method} ${path} ${body} -> ${text}`).toBeLessThan(500);
    if (response.status >= 400 && text !== "") {
      expect(text).not.toMatch(leaks);
      expect(JSON.parse(text)).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    }
  });
  await fc.assert(property, { numRuns });
  return reached;
}

it("answers a stranger's hostile requests with coded errors or honest answers, and changes nothing", async () => {
  const guarded = ["articles", "comments", "profiles", "categories", "tags", "reactions"];
  const before = await counts(guarded);
  await attack("anon");
  expect(await counts(guarded)).toEqual(before);
}, 300_000);

it("does so for somebody whom no rule holds back, whose requests reach the database", async () => {
  expect(await attack("service")).toBeGreaterThan(numRuns / 20);
}, 300_000);

async function counts(names: readonly string[]): Promise<unknown> {
  const sql = names.map((name) => `select '${name}' as name, count(*) as n from ${name}`);
  return Promise.all(sql.map((text) => stage.rowsOf({ sql: text })));
}
