import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { statement } from "./compile.ts";
import { id, sql, value } from "./fragment.ts";

it("binds values and quotes identifiers, so that neither becomes SQL", async () => {
  const hostile = `x'; drop table t; --"`;
  const made = statement(sql`select ${value(hostile)} as ${id('a"b')}`);
  expect(made.sql).toBe(`select ?1 as "a""b"`);
  const { results } = await env.DB.prepare(made.sql)
    .bind(...made.params)
    .all();
  expect(results).toEqual([{ 'a"b': hostile }]);
});
