import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import type { Json } from "../kernel/json.ts";
import { anonymous, type Principal } from "../kernel/principal.ts";
import type { ArgumentValue } from "../query/read.ts";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import type { ColumnType, KindName } from "../schema/kinds/kind.ts";
import { kinds } from "../schema/kinds/table.ts";
import { SqlLimitError, template } from "../sql/compile.ts";
import { id, slot, sql, value } from "../sql/fragment.ts";
import { bind } from "./bind.ts";
import { type CellSource, encodeRows } from "./cells.ts";
import type { ArgumentForm, Slot } from "./slot.ts";

const now = "2026-01-31T09:30:00.25+00:00";
const ada: Principal = {
  id: "ada",
  role: "author",
  sessionId: "s1",
  claims: { level: 7, app: { teams: [1, "2", "x", null, [3]], big: "9223372036854775807" } },
};

function bound(open: Slot, values: readonly ArgumentValue[] = [], principal: Principal = ada): unknown {
  const made = template(sql<Slot>`${slot(open)}`);
  const outcome = bind(made, { arguments: values, context: { principal, now }, rows: "[[1]]" });
  return outcome.ok ? outcome.value.params[0] : `!${outcome.error.code} ${outcome.error.details ?? ""}`.trim();
}

function argument(form: ArgumentForm, given: ArgumentValue): unknown {
  return bound({ kind: "argument", index: 0, form }, [given]);
}

const textOf = (given: string): ArgumentValue => ({ kind: "text", text: given });
const jsonOf = (given: Json): ArgumentValue => ({ kind: "json", json: given });
const listOf = (...items: readonly string[]): ArgumentValue => ({ kind: "list", items });
const patternForm = (as: "native" | "program", folded: boolean, quantifier: "any" | "all" | null): ArgumentForm => ({
  as,
  syntax: { language: "like", folded },
  quantifier,
});
const type = (name: KindName): ColumnType => ({ kind: kinds[name] });

