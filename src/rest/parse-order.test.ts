import { expect, it } from "vitest";
import { shown } from "./test-show.ts";
import { magazine } from "./test-support.ts";

it.each([
  ["order=id", "id asc"],
  ["order=id.asc", "id asc"],
  ["order=id.desc", "id desc"],
  ["order=id.desc.nullslast", "id desc nulls last"],
  ["order=id.nullsfirst", "id asc nulls first"],
  ["order=status.asc.nullsfirst,id.desc", "status asc nulls first, id desc"],
  ["order=status , id", "status asc, id asc"],
  ["order=data->a.desc", "data.a desc"],
  ["order=data->0.desc", "data[0] desc"],
  ["order=data->>a->b", "42883"],
  ['order="title".desc', "title desc"],
  ["order=id&order=title", "title asc"],
  ["select=*,author_id(*)&order=author_id(username).desc", "author_id:username desc"],
  ["select=*,a:profiles!author_id(*)&order=a(username),id", "a:username asc, id asc"],
  ["select=*,summaries(*)&order=summaries(body).nullslast", "summaries:body asc nulls last"],
  ["select=comments(profiles(*))&comments.order=profiles(username)", "profiles:username asc"],
])("orders by %j", (query, expected) => {
  expect(shown(magazine, "articles", query)).toContain(expected);
});

it.each([
  ["order=", '"failed to parse order ()" (line 1, column 1)'],
  ["order=id.ac", '"failed to parse order (id.ac)" (line 1, column 4)'],
  ["order=id.descc", '"failed to parse order (id.descc)" (line 1, column 8)'],
  ["order=id.asc.nlsfst", '"failed to parse order (id.asc.nlsfst)" (line 1, column 8)'],
  ["order=id.asc.nullslasttt", '"failed to parse order (id.asc.nullslasttt)" (line 1, column 17)'],
  ["order=id,", '"failed to parse order (id,)" (line 1, column 4)'],
  ["order=author(id", '"failed to parse order (author(id)" (line 1, column 10)'],
])("refuses %j", (query, message) => {
  expect(shown(magazine, "articles", query)).toBe(`PGRST100 ${message}`);
});

it.each([
  ["order=nope", "42703 column articles.nope does not exist"],
  ["order=author(id)", "PGRST108 'author' is not an embedded resource in this request"],
  ["select=*,comments(*)&order=comments(id)", "PGRST118 A related order on 'comments' is not possible"],
  ["select=*,author_id(*)&order=author_id(nope)", "42703 column profiles_1.nope does not exist"],
])("answers %j as PostgREST does", (query, expected) => {
  expect(shown(magazine, "articles", query)).toBe(expected);
});
