import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const order: readonly Scenario[] = readings([
  { name: "ascending", path: "/items?id=lte.2&order=id.asc", text: '[{"id":1},{"id":2}]' },
  { name: "descending", path: "/items?id=lte.2&order=id.desc", text: '[{"id":2},{"id":1}]' },
  {
    name: "NULL last",
    path: "/films?select=id,year&order=year",
    text: '[{"id":1,"year":1990},{"id":2,"year":1994},{"id":3,"year":2001},{"id":4,"year":null}]',
  },
  {
    name: "NULL first, descending",
    path: "/films?select=id,year&order=year.desc",
    text: '[{"id":4,"year":null},{"id":3,"year":2001},{"id":2,"year":1994},{"id":1,"year":1990}]',
  },
  {
    name: "nullsfirst",
    path: "/films?select=id,year&order=year.nullsfirst",
    text: '[{"id":4,"year":null},{"id":1,"year":1990},{"id":2,"year":1994},{"id":3,"year":2001}]',
  },
  {
    name: "asc.nullsfirst",
    path: "/films?select=id,year&order=year.asc.nullsfirst",
    text: '[{"id":4,"year":null},{"id":1,"year":1990},{"id":2,"year":1994},{"id":3,"year":2001}]',
  },
  {
    name: "desc.nullslast",
    path: "/films?select=id,year&order=year.desc.nullslast",
    text: '[{"id":3,"year":2001},{"id":2,"year":1994},{"id":1,"year":1990},{"id":4,"year":null}]',
  },
  {
    name: "by two columns",
    path: "/films?select=id,director_id&order=director_id.desc.nullslast,id.desc",
    text: '[{"id":3,"director_id":2},{"id":2,"director_id":1},{"id":1,"director_id":1},{"id":4,"director_id":null}]',
  },
  {
    name: "by a column that is not selected",
    path: "/films?select=id&order=title.desc",
    text: '[{"id":4},{"id":3},{"id":2},{"id":1}]',
  },
  {
    name: "by a path, as text",
    path: "/papers?select=id&order=data->>n.asc,id.desc&id=gte.5",
    text: '[{"id":8},{"id":6},{"id":7},{"id":5}]',
  },
  {
    name: "by a path, as JSON",
    path: "/films?select=id&order=info->cut->minutes.desc.nullslast",
    text: '[{"id":1},{"id":2},{"id":4},{"id":3}]',
  },
  {
    name: "by a related column",
    path: "/films?select=title,directors(name)&order=directors(name).desc.nullslast,title",
    text: '[{"title":"Blue, Deep","directors":{"name":"Ben"}},{"title":"Alba","directors":{"name":"Ava"}},{"title":"Alba II","directors":{"name":"Ava"}},{"title":"Say \\"Cut\\"","directors":null}]',
  },
  {
    name: "by a related column, nullsfirst",
    path: "/films?select=id,directors(name)&order=directors(name).nullsfirst,id",
    text: '[{"id":4,"directors":null},{"id":1,"directors":{"name":"Ava"}},{"id":2,"directors":{"name":"Ava"}},{"id":3,"directors":{"name":"Ben"}}]',
  },
  {
    name: "by a related column of an alias",
    path: "/films?select=id,boss:directors(name)&order=boss(name),id",
    text: '[{"id":1,"boss":{"name":"Ava"}},{"id":2,"boss":{"name":"Ava"}},{"id":3,"boss":{"name":"Ben"}},{"id":4,"boss":null}]',
  },
  {
    name: "by a related path",
    path: "/posters?select=url,films(title)&order=films(info->cut->>minutes).desc",
    text: '[{"url":"/blue.png","films":{"title":"Blue, Deep"}},{"url":"/alba.png","films":{"title":"Alba"}}]',
  },
  {
    name: "by a related column, of an embed",
    path: "/actors?select=name,roles(part,films(title))&roles.order=films(title).desc&id=eq.1",
    text: '[{"name":"Ida","roles":[{"part":"queen","films":{"title":"Alba II"}},{"part":"queen","films":{"title":"Alba"}}]}]',
  },
  {
    name: "by a related column of an empty embed",
    path: "/films?select=id,directors()&order=directors(born).desc.nullslast,id",
    text: '[{"id":3},{"id":1},{"id":2},{"id":4}]',
  },
  {
    name: "by a related column to many",
    path: "/films?select=title,actors(name)&order=actors(name)",
    failure: {
      code: "PGRST118",
      message: "A related order on 'actors' is not possible",
      details: "'films' and 'actors' do not form a many-to-one or one-to-one relationship",
    },
  },
  {
    name: "by what is not embedded",
    path: "/films?select=title&order=directors(name)",
    failure: {
      code: "PGRST108",
      message: "'directors' is not an embedded resource in this request",
      hint: "Verify that 'directors' is included in the 'select' query parameter.",
    },
  },
  {
    name: "by a column that is none",
    path: "/films?order=titel",
    failure: {
      code: "42703",
      message: "column films.titel does not exist",
      hint: 'Perhaps you meant to reference the column "films.title".',
    },
  },
  {
    name: "an item of a list",
    path: "/samples?select=id&order=numbers->0.nullslast,id",
    text: '[{"id":1},{"id":2},{"id":3}]',
  },
  {
    name: "text by code points",
    path: "/titles?order=name&limit=4",
    text: '[{"name":""},{"name":"\\""},{"name":"/\\\\Slash/\\\\Beast/\\\\"},{"name":"100%"}]',
  },
  { name: "twice: the last counts", path: "/items?order=id.desc&order=id.asc&limit=2", text: '[{"id":1},{"id":2}]' },
]);
