import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const casts: readonly Scenario[] = readings([
  {
    name: "cast, no number",
    path: "/papers?select=data->d->>e::integer&id=eq.5",
    failure: { code: "22P02", message: 'invalid input syntax for type integer: "x"' },
  },
  {
    name: "cast, no fraction",
    path: "/papers?select=data->d->>e::numeric&id=eq.5",
    failure: { code: "22P02", message: 'invalid input syntax for type numeric: "x"' },
  },
  {
    name: "cast, no boolean",
    path: "/papers?select=data->d->>e::boolean&id=eq.5",
    failure: { code: "22P02", message: 'invalid input syntax for type boolean: "x"' },
  },
  {
    name: "cast, no date",
    path: "/papers?select=data->d->>e::date&id=eq.5",
    failure: { code: "22007", message: 'invalid input syntax for type date: "x"' },
  },
  {
    name: "cast, no JSON",
    path: "/papers?select=data->d->>e::json&id=eq.5",
    failure: { code: "22P02", message: "invalid input syntax for type json" },
  },
  {
    name: "cast, a quote in it",
    path: "/titles?select=name::int&name=like.*Quote*",
    failure: { code: "22P02", message: 'invalid input syntax for type integer: "Double"Quote"McGraw""' },
  },
  {
    name: "cast, a fraction rounded",
    path: "/films?select=id,rating::int,gross::int&order=id",
    text: '[{"id":1,"rating":8,"gross":100},{"id":2,"rating":6,"gross":40},{"id":3,"rating":null,"gross":null},{"id":4,"rating":8,"gross":61}]',
  },
  {
    name: "cast, booleans and numbers",
    path: "/samples?select=flag::int,whole::bool&order=id",
    text: '[{"flag":1,"whole":true},{"flag":0,"whole":null},{"flag":null,"whole":null}]',
  },
  {
    name: "cast, what cannot be",
    path: "/samples?select=flag::numeric",
    failure: { code: "42846", message: "cannot cast type boolean to numeric" },
  },
  {
    name: "cast, a date to a number",
    path: "/samples?select=day::int",
    failure: { code: "42846", message: "cannot cast type date to integer" },
  },
  {
    name: "cast, a date to a moment",
    path: "/samples?select=day::timestamptz,moment::timestamp&id=eq.1",
    text: '[{"day":"2026-02-28T00:00:00+00:00","moment":"2026-03-01T10:00:00+00:00"}]',
  },
  {
    name: "cast, fails in a row that is not on the page",
    path: "/titles?select=name::int&name=eq.a_c&limit=0",
    text: "[]",
  },
  {
    name: "cast aggregates",
    path: "/roles?select=pay.avg()::int,pay.max()::float8,part.max()::text",
    text: '[{"avg":20,"max":"queen"}]',
  },
  {
    name: "cast, a day out of a moment in text",
    path: "/papers?select=data->>day::date,at:data->>at::date,moment:data->>at::timestamptz&id=eq.8",
    text: '[{"day":"2026-02-28","at":"2026-01-01","moment":"2025-12-31T22:30:00+00:00"}]',
  },
  {
    name: "cast, a day that there is not",
    path: "/papers?select=data->>none::date&id=eq.8",
    failure: { code: "22007", message: 'invalid input syntax for type date: "2026-02-31"' },
  },
  {
    name: "cast, signs and zeros",
    path: "/papers?select=data->>n::numeric,w:data->>w::int,v:data->>w::float8&id=eq.8",
    text: '[{"n":-7.5,"w":7,"v":7.0}]',
  },
  {
    name: "cast, a fraction in text to a whole",
    path: "/papers?select=data->>n::int&id=eq.8",
    failure: { code: "22P02", message: 'invalid input syntax for type integer: "-7.50"' },
  },
]);
