import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { people, seed } from "../scenarios/publication-seed.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";
import { graphRequest } from "./documents.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

/** Words that only the database or the runtime would say. */
const leaks =
  /D1_ERROR|SQLITE_|no such (?:table|column|function)|near "\w|\bat .+\.ts:\d+|json_each|json_object|_perigee/i;

const numRuns = 3_000;

interface Reached {
  readonly data: number;
  readonly database: number;
}

/** Says how many of the answers had data, and how many of the requests reached the database. */
async function attack(who: string): Promise<Reached> {
  let data = 0;
  let database = 0;
  const credentials = await stage.credentials(who);
  const property = fc.asyncProperty(graphRequest, async ({ method, search, body, headers }) => {
    // A stream lives in an object, which here is another application's: test/graphql/streams.e2e.test.ts has those.
    fc.pre(method !== "PUT" && !/event-stream|stream-token/i.test(JSON.stringify(headers) + search));
    const sent = { method, body, headers: { ...credentials, ...headers } };
    const { response, text, recording } = await stage.fetch(
      new Request(`http://perigee.test/graphql/v1${search}`, sent),
    );
    if (recording.batches.length > 0) database++;
    const said = `${method} ${search} ${body} -> ${response.status} ${text.slice(0, 2_000)}`;
    expect(response.status, said).toBeLessThan(500);
    if (method === "OPTIONS" || response.headers.get("content-type")?.startsWith("text/html")) return;
    const answer = JSON.parse(text) as {
      readonly data?: unknown;
      readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
    };
    if (answer.data !== undefined && answer.data !== null) data++;
    else expect(answer.errors?.length, said).toBeGreaterThan(0);
    for (const { message, extensions } of answer.errors ?? []) {
      expect(extensions.code, said).toMatch(/^(?!PER500)[A-Z0-9_]+$/);
      expect(message, said).not.toMatch(leaks);
    }
    if (!response.ok) expect(answer.data, said).toBeUndefined();
  });
  await fc.assert(property, { numRuns });
  return { data, database };
}

it("answers a stranger's hostile documents with coded errors or honest answers, and changes nothing", async () => {
  const before = await everyRow();
  const { data, database } = await attack("anon");
  expect(await everyRow()).toEqual(before);
  expect(
    [data, database].every((count) => count > numRuns / 20),
    `${data} with data, ${database} at the database`,
  ).toBe(true);
}, 300_000);

it("does so for somebody whom no rule holds back, whose writes take effect", async () => {
  const { data, database } = await attack("service");
  expect(
    [data, database].every((count) => count > numRuns / 20),
    `${data} with data, ${database} at the database`,
  ).toBe(true);
}, 300_000);

/** What a stranger may not write. */
const guarded = ["articles", "comments", "profiles", "categories", "tags", "reactions", "article_tags"];

async function everyRow(): Promise<unknown> {
  return Promise.all(guarded.map((name) => stage.rowsOf({ sql: `select * from ${name} order by rowid` })));
}
