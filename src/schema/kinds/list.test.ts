import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../kernel/json.ts";
import type { ColumnType, KindName, Stored } from "./kind.ts";
import { splitArray } from "./list.ts";
import { parseJson, parseText } from "./parse.ts";
import { kinds } from "./table.ts";

function listOf(element: KindName): ColumnType {
  return { kind: kinds.list, element: { kind: kinds[element] } };
}

function fromText(text: string, element: KindName = "text"): Stored {
  const parsed = parseText(text, listOf(element));
  return parsed.ok ? parsed.value : `!${parsed.error.code}`;
}

describe("PostgreSQL's array literal", () => {
  it.each<readonly [string, Stored]>([
    ["{}", "[]"],
    ["{ }", "[]"],
    ["{a}", '["a"]'],
    ['{a,"b,c",NULL}', '["a","b,c",null]'],
    ['{"NULL",null,Null}', '["NULL",null,null]'],
    ["{ a , b c }", '["a","b c"]'],
    ['{ "a" , " b " }', '["a"," b "]'],
    ['{"a\\"b","c\\\\d"}', '["a\\"b","c\\\\d"]'],
    ['{"a\\\nb","c\nd"}', '["a\\nb","c\\nd"]'],
    ['{""}', '[""]'],
    ['{"{}"}', '["{}"]'],
    ["  {a}  ", '["a"]'],
    ["{{a}}", "!22P02"],
    ["{{a},{b}}", "!22P02"],
    ["{a", "!22P02"],
    ["a}", "!22P02"],
    ["{a,}", "!22P02"],
    ["{,a}", "!22P02"],
    ["{a,,b}", "!22P02"],
    ['{"a"b}', "!22P02"],
    ['{a"b"}', "!22P02"],
    ['{"a}', "!22P02"],
    ["{a}b}", "!22P02"],
    ["a,b", "!22P02"],
    ["", "!22P02"],
  ])("%j is %s", (text, stored) => {
    expect(fromText(text)).toBe(stored);
  });

  it("splits what it is quoted from", () => {
    const element = fc.option(fc.string({ unit: "binary" }), { nil: null });
    fc.assert(
      fc.property(fc.array(element, { minLength: 1 }), (items) => {
        const quoted = items.map((item) => (item === null ? "NULL" : `"${item.replace(/["\\]/g, "\\$&")}"`));
        expect(splitArray(`{${quoted.join(",")}}`)).toEqual(items);
      }),
    );
  });

  it.each([
    ["blanks", `{${" ".repeat(200_000)}{}`],
    ["blanks between", `{a${" ".repeat(200_000)}b"}`],
    ["an open quote", `{"${"a".repeat(200_000)}}`],
    ["backslashes", `{"${"\\".repeat(200_001)}}`],
  ])("is refused in linear time: %s", (_, text) => {
    const started = performance.now();
    expect(fromText(text)).toBe("!22P02");
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("a JSON array", () => {
  it.each<readonly [string, Stored]>([
    ['["a", "b"]', '["a","b"]'],
    ["[]", "[]"],
    ["[1,null,true]", '["1",null,"true"]'],
    ['"a"', "!22P02"],
    ["1", "!22P02"],
    ["[", "!22P02"],
  ])("as text: %s is %s", (text, stored) => {
    expect(fromText(text)).toBe(stored);
  });

  it.each<readonly [KindName, Json, Stored]>([
    ["text", ["a", null], '["a",null]'],
    ["text", "{a,b}", '["a","b"]'],
    ["text", "plain", "!22P02"],
    ["text", { a: 1 }, "!22P02"],
    ["text", 5, "!22P02"],
    ["text", ["a\u0000"], "!22P05"],
    ["integer", [1, "2", null], "[1,2,null]"],
    ["integer", [1.5], "!22P02"],
    ["integer", [[1]], "!22P02"],
    ["bigint", ["9223372036854775807", 1], "[9223372036854775807,1]"],
    ["bigint", ["9223372036854775808"], "!22003"],
    ["real", [0.1, "1e3"], "[0.1,1000]"],
    ["boolean", [true, "no", 1], "[true,false,true]"],
    ["boolean", ["maybe"], "!22P02"],
    ["uuid", ["A0EEBC999C0B4EF8BB6D6BB9BD380A11"], '["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]'],
    ["timestamp", ["2026-01-31T10:30:00+01:00"], '["2026-01-31T09:30:00+00:00"]'],
    ["date", ["2026-01-31"], '["2026-01-31"]'],
    ["date", ["2026-02-31"], "!22008"],
    ["time", ["09:30"], '["09:30:00"]'],
    ["json", [{ a: 1 }, [2], "x", null], '[{"a":1},[2],"x",null]'],
  ])("of %s: %j is %s", (element, json, stored) => {
    const parsed = parseJson(json, listOf(element));
    expect(parsed.ok ? parsed.value : `!${parsed.error.code}`).toBe(stored);
  });
});

it("is called after its elements", () => {
  expect(kinds.list.postgresName(listOf("integer"))).toBe("integer[]");
});

it("needs to know its elements", () => {
  expect(() => parseText("{a}", { kind: kinds.list })).toThrow(TypeError);
});

it("reads a real in linear time, whatever follows its digits", () => {
  const started = performance.now();
  expect(parseText(`${"1".repeat(500_000)}x`, { kind: kinds.real })).toMatchObject({ error: { code: "22P02" } });
  expect(performance.now() - started).toBeLessThan(1_000);
});
