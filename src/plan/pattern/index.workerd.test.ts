import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { template } from "../../sql/compile.ts";
import { conditionSql } from "./test-match.ts";

const plan = async (isIndexed: boolean, pattern: string): Promise<string> => {
  const made = template(conditionSql({ language: "like", folded: false, texts: [], pattern }, isIndexed));
  const text = made.sql
    .replace(/^select (.*) as answer from .*$/s, "select id from words where $1")
    .replaceAll("subject.value", "word");
  const { results } = await env.DB.prepare(`explain query plan ${text}`).bind(pattern, null).all<{ detail: string }>();
  return results[0]?.detail ?? "";
};

it("lets an index serve what begins with a literal", async () => {
  await env.DB.batch([
    env.DB.prepare("create table words (id integer primary key, word text)"),
    env.DB.prepare("create index words_word on words (word)"),
  ]);
  expect(await plan(true, "abc*")).toMatch(/^SEARCH words USING COVERING INDEX words_word \(word>\? AND word<\?\)/);
  expect(await plan(true, "*abc")).toMatch(/^SCAN/);
  expect(await plan(false, "abc*")).toMatch(/^SCAN/);
});
