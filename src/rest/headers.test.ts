import { expect, it } from "vitest";
import { bodyParser, negotiate } from "./media.ts";
import { appliedHeader, checkPreferences, parsePreferences, preferencesOf } from "./prefer.ts";

it.each([
  ["return=minimal", { return: "minimal" }],
  ["return=representation,count=exact", { return: "representation", count: "exact" }],
  ["  count=planned ,  handling=lenient ", { count: "planned", handling: "lenient" }],
  ["resolution=merge-duplicates, resolution=ignore-duplicates", { resolution: "merge-duplicates" }],
  ["missing=default", { missing: "default" }],
  ["handling=strict, max-affected=10", { handling: "strict", maxAffected: 10 }],
  ["max-affected=ten", { maxAffected: null, invalid: [] }],
  ["tx=rollback", { transaction: "rollback", invalid: [] }],
  ["tx=commit, tx=rollback", { transaction: "commit", invalid: [] }],
  ["timezone=UTC", { timezone: "UTC" }],
  ["timezone=Mars/Base, foo, bar=1", { invalid: ["timezone=Mars/Base", "foo", "bar=1"] }],
  ["", { return: null, invalid: [] }],
])("reads Prefer: %s", (header, expected) => {
  expect(parsePreferences(header)).toMatchObject(expected);
  expect(preferencesOf(header, true)).toEqual(parsePreferences(header));
});

it("does not hear of transactions where the server decides on them", () => {
  expect(preferencesOf("tx=rollback, return=minimal", false)).toMatchObject({ transaction: null, return: "minimal" });
});

it("refuses unknown preferences only with handling=strict", () => {
  expect(checkPreferences(parsePreferences("foo, handling=lenient")).ok).toBe(true);
  const strict = checkPreferences(parsePreferences("foo, handling=strict, bar"));
  expect(!strict.ok && strict.error).toMatchObject({
    code: "PGRST122",
    message: "Invalid preferences given with handling=strict",
    details: "Invalid preferences: foo, bar",
  });
});

it("says which preferences had a part", () => {
  const preferences = parsePreferences("count=exact, return=minimal, max-affected=3");
  expect(appliedHeader(preferences, ["return", "count", "maxAffected"])).toBe("return=minimal, count=exact");
  const strict = parsePreferences("handling=strict, max-affected=3");
  expect(appliedHeader(strict, ["handling", "maxAffected"])).toBe("handling=strict, max-affected=3");
  expect(appliedHeader(parsePreferences("tx=rollback"), ["return"])).toBeNull();
  expect(appliedHeader(parsePreferences("tx=rollback"), ["transaction"])).toBe("tx=rollback");
});

it.each([
  [null, "many"],
  ["*/*", "many"],
  ["application/json", "many"],
  ["application/json; charset=utf-8", "many"],
  ["application/vnd.pgrst.object+json", "single"],
  ["application/vnd.pgrst.object", "single"],
  ["APPLICATION/JSON", "many"],
  ["text/html, */*;q=0.8", "many"],
  ["text/csv", "many"],
  ["application/vnd.pgrst.array+json;nulls=stripped", "many"],
  ["application/vnd.pgrst.object+json; nulls=stripped", "single"],
  ["application/json;nulls=stripped", "many"],
  ["application/vnd.pgrst.object+json;nulls=other", "single"],
  ["application/vnd.pgrst.object;nulls=stripped", "single"],
  ["", "many"],
  ["application/json;q=0.5, application/vnd.pgrst.object+json", "single"],
])("answers Accept %j with %s rows", (accept, rows) => {
  const media = negotiate(accept);
  expect(media.ok && media.value.rows).toBe(rows);
});

it.each([
  ["image/png, text/html;q=0.9", "image/png, text/html"],
  ["application/json;q=0", "application/json"],
  ["application/geo+json", "application/geo+json"],
])("cannot answer Accept %j", (accept, named) => {
  const media = negotiate(accept);
  expect(!media.ok && media.error).toMatchObject({
    code: "PGRST107",
    status: 406,
    message: `None of these media types are available: ${named}`,
  });
});

it.each([
  [null, null],
  ["application/json", null],
  ["application/json;charset=UTF-8", null],
  ["text/csv; charset=utf-8", null],
  ["application/xml", "Content-Type not acceptable: application/xml"],
  ["text/plain;charset=UTF-8", "Content-Type not acceptable: text/plain"],
])("takes a body of %j: %j", (contentType, message) => {
  const media = bodyParser(contentType);
  expect(media.ok ? null : media.error.message).toBe(message);
});