describe("an argument", () => {
  it.each<readonly [string, ArgumentForm, ArgumentValue, unknown]>([
    ["a text of its column's kind", { as: "value", type: type("integer") }, textOf("7"), 7],
    ["JSON of its column's kind", { as: "value", type: type("boolean") }, jsonOf(true), 1],
    ["null", { as: "value", type: type("boolean") }, jsonOf(null), null],
    [
      "a big integer, which travels as text",
      { as: "value", type: type("bigint") },
      textOf("-9223372036854775808"),
      "-9223372036854775808",
    ],
    ["of another kind", { as: "value", type: type("integer") }, textOf("x"), "!22P02"],
    ["a list", { as: "list", type: type("integer") }, listOf("1", "2"), "[1,2]"],
    ["a list of big integers", { as: "list", type: type("bigint") }, listOf("9007199254740993"), "[9007199254740993]"],
    [
      "a list of texts that look like JSON",
      { as: "list", type: type("text") },
      listOf('a"b', "null", "1"),
      '["a\\"b","null","1"]',
    ],
    ["an empty list", { as: "list", type: type("integer") }, listOf(), "[]"],
    [
      "a list as JSON",
      { as: "list", type: type("uuid") },
      jsonOf(["A0EEBC999C0B4EF8BB6D6BB9BD380A11", null]),
      '["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",null]',
    ],
    ["a list with one wrong element", { as: "list", type: type("integer") }, listOf("1", "x"), "!22P02"],
    ["one value for a list", { as: "list", type: type("integer") }, textOf("5"), "[5]"],
    ["a pattern", patternForm("native", true, null), textOf("a*b"), "a%b"],
    ["a case-sensitive pattern", patternForm("native", false, null), textOf("a%[_"), "a*[[]?"],
    ["a pattern that the database answers itself", patternForm("program", false, null), textOf("a%[_"), null],
    ["patterns", patternForm("native", false, "any"), listOf("a*", "?"), '["a*","[?]"]'],
    ["what is left of them", patternForm("program", false, "any"), listOf("a*", "?"), null],
    ["patterns of which one is too long", patternForm("native", true, "any"), listOf("a", "b".repeat(51)), '["a"]'],
    [
      "what all of them have",
      patternForm("native", true, "all"),
      listOf("a", "b".repeat(51)),
      `["a","${"b".repeat(49)}%"]`,
    ],
    ["a pattern that ends within an escape", patternForm("native", true, null), textOf("a\\"), "!22025"],
    ["a JSON number", { as: "json-scalar" }, textOf("1.50"), "1.5"],
    ["a JSON text", { as: "json-scalar" }, textOf(' "a"'), '"a"'],
    ["a JSON null", { as: "json-scalar" }, textOf("null"), "null"],
    ["what is no JSON", { as: "json-scalar" }, textOf("a b"), "!22P02"],
    ["a JSON object, which has no place in an order", { as: "json-scalar" }, textOf('{ "a": [1] }'), "!0A000"],
    ["JSON scalars", { as: "json-scalars" }, listOf("1", '"x"', "false"), '["1","\\"x\\"","false"]'],
  ])("%s", (_, form, given, expected) => {
    expect(argument(form, given)).toEqual(expected);
  });

  it.each<readonly [string, number | string]>([
    ["0", 0],
    ["10", 10],
    ["11", 10],
    ["007", 7],
    ["9007199254740991", 10],
    ["-1", "!PGRST103 Limit and offset must not be negative."],
    ["1.5", "!PGRST103 Limit and offset must be integers."],
    ["1e3", "!PGRST103 Limit and offset must be integers."],
    ["", "!PGRST103 Limit and offset must be integers."],
    [" 1", "!PGRST103 Limit and offset must be integers."],
    ["9007199254740992", "!PGRST103 Limit and offset must be integers."],
  ])("a limit of %j, at most ten, is %j", (given, expected) => {
    expect(argument({ as: "limit", most: 10 }, textOf(given))).toBe(expected);
  });

  it("an offset is not bounded", () => {
    expect(argument({ as: "offset" }, textOf("123456789"))).toBe(123_456_789);
    expect(argument({ as: "offset" }, jsonOf(5))).toBe(5);
  });

  it("that nobody gave is a bug", () => {
    expect(() => bound({ kind: "argument", index: 3, form: { as: "offset" } })).toThrow("argument 3 is missing");
  });
});

describe("what a request brings besides", () => {
  const claim = (path: readonly string[], kind: KindName, list = false): Slot => ({
    kind: "caller",
    path,
    type: type(kind),
    list,
  });

  it.each<readonly [string, Slot, unknown]>([
    ["its rows", { kind: "rows" }, "[[1]]"],
    ["its session", { kind: "session" }, "s1"],
    ["who writes", { kind: "actor" }, "ada"],
    ["the caller's id", claim(["sub"], "text"), "ada"],
    ["the caller's id where a number is wanted", claim(["sub"], "integer"), null],
    ["the role", claim(["role"], "text"), "author"],
    ["a claim", claim(["level"], "integer"), 7],
    ["a claim as text", claim(["level"], "text"), "7"],
    ["a big claim", claim(["app", "big"], "bigint"), "9223372036854775807"],
    ["a claim that is an object", claim(["app"], "text"), null],
    ["a claim that is missing", claim(["app", "nothing", "deep"], "text"), null],
    ["a claim of every object", claim(["constructor"], "text"), null],
    ["a claim within a text", claim(["sub", "length"], "integer"), null],
    ["a list of claims, the usable ones", claim(["app", "teams"], "integer", true), "[1,2]"],
    ["a list that is none", claim(["level"], "integer", true), "[]"],
    ["the moment", { kind: "now", type: type("timestamp") }, now],
    ["the moment as a day", { kind: "now", type: type("date") }, "2026-01-31"],
    ["the moment in seconds", { kind: "now", type: type("epoch-seconds") }, 1769851800],
    ["the moment as what cannot be one", { kind: "now", type: type("integer") }, null],
  ])("%s", (_, open, expected) => {
    expect(bound(open)).toEqual(expected);
  });

  it("is little for nobody", () => {
    const slots: readonly Slot[] = [{ kind: "session" }, { kind: "actor" }, claim(["sub"], "text")];
    expect(slots.map((open) => bound(open, [], anonymous))).toEqual([null, "anon", null]);
  });

  it("stands where its plan says, values of the plan too", () => {
    const open: Slot = { kind: "actor" };
    const made = template(sql<Slot>`a ${value(1)} b ${slot(open)} c ${value("1")} d ${slot(open)}`);
    const outcome = bind(made, { arguments: [], context: { principal: ada, now }, rows: null });
    expect(outcome).toEqual({ ok: true, value: { sql: "a ?1 b ?2 c ?3 d ?2", params: [1, "ada", "1"] } });
  });
});

