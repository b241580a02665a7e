import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type App, defineApp } from "../../src/define.ts";
import { defineFunction } from "../../src/functions/define.ts";
import { fail } from "../../src/functions/fail.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { type Answer, openStage, type Stage } from "./stage.ts";

// A function writes as it likes: in many transactions, or in none. Its key is taken before it begins.

const entries = sqliteTable("entries", { id: integer().primaryKey(), text: text().notNull() });

let runs = 0;

const app: App = defineApp({
  name: "calls",
  collections: [collection(entries)],
  rules: [rulesFor(entries, { select: [allow("anon")], insert: [allow("anon")] })],
  functions: [
    defineFunction({
      name: "write_twice",
      access: ["anon"],
      input: z.object({ text: z.string(), mood: z.enum(["fine", "refuse", "break"]).default("fine") }),
      returns: z.object({ run: z.number() }),
      async run({ text: given, mood }, { db }) {
        runs += 1;
        await db.insert(entries, { text: given });
        if (mood === "refuse") throw fail("P0001", "not today");
        if (mood === "break") throw new Error("broken");
        await db.insert(entries, { text: given });
        return { run: runs };
      },
    }),
  ],
});

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed: { entries: [] }, people: {} });
});

beforeEach(async () => {
  runs = 0;
  await stage.reset();
  await stage.rowsOf({ sql: "delete from _perigee_idempotency" });
});

function call(body: object, key: string | null = "k1", name = "write_twice"): Promise<Answer> {
  const headers = { "content-type": "application/json", ...(key === null ? {} : { "idempotency-key": key }) };
  return stage.fetch(
    new Request(`http://perigee.test/rest/v1/rpc/${name}`, { method: "POST", headers, body: JSON.stringify(body) }),
  );
}

async function keys(): Promise<readonly unknown[]> {
  return stage.rowsOf({ sql: "select status from _perigee_idempotency" });
}

describe("a call with a key", () => {
  it("runs once, however often it is sent", async () => {
    const first = await call({ text: "a" });
    const next = await call({ text: "a" });
    expect([first.response.status, first.text]).toEqual([200, '{"run":1}']);
    expect([next.response.status, next.text, runs]).toEqual([200, '{"run":1}', 1]);
    expect(next.response.headers.get("idempotency-replayed")).toBe("true");
    expect(await stage.rowsOf({ sql: "select text from entries" })).toHaveLength(2);
    expect((await call({ text: "b" })).response.status).toBe(422);
  });

  it("runs once where many come at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => call({ text: "a" })));
    expect(runs).toBe(1);
    for (const { response, text: given } of answers) {
      if (response.status === 200) expect(given).toBe('{"run":1}');
      else expect([response.status, JSON.parse(given).code]).toEqual([409, "PER023"]);
    }
  });

  it.each([
    [{ text: "a", mood: "refuse" }, "write_twice"],
    [{ text: "a", mood: "odd" }, "write_twice"],
    [{ text: "a" }, "nothing"],
  ])("that is refused gives its key back: %j of %s", async (body, name) => {
    expect((await call(body, "k1", name)).response.status).toBeGreaterThanOrEqual(400);
    expect(await keys()).toEqual([]);
    expect((await call({ text: "a" })).response.status).toBe(200);
  });

  it("that breaks gives its key back as well", async () => {
    const broken = await call({ text: "a", mood: "break" });
    expect([broken.response.status, await keys()]).toEqual([500, []]);
  });

  it("whose end nobody knows was begun, and does not begin again", async () => {
    await call({ text: "a" });
    const old = new Date(Date.now() - 60_000).toISOString().replace("Z", "+00:00");
    await stage.rowsOf({ sql: `update _perigee_idempotency set status = null, headers = 'x', created_at = '${old}'` });
    const late = await call({ text: "a" });
    expect([late.response.status, JSON.parse(late.text).message, runs]).toEqual([
      409,
      "the request with this Idempotency-Key was begun, and its answer is not known",
      1,
    ]);
  });
});
