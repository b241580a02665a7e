import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import { parseChangesFilter, resolveChangesFilter } from "./changes-filter.ts";

const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  name: text(),
  secret: text(),
  data: text({ mode: "json" }),
});
const model = compileModel([collection(notes, { columns: { secret: { hidden: true } } })]);
const found = model.collections.get("notes");
if (found === undefined) throw new TypeError("no notes");

function parse(filter: string): unknown {
  const written = parseChangesFilter(filter);
  if (!written.ok) return written.error;
  const parsed = resolveChangesFilter(written.value, found as NonNullable<typeof found>);
  if (!parsed.ok) return parsed.error;
  return JSON.parse(
    JSON.stringify([parsed.value.filter, parsed.value.arguments], (key, value) =>
      key === "column" ? value.name : value,
    ),
  );
}

function compare(column: string, operator: string, rest: object = {}): object {
  const field = { column, path: [], asText: false };
  return { kind: "compare", field, operator, quantifier: null, keyword: null, value: { argument: 0 }, ...rest };
}

describe("the filter of a listener", () => {
  it("compares a column with a value", () => {
    expect(parse("id=eq.5")).toEqual([compare("id", "eq"), [{ kind: "text", text: "5" }]]);
    expect(parse("name=ilike.%a.b%")).toEqual([compare("name", "ilike"), [{ kind: "text", text: "%a.b%" }]]);
  });

  it("joins conditions, and turns them round", () => {
    expect(parse('id=gt.0,name=not.in.(a,"b,c")')).toEqual([
      {
        kind: "and",
        items: [compare("id", "gt"), { kind: "not", item: compare("name", "in", { value: { argument: 1 } }) }],
      },
      [
        { kind: "text", text: "0" },
        { kind: "list", items: ["a", "b,c"] },
      ],
    ]);
  });

  it("takes what is quoted as it is", () => {
    expect(parse(String.raw`name=eq."a,\"(\\"`)).toEqual([compare("name", "eq"), [{ kind: "text", text: 'a,"(\\' }]]);
  });

  it("reads places in JSON, as text and as what they are", () => {
    const key = (name: string) => ({ kind: "key", key: name });
    const inside = (path: readonly object[], asText: boolean, operator = "eq") =>
      compare("data", operator, { field: { column: "data", path, asText } });
    expect(parse("data->>org=eq.7")).toEqual([inside([key("org")], true), [{ kind: "text", text: "7" }]]);
    const path = [key("a b"), { kind: "index", index: -1 }, key("c")];
    expect(parse("data->a b->-1->>c=neq.x")).toEqual([inside(path, true, "neq"), [{ kind: "text", text: "x" }]]);
    expect(parse("data->n=gt.3")).toEqual([inside([key("n")], false, "gt"), [{ kind: "text", text: "3" }]]);
    for (const wrong of ["name->>a", "data->>", "data->", "data->>a->>b", "secret->>a", "nothing->>a"]) {
      expect(parse(`${wrong}=eq.1`)).toBe(`invalid column for filter ${wrong}`);
    }
  });

  it("knows the words of is", () => {
    expect(parse("name=is.null")).toEqual([compare("name", "is", { keyword: "null", value: null }), []]);
    expect(parse("name=is.5")).toBe("invalid value for is filter: 5");
    expect(parse("name=is.constructor")).toBe("invalid value for is filter: constructor");
  });

  it("reads quotes as the real server does: around a whole value", () => {
    expect(parse('name=eq.a"b')).toEqual([compare("name", "eq"), [{ kind: "text", text: 'a"b' }]]);
    expect(parse('name=eq."a')).toEqual([compare("name", "eq"), [{ kind: "text", text: '"a' }]]);
    expect(parse("name=eq.f(a,b)")).toEqual([compare("name", "eq"), [{ kind: "text", text: "f(a,b)" }]]);
    expect(parse("name=eq.")).toEqual([compare("name", "eq"), [{ kind: "text", text: "" }]]);
    expect(parse("name=in.()")).toEqual([compare("name", "in"), [{ kind: "list", items: [] }]]);
  });

  it.each([
    ["id", '["id"]'],
    ["id=5", '["5"]'],
    ["id=has.5", '["has", "5"]'],
    ["id=fts.5", '["fts", "5"]'],
    ["id=constructor.5", '["constructor", "5"]'],
    ["id=eq.1,", "filter must not contain empty segments (check for extra commas)"],
    ["nope=eq.5", "invalid column for filter nope"],
    ["secret=eq.5", "invalid column for filter secret"],
    ["id=in.5", "`in` filter value must be wrapped by parentheses"],
    ["id=in.(1", "`in` filter value must be wrapped by parentheses"],
    [`id=in.(${"1,".repeat(100)}1)`, "too many values for `in` filter. Maximum 100"],
    [`id=eq.1${",id=eq.1".repeat(50)}`, "too many conditions. Maximum 50"],
  ])("refuses %s", (filter, why) => {
    expect(parse(filter)).toBe(why);
  });
});