it("is refused where its text is larger than D1 takes, counted in bytes", () => {
  const named = (name: string) => () => template(sql`select 1 as ${id(name)}`);
  expect(named("x".repeat(99_000))).not.toThrow();
  expect(named("x".repeat(100_001))).toThrow(SqlLimitError);
  expect(named("é".repeat(50_001))).toThrow("bytes, 100000 allowed");
});

const cells = sqliteTable("cells", {
  id: integer().primaryKey(),
  name: text(),
  seen: integer({ mode: "timestamp_ms" }),
});
const table = [...compileModel([collection(cells)]).collections.values()][0];

describe("the rows of a write", () => {
  function source(name: string, from: CellSource["from"]): CellSource {
    const column = table?.columns.get(name);
    if (column === undefined) throw new TypeError(`no column ${name}`);
    return { column, from };
  }
  const given = (name: string, index: number) => source(name, { kind: "given", index });
  const made = (name: string, make: () => unknown) => source(name, { kind: "made", make });
  const encoded = (sources: readonly CellSource[], rows: readonly (readonly (Json | undefined)[])[]): unknown => {
    const outcome = encodeRows(sources, rows, { principal: ada, now });
    return outcome.ok ? outcome.value : outcome.error;
  };

  it("are cells in their stored form, in the order of their sources", () => {
    const rows = [
      ["b", "1", "2026-01-31T09:30:00.25Z"],
      [null, 2, null],
    ];
    expect(encoded([given("id", 1), given("name", 0), given("seen", 2)], rows)).toBe(
      '[[1,"b",1769851800250],[2,null,null]]',
    );
    expect(encoded([], [[], []])).toBe("[[],[]]");
    expect(encoded([given("id", 0)], [])).toBe("[]");
  });

  it("have what rules and the application's functions make, once a row", () => {
    let count = 0;
    const sources = [
      made("id", () => ++count),
      source("name", { kind: "rule", value: { kind: "caller", path: ["sub"], type: type("text"), list: false } }),
      made("seen", () => new Date(Date.UTC(2026, 0, 31, 9, 30))),
    ];
    expect(encoded(sources, [[], []])).toBe('[[1,"ada",1769851800000],[2,"ada",1769851800000]]');
    expect(encoded([made("id", () => 5n), made("name", () => undefined)], [[]])).toBe("[[5,null]]");
    expect(encoded([source("seen", { kind: "rule", value: { kind: "now", type: type("epoch-millis") } })], [[]])).toBe(
      "[[1769851800250]]",
    );
    expect(encoded([source("name", { kind: "rule", value: { kind: "literal", value: "x" } })], [[]])).toBe('[["x"]]');
  });

  it("are refused for the first cell that is of another kind", () => {
    expect(
      encoded(
        [given("id", 0), given("name", 1)],
        [
          [1, "a"],
          ["x", "b\u0000"],
        ],
      ),
    ).toMatchObject({ code: "22P02", message: expect.stringContaining('"x"') });
    expect(encoded([made("id", () => "x")], [[]])).toMatchObject({ code: "22P02" });
  });
});
