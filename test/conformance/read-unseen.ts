import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const unseen: readonly Scenario[] = readings([
  {
    name: "a spread sums up what the caller sees",
    path: "/replies?select=topic,...reviews(stars.sum(),n:count())&order=topic",
    text: '[{"topic":"a","sum":301,"n":2},{"topic":"b","sum":null,"n":0}]',
  },
  {
    name: "a spread sums up what another caller sees",
    who: "ann",
    path: "/replies?select=topic,...reviews(stars.sum(),n:count())&order=topic",
    text: '[{"topic":"a","sum":321,"n":3},{"topic":"b","sum":null,"n":0}]',
  },
  {
    name: "a spread groups by what the caller sees",
    path: "/replies?select=count(),...reviews(stars)&order=reviews(stars)",
    text: '[{"count":1,"stars":1},{"count":1,"stars":300},{"count":3,"stars":null}]',
  },
  {
    name: "a spread does not aggregate a column that the caller may not read",
    path: "/replies?select=...reviews(draft.max())",
    status: 401,
    failure: {
      code: "42501",
      message: "permission denied for table reviews",
      hint: 'The column "draft" is not granted to this role.',
    },
  },
  {
    name: "a spread aggregates a masked column where it shows",
    who: "ann",
    path: "/replies?select=topic,...reviews(draft.max(),d:draft.count())&order=topic",
    text: '[{"topic":"a","max":"20","d":2},{"topic":"b","max":null,"d":0}]',
  },
  {
    name: "a spread is not ordered by a column that the caller may not read",
    path: "/replies?select=...reviews(d:stars,count())&order=reviews(draft)",
    status: 401,
    failure: {
      code: "42501",
      message: "permission denied for table reviews",
      hint: 'The column "draft" is not granted to this role.',
    },
  },
  {
    name: "an alias is no way to a column that the caller may not read",
    path: "/replies?select=...reviews(d:draft,count())&order=reviews(d)",
    status: 401,
    failure: {
      code: "42501",
      message: "permission denied for table reviews",
      hint: 'The column "draft" is not granted to this role.',
    },
  },
  {
    name: "a cast of what goes into a function looks at no row of others",
    who: "ann",
    path: "/reviews?select=draft::int.sum()",
    text: '[{"sum":30}]',
  },
  {
    name: "a cast looks at no row and no column of others",
    who: "ann",
    path: "/reviews?select=id,draft::int&order=id",
    text: '[{"id":1,"draft":10},{"id":2,"draft":20},{"id":3,"draft":null}]',
  },
  {
    name: "a cast in an embed looks at no row of others",
    who: "ann",
    path: "/replies?select=id,reviews(draft::int)&order=id",
    text: '[{"id":1,"reviews":{"draft":10}},{"id":2,"reviews":{"draft":20}},{"id":3,"reviews":{"draft":null}},{"id":4,"reviews":null},{"id":5,"reviews":null}]',
  },
  {
    name: "a cast in a spread looks at no row of others",
    who: "ann",
    path: "/replies?select=...reviews(draft::int.sum())",
    text: '[{"sum":30}]',
  },
  {
    name: "a cast that fails on one's own",
    who: "bob",
    path: "/reviews?select=draft::int",
    failure: { code: "22P02", message: 'invalid input syntax for type integer: "x"' },
  },
  {
    name: "a cast that the caller may not ask for",
    path: "/reviews?select=draft::int",
    status: 401,
    failure: {
      code: "42501",
      message: "permission denied for table reviews",
      hint: 'The column "draft" is not granted to this role.',
    },
  },
  {
    name: "sums leave out what the caller does not see",
    path: "/reviews?select=stars.sum(),count()",
    headers: { prefer: "count=exact" },
    status: 206,
    text: '[{"sum":301,"count":2}]',
    range: "0-0/2",
    applied: "count=exact",
  },
  {
    name: "the service sees all",
    who: "service",
    path: "/replies?select=topic,...reviews(stars.sum())&order=topic",
    text: '[{"topic":"a","sum":321},{"topic":"b","sum":4000}]',
  },
]);
