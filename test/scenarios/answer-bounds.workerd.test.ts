import { env } from "cloudflare:workers";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type App, defineApp } from "../../src/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { openStage, type Stage } from "./stage.ts";

// A public table of long texts must not fill an isolate.

const shelves = sqliteTable("shelves", { id: integer().primaryKey() });
const texts = sqliteTable("texts", {
  id: integer().primaryKey(),
  shelf: integer().references(() => shelves.id),
  body: text().notNull(),
});

function library(limits: NonNullable<App["limits"]>): App {
  return defineApp({
    name: "library",
    collections: [collection(shelves), collection(texts)],
    rules: [
      rulesFor(shelves, { select: [allow("anon")] }),
      rulesFor(texts, { select: [allow("anon")], update: [allow("anon")] }),
    ],
    limits,
  });
}

const people = {};
const seed = { shelves: [{ id: 1 }, { id: 2 }], texts: [] };
let large: Stage;
let small: Stage;

beforeAll(async () => {
  large = await openStage({ app: library({ maxAnswerBytes: 5_000_000 }), seed, people });
  small = await openStage({
    app: library({ maxAnswerBytes: 2_000, maxEmbedRows: 2 }),
    seed,
    people,
    tables: "kept",
  });
  const fill = "insert into texts select value, 1, replace(hex(zeroblob(?1)), '0', 'x') from json_each(?2)";
  await env.DB.prepare(fill).bind(450_000, "[1,2,3,4,5,6,7,8]").run();
});

async function ask(
  stage: Stage,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; text: string; batches: number }> {
  const { response, text, recording } = await stage.fetch(new Request(`http://perigee.test/rest/v1${path}`, init));
  return { status: response.status, text, batches: recording.batches.length };
}

const tooLong = (bytes: number) => ({
  code: "54000",
  message: "the answer is too long",
  details: `It has more than ${bytes} bytes (limits.maxAnswerBytes).`,
  hint: "Ask for fewer rows with limit, or for fewer columns and embedded rows with select.",
});

describe("an answer's bytes", () => {
  it("may be more than one value of the database", async () => {
    const { status, text } = await ask(large, "/texts?select=id,body&order=id&limit=5");
    expect(status).toBe(200);
    expect(text.length).toBeGreaterThan(4_500_000);
    expect(JSON.parse(text).map((row: { id: number }) => row.id)).toEqual([1, 2, 3, 4, 5]);
  });

  it("are counted on the way: what is too much ends in a code, with the mend", async () => {
    const { status, text } = await ask(large, "/texts?select=id,body&order=id");
    expect([status, JSON.parse(text)]).toEqual([400, tooLong(5_000_000)]);
    const counted = await ask(large, "/texts?select=id,body&after=&limit=8", { headers: { prefer: "count=exact" } });
    expect([counted.status, JSON.parse(counted.text)]).toEqual([400, tooLong(5_000_000)]);
  });

  it("of a few rows keep their cursor, row by row", async () => {
    const request = new Request("http://perigee.test/rest/v1/texts?select=id,body&after=&limit=4");
    const { response, text } = await large.fetch(request);
    expect([response.status, JSON.parse(text).length]).toEqual([200, 4]);
    const next = response.headers.get("perigee-next-cursor");
    expect(JSON.parse((await ask(large, `/texts?select=id&after=${next}&limit=1`)).text)).toEqual([{ id: 5 }]);
  });

  it("may be bounded lower than that", async () => {
    expect((await ask(small, "/texts?select=id")).status).toBe(200);
    const { status, text } = await ask(small, "/texts?select=body&limit=1");
    expect([status, JSON.parse(text)]).toEqual([400, tooLong(2_000)]);
    expect((await ask(small, "/shelves?select=texts(body)")).status).toBe(400);
  });
});

describe("an embed's rows", () => {
  it("are bounded where the definition says so, at every depth, with or without a limit of their own", async () => {
    const { text } = await ask(small, "/shelves?select=id,texts(id,shelves(texts(id)))&id=eq.1&texts.order=id.desc");
    expect(JSON.parse(text)).toEqual([
      { id: 1, texts: [8, 7].map((id) => ({ id, shelves: { texts: [{ id: 1 }, { id: 2 }] } })) },
    ]);
    expect(JSON.parse((await ask(small, "/shelves?select=texts(id)&texts.limit=1&id=eq.1")).text)).toEqual([
      { texts: [{ id: 1 }] },
    ]);
    expect(JSON.parse((await ask(small, "/shelves?select=texts(id)&texts.limit=7&id=eq.1")).text)).toEqual([
      { texts: [{ id: 1 }, { id: 2 }] },
    ]);
    expect(JSON.parse((await ask(large, "/shelves?select=texts(id)&id=eq.1")).text)[0].texts).toHaveLength(8);
  });

  it("are counted whole", async () => {
    expect(JSON.parse((await ask(small, "/shelves?select=texts(count)&id=eq.1")).text)).toEqual([
      { texts: [{ count: 8 }] },
    ]);
  });

  it("are bounded in what a write gives back, too", async () => {
    const init = {
      method: "PATCH",
      body: '{"shelf":1}',
      headers: { prefer: "return=representation", "content-type": "application/json" },
    };
    const { text } = await ask(small, "/texts?select=shelves(texts(id))&id=eq.1", init);
    expect(JSON.parse(text)).toEqual([{ shelves: { texts: [{ id: 1 }, { id: 2 }] } }]);
  });
});
