import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const errors: readonly Scenario[] = readings([
  {
    name: "order: a direction misspelt",
    path: "/items?order=id.ac",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id.ac)" (line 1, column 4)',
      details: 'unexpected "c" expecting "asc", "desc", "nullsfirst" or "nullslast"',
    },
  },
  {
    name: "order: a direction and more",
    path: "/items?order=id.descc",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id.descc)" (line 1, column 8)',
      details: "unexpected 'c' expecting delimiter (.), \",\" or end of input",
    },
  },
  {
    name: "order: nulls misspelt",
    path: "/items?order=id.nulsfist",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id.nulsfist)" (line 1, column 4)',
      details: 'unexpected "n" expecting "asc", "desc", "nullsfirst" or "nullslast"',
    },
  },
  {
    name: "order: nulls and more",
    path: "/items?order=id.nullslasttt",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id.nullslasttt)" (line 1, column 13)',
      details: "unexpected 't' expecting \",\" or end of input",
    },
  },
  {
    name: "order: something else",
    path: "/items?order=id.smth34",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id.smth34)" (line 1, column 4)',
      details: 'unexpected "s" expecting "asc", "desc", "nullsfirst" or "nullslast"',
    },
  },
  {
    name: "order: nulls misspelt behind a direction",
    path: "/items?order=id.asc.nlsfst",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id.asc.nlsfst)" (line 1, column 8)',
      details: 'unexpected "l" expecting "nullsfirst" or "nullslast"',
    },
  },
  {
    name: "order: nulls and more behind a direction",
    path: "/items?order=id.asc.nullslasttt",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id.asc.nullslasttt)" (line 1, column 17)',
      details: "unexpected 't' expecting \",\" or end of input",
    },
  },
  {
    name: "order: something else behind a direction",
    path: "/items?order=id.asc.smth34",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id.asc.smth34)" (line 1, column 8)',
      details: 'unexpected "s" expecting "nullsfirst" or "nullslast"',
    },
  },
  {
    name: "order: no dot",
    path: "/items?order=id!x",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order (id!x)" (line 1, column 3)',
      details: 'unexpected \'!\' expecting letter, digit, "-", "->>", "->", delimiter (.), "," or end of input',
    },
  },
  {
    name: "order: nothing",
    path: "/items?order=",
    failure: {
      code: "PGRST100",
      message: '"failed to parse order ()" (line 1, column 1)',
      details: "unexpected end of input expecting field name (* or [a..z0..9_$])",
    },
  },
  {
    name: "or of nothing",
    path: "/films?or=()",
    failure: {
      code: "PGRST100",
      message: '"failed to parse logic tree (())" (line 1, column 4)',
      details:
        'unexpected ")" expecting field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)',
    },
  },
  {
    name: "or without parentheses",
    path: "/films?or=)(",
    failure: {
      code: "PGRST100",
      message: '"failed to parse logic tree ()()" (line 1, column 3)',
      details: 'unexpected ")" expecting "("',
    },
  },
  {
    name: "and with a word that is none",
    path: "/films?and=(ord(id.eq.1,id.eq.1),id.eq.2)",
    failure: {
      code: "PGRST100",
      message: '"failed to parse logic tree ((ord(id.eq.1,id.eq.1),id.eq.2))" (line 1, column 7)',
      details: 'unexpected "d" expecting "("',
    },
  },
  {
    name: "or with a negated word that is none",
    path: "/films?or=(id.eq.1,not.xor(id.eq.2,id.eq.3))",
    failure: {
      code: "PGRST100",
      message: '"failed to parse logic tree ((id.eq.1,not.xor(id.eq.2,id.eq.3)))" (line 1, column 16)',
      details: 'unexpected "x" expecting logic operator (and, or)',
    },
  },
  {
    name: "or with a condition that breaks off",
    path: "/films?or=(id.eq.1,title.ilike.%a,b%,id.eq.3)",
    failure: {
      code: "PGRST100",
      message: '"failed to parse logic tree ((id.eq.1,title.ilike.%a,b%,id.eq.3))" (line 1, column 28)',
      details: 'unexpected "%" expecting letter, digit, "-", "->>", "->" or delimiter (.)',
    },
  },
  {
    name: "not.or of nothing",
    path: "/films?not.or=()",
    failure: {
      code: "PGRST100",
      message: '"failed to parse logic tree (())" (line 1, column 8)',
      details:
        'unexpected ")" expecting field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)',
    },
  },
  { name: "or with a parenthesis too many", path: "/films?and=(id.eq.1,year.neq.2))&select=id", text: '[{"id":1}]' },
  {
    name: "or with an operator that is none",
    path: "/films?or=(id.noop.1)",
    failure: {
      code: "PGRST100",
      message: '"failed to parse logic tree ((id.noop.1))" (line 1, column 7)',
      details: 'unexpected "o" expecting "not" or operator (eq, gt, ...)',
    },
  },
  {
    name: "or with a value that is none",
    path: "/films?or=(id.eq.x,title.eq.y)",
    failure: { code: "22P02", message: 'invalid input syntax for type integer: "x"' },
  },
  {
    name: "select: brackets",
    path: "/films?select=id,actors(name[])",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (id,actors(name[]))" (line 1, column 15)',
      details: 'unexpected \'[\' expecting letter, digit, "-", "->>", "->", "::", ".", ")", "," or end of input',
    },
  },
  {
    name: "select: a hint without parentheses",
    path: "/films?select=id!hint",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (id!hint)" (line 1, column 8)',
      details: 'unexpected end of input expecting "!" or "("',
    },
  },
  {
    name: "select: a star and more",
    path: "/films?select=*!hint",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (*!hint)" (line 1, column 2)',
      details: 'unexpected \'!\' expecting ")", "," or end of input',
    },
  },
  {
    name: "select: an alias without a name",
    path: "/films?select=:id",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (:id)" (line 1, column 1)',
      details: 'unexpected ":" expecting field name (* or [a..z0..9_$])',
    },
  },
  {
    name: "select: a comma too many",
    path: "/films?select=id,",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (id,)" (line 1, column 4)',
      details: "unexpected end of input expecting field name (* or [a..z0..9_$])",
    },
  },
  {
    name: "select: two signs before an index",
    path: "/papers?select=data->>--34",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (data->>--34)" (line 1, column 9)',
      details: 'unexpected "-" expecting digit',
    },
  },
  {
    name: "select: an index with letters",
    path: "/papers?select=data->>-78xy",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (data->>-78xy)" (line 1, column 11)',
      details: 'unexpected \'x\' expecting digit, "->", "::", ".", "," or end of input',
    },
  },
  {
    name: "select: a key with a parenthesis",
    path: "/papers?select=data->(!@->x",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (data->(!@->x)" (line 1, column 7)',
      details: 'unexpected "(" expecting "-", digit or any non reserved character different from: .,>()',
    },
  },
  {
    name: "select: a step into text, by its place",
    path: "/papers?select=data->>c->1",
    status: 404,
    failure: {
      code: "42883",
      message: "operator does not exist: text -> integer",
      hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  {
    name: "select: a step into text, by a key",
    path: "/papers?select=data->>c->b",
    status: 404,
    failure: {
      code: "42883",
      message: "operator does not exist: text -> unknown",
      hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  {
    name: "a filter by a step into text",
    path: "/papers?data->>c->>b=eq.1",
    status: 404,
    failure: {
      code: "42883",
      message: "operator does not exist: text ->> unknown",
      hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  {
    name: "select: what stands behind an embed is dropped",
    path: "/directors?select=name,films(count)'&id=eq.1",
    text: '[{"name":"Ava","films":[{"count":2}]}]',
  },
  { name: "an offset below nothing is none", path: "/items?offset=-4&limit=2&order=id", text: '[{"id":1},{"id":2}]' },
  {
    name: "a limit below nothing, of an embed",
    path: "/films?select=id,actors(id)&actors.limit=-1",
    failure: { code: "2201W", message: "LIMIT must not be negative" },
  },
  {
    name: "an offset below nothing, of an embed",
    path: "/films?select=id,actors(id)&actors.offset=-1",
    failure: { code: "2201X", message: "OFFSET must not be negative" },
  },
  {
    name: "a path to nothing",
    path: "/films?select=id,actors(id)&actors..id=eq.1",
    failure: {
      code: "PGRST100",
      message: '"failed to parse tree path (actors..id)" (line 1, column 8)',
      details: 'unexpected "." expecting field name (* or [a..z0..9_$])',
    },
  },
]);
