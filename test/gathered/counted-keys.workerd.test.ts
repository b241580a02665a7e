import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, it } from "vitest";
import { type App, defineApp } from "../../src/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { encrypted } from "../../src/schema/encrypted.ts";
import { openStage } from "../scenarios/stage.ts";

// A row of encrypted columns is sealed under its key, which is counted before: many that come at once count the same.

const secrets = sqliteTable("secrets", { id: integer().primaryKey(), body: text() });

function vault(maxGathered: number): App {
  return defineApp({
    name: "vault",
    collections: [collection(secrets, { columns: { body: encrypted() } })],
    rules: [rulesFor(secrets, { insert: [allow("anon")] })],
    limits: { maxGathered },
  });
}

it.each([
  [24, "made"],
  [1, "kept"],
] as const)("all rows that come at once get keys, with %i to a call", async (maxGathered, tables) => {
  const stage = await openStage({ app: vault(maxGathered), seed: {}, people: {}, tables });
  const before = await stage.rowsOf({ sql: "select id from secrets" });
  const statuses = await Promise.all(
    Array.from({ length: 24 }, async (_, n) => {
      const asked = { method: "POST", headers: { "content-type": "application/json" }, body: `{"body":"${n}"}` };
      const { response } = await stage.fetch(new Request("http://perigee.test/rest/v1/secrets", asked));
      return response.status;
    }),
  );
  expect(statuses).toEqual(statuses.map(() => 201));
  expect(await stage.rowsOf({ sql: "select id from secrets" })).toHaveLength(before.length + 24);
});
