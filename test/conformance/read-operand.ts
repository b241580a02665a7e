import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const operands: readonly Scenario[] = readings([
  { name: "lt(all)", path: "/items?id=lt(all).{4,9}", text: '[{"id":1},{"id":2},{"id":3}]' },
  { name: "like(any)", path: "/titles?name=like(any).{A*,*c}", text: '[{"name":"a_c"},{"name":"abc"}]' },
  { name: "like(all)", path: "/titles?name=like(all).{a*,*c}", text: '[{"name":"a_c"},{"name":"abc"}]' },
  {
    name: "ilike(any) with quotes",
    path: '/titles?name=ilike(any).{"hebdon, j*",DAVID*}',
    text: '[{"name":"Hebdon, John"},{"name":"David White"}]',
  },
  { name: "match(any)", path: "/films?title=match(any).{^B,Cut}&select=id", text: '[{"id":3},{"id":4}]' },
  {
    name: "not with any",
    path: "/items?id=not.eq(any).{1,2,3,4,5,6,7,8,9,10,11,12,13}",
    text: '[{"id":14},{"id":15}]',
  },
  {
    name: "neq knows no any",
    path: "/films?year=neq(any).{1990}",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (neq(any).{1990})" (line 1, column 4)',
      details: 'unexpected "(" expecting operator (eq, gt, ...)',
    },
  },
  {
    name: "what is neither any nor all",
    path: "/films?id=eq(foo).1",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (eq(foo).1)" (line 1, column 4)',
      details: 'unexpected "f" expecting operator (eq, gt, ...)',
    },
  },
  { name: "cs of a list", path: "/films?genres=cs.{drama}&select=id", text: '[{"id":1},{"id":2}]' },
  { name: "cd of a list", path: "/films?scores=cd.{1,2,4}&select=id", text: '[{"id":2},{"id":3}]' },
  { name: "ov of a list", path: "/films?scores=ov.{3,9}&select=id", text: '[{"id":1}]' },
  { name: "eq of a list", path: "/films?scores=eq.{1,2}&select=id", text: '[{"id":2}]' },
  { name: "lt of lists, element by element", path: "/films?scores=lt.{1,2,3}&select=id", text: '[{"id":2},{"id":3}]' },
  {
    name: "no list",
    path: "/films?genres=eq.abc",
    failure: {
      code: "22P02",
      message: 'malformed array literal: "abc"',
      details: 'Array value must start with "{" or dimension information.',
    },
  },
  {
    name: "no number",
    path: "/films?year=eq.abc",
    failure: { code: "22P02", message: 'invalid input syntax for type integer: "abc"' },
  },
  {
    name: "no moment",
    path: "/films?premiered=eq.abc",
    failure: { code: "22007", message: 'invalid input syntax for type timestamp with time zone: "abc"' },
  },
  {
    name: "no boolean",
    path: "/films?released=eq.maybe",
    failure: { code: "22P02", message: 'invalid input syntax for type boolean: "maybe"' },
  },
  {
    name: "no enum value",
    path: "/samples?mood=eq.angry",
    failure: { code: "22P02", message: 'invalid input value for enum: "angry" (one of: calm, storm)' },
  },
  {
    name: "no uuid",
    path: "/samples?ref=eq.x",
    failure: { code: "22P02", message: 'invalid input syntax for type uuid: "x"' },
  },
  {
    name: "a number too large",
    path: "/films?id=eq.99999999999999999999",
    failure: { code: "22003", message: 'value "99999999999999999999" is out of range for type integer' },
  },
  {
    name: "a moment in another zone",
    path: "/films?premiered=eq.1990-05-01T22:00:00%2B02:00&select=id",
    text: '[{"id":1}]',
  },
  { name: "a boolean by its letter", path: "/films?released=eq.t&select=id", text: '[{"id":1},{"id":2}]' },
  { name: "bytes", path: "/samples?raw=eq.\\x00ff48&select=id", text: '[{"id":1}]' },
  { name: "the same column twice", path: "/films?year=gte.1990&year=lt.2001&select=id", text: '[{"id":1},{"id":2}]' },
  {
    name: "no operator",
    path: "/films?id=0",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (0)" (line 1, column 1)',
      details: 'unexpected "0" expecting "not" or operator (eq, gt, ...)',
    },
  },
  {
    name: "an operator that is none",
    path: "/films?id=noop.0",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (noop.0)" (line 1, column 1)',
      details: 'unexpected "o" expecting "not" or operator (eq, gt, ...)',
    },
  },
  {
    name: "not without its dot",
    path: "/films?id=notX.0",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (notX.0)" (line 1, column 4)',
      details: 'unexpected "X" expecting delimiter (.)',
    },
  },
  {
    name: "not twice",
    path: "/films?id=not.not.eq.0",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (not.not.eq.0)" (line 1, column 5)',
      details: 'unexpected "n" expecting operator (eq, gt, ...)',
    },
  },
  {
    name: "an operator that begins like one",
    path: "/films?id=eqx.0",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (eqx.0)" (line 1, column 3)',
      details: 'unexpected "x" expecting operator (eq, gt, ...)',
    },
  },
  {
    name: "parentheses where there is no word for them",
    path: "/films?id=is().null",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (is().null)" (line 1, column 3)',
      details: 'unexpected "(" expecting operator (eq, gt, ...)',
    },
  },
  {
    name: "no word in parentheses",
    path: "/films?id=eq().1",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (eq().1)" (line 1, column 4)',
      details: 'unexpected ")" expecting operator (eq, gt, ...)',
    },
  },
  {
    name: "a language with a dot",
    path: "/films?title=plfts(public.english).x",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (plfts(public.english).x)" (line 1, column 13)',
      details: 'unexpected "." expecting operator (eq, gt, ...)',
    },
  },
  {
    name: "an operator alone",
    path: "/films?id=eq",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (eq)" (line 1, column 3)',
      details: "unexpected end of input expecting operator (eq, gt, ...)",
    },
  },
  {
    name: "in without parentheses",
    path: "/films?id=in.1,2",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (in.1,2)" (line 1, column 4)',
      details: 'unexpected "1" expecting "("',
    },
  },
  { name: "a parameter without a value is left out", path: "/items?id&limit=1", text: '[{"id":1}]' },
  {
    name: "a column that is none",
    path: "/films?titel=eq.1",
    failure: {
      code: "42703",
      message: "column films.titel does not exist",
      hint: 'Perhaps you meant to reference the column "films.title".',
    },
  },
  {
    name: "range operators",
    path: "/films?year=sl.[1,2]",
    status: 404,
    failure: {
      code: "42883",
      message: "operator does not exist: integer << unknown",
      hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
]);
