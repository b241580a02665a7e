import { sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import type { Json } from "../kernel/json.ts";
import type { CellSource } from "../plan/cells.ts";
import { collection } from "../schema/collection.ts";
import { list, timestamp } from "../schema/columns.ts";
import { compileModel } from "../schema/compile.ts";
import type { KindName } from "../schema/kinds/kind.ts";
import { kinds } from "../schema/kinds/table.ts";
import type { Collection } from "../schema/model.ts";
import { rowText, valueText } from "./row-text.ts";

const pets = sqliteTable("pets", {
  id: integer().primaryKey(),
  name: text().default("Rex"),
  tame: integer({ mode: "boolean" }).default(true),
  tags: list("tags"),
  born: timestamp().default(sql`'now'`),
});
const table = [...compileModel([collection(pets)]).collections.values()][0] as Collection;

function cells(...names: readonly string[]): readonly CellSource[] {
  return names.map((name, index) => ({
    column: table.columns.get(name) as CellSource["column"],
    from: { kind: "given", index },
  }));
}

describe("a row that failed", () => {
  it("shows what is given, defaults that are values, and null", () => {
    expect(rowText(table, cells("id", "born"), [1, null])).toBe("(1, Rex, t, null, null)");
  });

  it("is shown in the order of the table, whatever the order of its cells", () => {
    const given = cells("born", "tags", "name", "id");
    expect(rowText(table, given, ["2026-01-01T00:00:00+00:00", '["a","b c"]', null, 7])).toBe(
      '(7, null, t, {a,"b c"}, 2026-01-01 00:00:00+00)',
    );
  });

  it.each([[["name", "born"]], [["id"]]])("is not shown where only the database knows a column: %j", (names) => {
    expect(rowText(table, cells(...names), [null, null])).toBeNull();
  });

  it("is cut where a value is long", () => {
    expect(rowText(table, cells("id", "name", "born"), [1, "x".repeat(100), null])).toBe(
      `(1, ${"x".repeat(64)}..., t, null, null)`,
    );
  });
});

it.each<readonly [KindName, Json, string]>([
  ["text", "a", "a"],
  ["text", null, "null"],
  ["integer", 5, "5"],
  ["boolean", 0, "f"],
  ["bytes", "00FF", "\\x00ff"],
  ["timestamp", "2026-01-31T09:30:00.25+00:00", "2026-01-31 09:30:00.25+00"],
  ["json", '{"a":1}', '{"a":1}'],
  ["list", '[1,null,"q\\"r"]', '{1,NULL,"q\\"r"}'],
])("of kind %s %j is %s", (name, stored, shown) => {
  expect(valueText(stored, { kind: kinds[name], element: { kind: kinds.text } })).toBe(shown);
});
