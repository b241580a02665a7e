import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const aggregates: readonly Scenario[] = readings([
  { name: "count()", path: "/films?select=count()", text: '[{"count":4}]' },
  { name: "count", path: "/films?select=count", text: '[{"count":4}]' },
  { name: "count() of nothing", path: "/nothing?select=count(),id.max()", text: '[{"count":0,"max":null}]' },
  { name: "count(), renamed", path: "/films?select=n:count()", text: '[{"n":4}]' },
  { name: "count(), cast", path: "/films?select=count()::text", text: '[{"count":"4"}]' },
  { name: "count() of a column leaves NULL out", path: "/films?select=year.count()", text: '[{"count":3}]' },
  {
    name: "sum(), avg(), min(), max()",
    path: "/roles?select=pay.sum(),pay.avg(),pay.min(),pay.max(),pay.count()",
    text: '[{"sum":60,"avg":20.0,"min":10,"max":30,"count":3}]',
  },
  { name: "renamed and cast", path: "/roles?select=total:pay.sum()::text", text: '[{"total":"60"}]' },
  {
    name: "grouped",
    path: "/roles?select=film_id,pay.sum()&order=film_id",
    text: '[{"film_id":1,"sum":30},{"film_id":2,"sum":30},{"film_id":3,"sum":null}]',
  },
  {
    name: "grouped, descending, NULL first",
    path: "/films?select=director_id,count()&order=director_id.desc",
    text: '[{"director_id":null,"count":1},{"director_id":2,"count":1},{"director_id":1,"count":2}]',
  },
  {
    name: "grouped by an alias",
    path: "/films?select=boss:director_id,n:count()&order=director_id",
    text: '[{"boss":1,"n":2},{"boss":2,"n":1},{"boss":null,"n":1}]',
  },
  {
    name: "grouped by two",
    path: "/machines?select=plant_id,kind_id,count()&order=plant_id,kind_id",
    text: '[{"plant_id":1,"kind_id":1,"count":1},{"plant_id":1,"kind_id":2,"count":1},{"plant_id":2,"kind_id":1,"count":2},{"plant_id":3,"kind_id":2,"count":1},{"plant_id":null,"kind_id":null,"count":1}]',
  },
  {
    name: "grouped by a path",
    path: "/films?select=by:info->cut->>by,count()&id=lte.2",
    text: '[{"by":"Eve","count":1},{"by":null,"count":1}]',
  },
  {
    name: "grouped and ordered by a path",
    path: "/films?select=by:info->cut->>by,count()&id=lte.2&order=info->cut->>by.desc.nullslast",
    text: '[{"by":"Eve","count":1},{"by":null,"count":1}]',
  },
  {
    name: "grouped by one path and ordered by another",
    path: "/films?select=by:info->cut->>by,count()&order=info->cut->by",
    status: 400,
    failure: {
      code: "42803",
      message: 'column "films.info" must appear in the GROUP BY clause or be used in an aggregate function',
    },
  },
  {
    name: "grouped by a cast, ordered by the value",
    path: "/films?select=id::text,count()&order=id.desc&id=gt.2",
    text: '[{"id":"4","count":1},{"id":"3","count":1}]',
  },
  {
    name: "grouped by a cast, ordered by the value: NULL where it is asked for",
    path: "/films?select=year::text,n:count()&order=year.nullsfirst&limit=1",
    text: '[{"year":null,"n":1}]',
  },
  { name: "grouped by a cast", path: "/films?select=y:year::text,count()&id=eq.1", text: '[{"y":"1990","count":1}]' },
  {
    name: "grouped by an embed",
    path: "/films?select=director_id,count(),directors(name)&order=director_id",
    text: '[{"director_id":1,"count":2,"directors":{"name":"Ava"}},{"director_id":2,"count":1,"directors":{"name":"Ben"}},{"director_id":null,"count":1,"directors":null}]',
  },
  { name: "filtered", path: "/roles?select=pay.sum()&film_id=eq.1", text: '[{"sum":30}]' },
  {
    name: "cut off",
    path: "/roles?select=film_id,count()&order=film_id.desc&limit=1",
    text: '[{"film_id":3,"count":1}]',
  },
  {
    name: "min and max of text and dates",
    path: "/directors?select=name.min(),born.max()",
    text: '[{"min":"Ava","max":"1981-12-24"}]',
  },
  {
    name: "in an embed",
    path: "/films?select=id,roles(pay.sum(),count())&order=id",
    text: '[{"id":1,"roles":[{"sum":30,"count":2}]},{"id":2,"roles":[{"sum":30,"count":1}]},{"id":3,"roles":[{"sum":null,"count":1}]},{"id":4,"roles":[{"sum":null,"count":0}]}]',
  },
  {
    name: "in an embed, grouped and ordered",
    path: "/films?select=id,roles(part,count())&roles.order=part&order=id",
    text: '[{"id":1,"roles":[{"part":"king","count":1},{"part":"queen","count":1}]},{"id":2,"roles":[{"part":"queen","count":1}]},{"id":3,"roles":[{"part":null,"count":1}]},{"id":4,"roles":[]}]',
  },
  {
    name: "in an embed, filtered",
    path: "/films?select=id,roles(count())&roles.part=eq.queen&order=id",
    text: '[{"id":1,"roles":[{"count":1}]},{"id":2,"roles":[{"count":1}]},{"id":3,"roles":[{"count":0}]},{"id":4,"roles":[{"count":0}]}]',
  },
  {
    name: "in an embed, many to many",
    path: "/films?select=id,actors(count())&order=id",
    text: '[{"id":1,"actors":[{"count":2}]},{"id":2,"actors":[{"count":1}]},{"id":3,"actors":[{"count":1}]},{"id":4,"actors":[{"count":0}]}]',
  },
  {
    name: "in an embed, as count",
    path: "/directors?select=name,films(count)&order=id",
    text: '[{"name":"Ava","films":[{"count":2}]},{"name":"Ben","films":[{"count":1}]},{"name":"Cleo","films":[{"count":0}]},{"name":"Dan","films":[{"count":0}]}]',
  },
  {
    name: "in an embed of an embed",
    path: "/directors?select=name,films(title,roles(count))&id=eq.1",
    text: '[{"name":"Ava","films":[{"title":"Alba","roles":[{"count":2}]},{"title":"Alba II","roles":[{"count":1}]}]}]',
  },
  {
    name: "sum of text",
    path: "/roles?select=part.sum()",
    status: 404,
    failure: {
      code: "42883",
      message: "function sum(text) does not exist",
      hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  {
    name: "max of booleans",
    path: "/films?select=released.max()",
    status: 404,
    failure: {
      code: "42883",
      message: "function max(boolean) does not exist",
      hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  {
    name: "ordered by what is not grouped by",
    path: "/films?select=director_id,count()&order=year",
    failure: {
      code: "42803",
      message: 'column "films.year" must appear in the GROUP BY clause or be used in an aggregate function',
    },
  },
  {
    name: "a function that there is not",
    path: "/roles?select=pay.median()",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (pay.median())" (line 1, column 5)',
      details: 'unexpected "m" expecting "sum", "avg", "count", "max" or "min"',
    },
  },
]);
