import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const patterns: readonly Scenario[] = readings([
  {
    name: "is with a word that is none",
    path: "/films?released=is.nil",
    failure: {
      code: "PGRST100",
      message: '"failed to parse filter (is.nil)" (line 1, column 4)',
      details: 'unexpected "n" expecting isVal: (null, not_null, true, false, unknown)',
    },
  },
  {
    name: "is.true of a number",
    path: "/films?year=is.true",
    failure: { code: "42804", message: "argument of IS TRUE must be type boolean, not type integer" },
  },
  {
    name: "isdistinct knows NULL",
    path: "/films?year=isdistinct.1990&select=id",
    text: '[{"id":2},{"id":3},{"id":4}]',
  },
  { name: "not.isdistinct", path: "/films?year=not.isdistinct.1990&select=id", text: '[{"id":1}]' },
  {
    name: "isdistinct of a list",
    path: "/films?scores=isdistinct.{1,2}&select=id",
    text: '[{"id":1},{"id":3},{"id":4}]',
  },
  { name: "like with stars", path: "/films?title=like.Al*&select=id", text: '[{"id":1},{"id":2}]' },
  { name: "like with percent signs", path: "/titles?name=like.100%25", text: '[{"name":"100%"}]' },
  { name: "like with an underscore", path: "/titles?name=like.a_c", text: '[{"name":"a_c"},{"name":"abc"}]' },
  { name: "like with an escape", path: "/titles?name=like.a\\_c", text: '[{"name":"a_c"}]' },
  { name: "like heeds case", path: "/films?title=like.al*&select=id", text: "[]" },
  { name: "not.like", path: "/films?title=not.like.Al*&select=id", text: '[{"id":3},{"id":4}]' },
  { name: "ilike does not heed case", path: "/films?title=ilike.al*&select=id", text: '[{"id":1},{"id":2}]' },
  { name: "not.ilike", path: "/films?title=not.ilike.AL*&select=id", text: '[{"id":3},{"id":4}]' },
  {
    name: "like of a number",
    path: "/films?year=like.1*",
    status: 404,
    failure: {
      code: "42883",
      message: "operator does not exist: integer ~~ unknown",
      hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  { name: "match", path: "/films?title=match.^Al.*I$&select=id", text: '[{"id":2}]' },
  { name: "imatch", path: "/films?title=imatch.^al&select=id", text: '[{"id":1},{"id":2}]' },
  { name: "not.imatch", path: "/films?title=not.imatch.^al&select=id", text: '[{"id":3},{"id":4}]' },
  { name: "eq(any)", path: "/films?year=eq(any).{1990,2001}&select=id", text: '[{"id":1},{"id":3}]' },
  { name: "gt(any), as text", path: "/films?title=gt(any).{Alba,Zoo}&select=id", text: '[{"id":2},{"id":3},{"id":4}]' },
]);
