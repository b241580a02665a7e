import { env } from "cloudflare:workers";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, it } from "vitest";
import { ddl } from "../../tools/db/ddl.ts";
import { defineApp } from "../define.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { d1Database } from "../platform/d1.ts";
import { compilePolicy } from "../rules/policy.ts";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import { sql } from "../sql/fragment.ts";
import { createEngine } from "./engine.ts";
import { resolveLimits } from "./limits.ts";
import type { Database } from "./ports.ts";
import { collectionOf, contextOf, orderBy, readOf, readRequest } from "./test-engine.ts";

const notes = sqliteTable("notes", { id: integer().primaryKey(), body: text() });
const app = defineApp({ name: "notes", collections: [collection(notes)], rules: [] });
const model = compileModel(app.collections);

/** D1 as it is in production: its values end at a size. The local one takes larger ones. */
function holding(maxLength: number, seen: string[]): Database {
  const d1 = d1Database(env.DB);
  return {
    async batch(statements, options) {
      seen.push(...statements.map((each) => each.sql));
      const results = await d1.batch(statements, options);
      const isTooLarge = results.some(({ rows }) => rows.some((row) => String(row.j).length > maxLength));
      if (isTooLarge) throw new DatabaseError("size", "D1_ERROR: string or blob too big: SQLITE_TOOBIG");
      return results;
    },
  };
}

function open(maxLength: number) {
  const seen: string[] = [];
  const policy = compilePolicy(model, [], {});
  const database = holding(maxLength, seen);
  const engine = createEngine({ model, policy, database, limits: resolveLimits(), alive: () => sql`1` });
  return { engine, seen };
}

it("gives an answer that is larger than a value of the database row by row", async () => {
  await env.DB.batch((await ddl(app)).map((text) => env.DB.prepare(text)));
  await env.DB.prepare("insert into notes values (1, 'one'), (2, 'two'), (3, 'three')").run();
  const table = collectionOf(model, "notes");
  const request = { ...readRequest(readOf(table, { order: orderBy(table, "id") })), total: true };
  const whole = '[{"id":1,"body":"one"},{"id":2,"body":"two"},{"id":3,"body":"three"}]';

  const small = open(1_000);
  expect(await small.engine.read(request, contextOf())).toEqual({
    ok: true,
    value: { json: whole, count: 3, total: 3 },
  });
  expect(small.seen).toHaveLength(1);

  const large = open(40);
  expect(await large.engine.read(request, contextOf())).toEqual({
    ok: true,
    value: { json: whole, count: 3, total: 3 },
  });
  expect(large.seen).toHaveLength(2);

  const tooLarge = await open(10).engine.read(request, contextOf());
  expect(tooLarge.ok ? "" : tooLarge.error.code).toBe("54000");
});
