import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import { parseChangesFilter } from "./changes-filter.ts";

const notes = sqliteTable("notes", { id: integer().primaryKey(), name: text(), secret: text() });
const model = compileModel([collection(notes, { columns: { secret: { hidden: true } } })]);
const found = model.collections.get("notes");
if (found === undefined) throw new TypeError("no notes");

function parse(filter: string): unknown {
  const parsed = parseChangesFilter(filter, found as NonNullable<typeof found>);
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

  it("knows the words of is", () => {
    expect(parse("name=is.null")).toEqual([compare("name", "is", { keyword: "null", value: null }), []]);
    expect(parse("name=is.5")).toBe("invalid value for filter name=is.5");
  });

  it.each([
    ["id", "invalid filter id"],
    ["id=5", "invalid filter id=5"],
    ["id=has.5", "invalid filter id=has.5"],
    ["id=fts.5", "invalid filter id=fts.5"],
    ["nope=eq.5", "invalid column for filter nope"],
    ["secret=eq.5", "invalid column for filter secret"],
    ["id=in.5", "invalid value for filter id=in.5"],
    ['name=eq."a', 'invalid filter name=eq."a'],
    ["id=in.(1", "invalid filter id=in.(1"],
  ])("refuses %s", (filter, why) => {
    expect(parse(filter)).toBe(why);
  });
});
