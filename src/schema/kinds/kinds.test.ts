import { describe, expect, it } from "vitest";
import type { Json } from "../../kernel/json.ts";
import type { ColumnType, KindName, Stored } from "./kind.ts";
import { parseJson, parseText } from "./parse.ts";
import { kinds } from "./table.ts";

/** Text, and what is stored of it; a string that begins with `!` is the code that refuses it. */
type Case = readonly [input: string, stored: Stored];

function outcome(type: ColumnType, text: string): Stored {
  const parsed = parseText(text, type);
  return parsed.ok ? parsed.value : `!${parsed.error.code}`;
}

const uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
const most = 9007199254740991;

const table: Readonly<Partial<Record<KindName, readonly Case[]>>> = {
  uuid: [
    [uuid, uuid],
    [uuid.toUpperCase(), uuid],
    [`{${uuid}}`, uuid],
    [uuid.replaceAll("-", ""), uuid],
    [` ${uuid} `, uuid],
    [`{${uuid}`, "!22P02"],
    [`${uuid}}`, "!22P02"],
    [uuid.slice(1), "!22P02"],
    [`${uuid}0`, "!22P02"],
    [uuid.replace("a", "g"), "!22P02"],
    ["", "!22P02"],
  ],
  integer: [
    ["0", 0],
    ["-0", 0],
    ["+7", 7],
    [" 12 ", 12],
    ["007", 7],
    [String(most), most],
    [String(-most), -most],
    ["9007199254740992", "!22003"],
    ["-9007199254740992", "!22003"],
    ["9".repeat(400), "!22003"],
    ["1.0", "!22P02"],
    ["1e3", "!22P02"],
    ["0x10", "!22P02"],
    ["1_000", "!22P02"],
    ["", "!22P02"],
    [" ", "!22P02"],
    ["+ 7", "!22P02"],
    ["٣", "!22P02"],
    ["NaN", "!22P02"],
  ],
  bigint: [
    ["-0", 0],
    [String(most), most],
    ["9007199254740992", 9007199254740992n],
    ["-9007199254740993", -9007199254740993n],
    ["9223372036854775807", 9223372036854775807n],
    ["+9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["9223372036854775808", "!22003"],
    ["-9223372036854775809", "!22003"],
    ["9".repeat(5000), "!22003"],
    ["1e18", "!22P02"],
    ["12n", "!22P02"],
  ],
  real: [
    ["1", 1],
    [".5", 0.5],
    ["5.", 5],
    ["-.5e-1", -0.05],
    ["1E3", 1000],
    ["0.1", 0.1],
    ["-0", 0],
    ["-0.0e9", 0],
    ["1.7976931348623157e308", Number.MAX_VALUE],
    ["5e-324", 5e-324],
    ["1e-400", 0],
    ["1e400", "!22003"],
    ["-1e400", "!22003"],
    ["9".repeat(400), "!22003"],
    ["NaN", "!22P02"],
    ["Infinity", "!22P02"],
    ["-inf", "!22P02"],
    [".", "!22P02"],
    ["e5", "!22P02"],
    ["1e", "!22P02"],
    ["1,5", "!22P02"],
    ["0x1p3", "!22P02"],
    ["", "!22P02"],
  ],
  numeric: [
    ["12.50", 12.5],
    ["1e400", "!22003"],
    ["NaN", "!22P02"],
  ],
  boolean: [
    ...["true", "TRUE", "tr", "t", "yes", "ye", "y", "on", "1", " True "].map((text): Case => [text, 1]),
    ...["false", "fals", "f", "no", "n", "off", "of", "0", " OFF"].map((text): Case => [text, 0]),
    ...["o", "2", "-1", "truee", "", "null", "ja"].map((text): Case => [text, "!22P02"]),
  ],
  date: [
    ["2026-01-31", "2026-01-31"],
    ["2024-02-29", "2024-02-29"],
    ["2000-02-29", "2000-02-29"],
    ["0100-01-01", "0100-01-01"],
    ["9999-12-31", "9999-12-31"],
    ["2026-01-31T23:30:00-08:00", "2026-01-31"],
    ["2026-01-31 09:30", "2026-01-31"],
    ["2026-02-29", "!22008"],
    ["1900-02-29", "!22008"],
    ["2026-00-10", "!22008"],
    ["2026-13-01", "!22008"],
    ["2026-01-00", "!22008"],
    ["2026-04-31", "!22008"],
    ["0000-01-01", "!22008"],
    ["10000-01-01", "!22007"],
    ["2026-1-1", "!22007"],
    ["2026-01-31 tomorrow", "!22007"],
    ["2026-01-31T", "!22007"],
    ["31.01.2026", "!22007"],
    ["today", "!22007"],
    ["", "!22007"],
  ],
  time: [
    ["09:30", "09:30:00"],
    ["23:59:59.999999", "23:59:59.999999"],
    ["09:30:00.100", "09:30:00.1"],
    ["09:30:00.000", "09:30:00"],
    ["24:00", "!22008"],
    ["09:60", "!22008"],
    ["09:30:60", "!22008"],
    ["9:30", "!22007"],
    ["09:30:00.1234567", "!22007"],
    ["09:30:00Z", "!22007"],
    ["", "!22007"],
  ],
  bytes: [
    ["\\x48656c6C6F", "48656C6C6F"],
    ["\\x", ""],
    ["\\x48 65\n6c", "48656C"],
    ["\\x4", "!22023"],
    ["\\xgg", "!22023"],
    ["48656c", "343836353663"],
    ["a\\\\b\\001\\377é", "615C6201FFC3A9"],
    ["\\", "!22P02"],
    ["\\400", "!22P02"],
    ["", ""],
  ],
};

describe.each(Object.entries(table))("%s from text", (name, cases) => {
  const type: ColumnType = { kind: kinds[name as KindName] };
  it.each(cases)("%j is %s", (text, stored) => {
    expect(outcome(type, text)).toStrictEqual(stored);
  });
});

describe("what a refusal says", () => {
  it.each<readonly [KindName, string, string]>([
    ["uuid", "x", 'invalid input syntax for type uuid: "x"'],
    ["integer", "1.5", 'invalid input syntax for type integer: "1.5"'],
    ["integer", "9007199254740992", 'value "9007199254740992" is out of range for type integer'],
    ["bigint", "9223372036854775808", 'value "9223372036854775808" is out of range for type bigint'],
    ["real", "1e400", '"1e400" is out of range for type double precision'],
    ["boolean", "maybe", 'invalid input syntax for type boolean: "maybe"'],
    ["timestamp", "soon", 'invalid input syntax for type timestamp with time zone: "soon"'],
    ["date", "2026-02-30", 'date/time field value out of range: "2026-02-30"'],
    ["time", "soon", 'invalid input syntax for type time without time zone: "soon"'],
    ["json", "{", "invalid input syntax for type json"],
    ["bytes", "\\", "invalid input syntax for type bytea"],
    ["bytes", "\\xzz", 'invalid hexadecimal digit: "z"'],
    ["bytes", "\\x123", "invalid hexadecimal data: odd number of digits"],
  ])("of %s %j: %s", (name, text, message) => {
    const parsed = parseText(text, { kind: kinds[name] });
    expect(parsed).toMatchObject({ ok: false, error: { message } });
  });

  it("shortens what it repeats", () => {
    const parsed = parseText("x".repeat(100_000), { kind: kinds.integer });
    expect(parsed.ok ? 0 : parsed.error.message.length).toBeLessThan(300);
  });
});

describe("values of JSON", () => {
  it.each<readonly [KindName, Json, Stored]>([
    ["integer", 5, 5],
    ["integer", "5", 5],
    ["integer", 5.5, "!22P02"],
    ["integer", 1e21, "!22P02"],
    ["integer", 2 ** 53, "!22003"],
    ["integer", true, "!22P02"],
    ["integer", [1], "!22P02"],
    ["integer", {}, "!22P02"],
    ["real", 1e-7, 1e-7],
    ["real", 1e300, 1e300],
    ["boolean", true, 1],
    ["boolean", false, 0],
    ["boolean", 1, 1],
    ["boolean", 2, "!22P02"],
    ["boolean", "no", 0],
    ["text", 5, "5"],
    ["text", true, "true"],
    ["text", { a: [1] }, '{"a":[1]}'],
    ["text", "", ""],
    ["timestamp", 1_700_000_000, "!22007"],
    ["json", "a", '"a"'],
    ["json", { a: null }, '{"a":null}'],
    ["json", false, "false"],
    ["json", "{}", '"{}"'],
    ["uuid", 1, "!22P02"],
    ["date", {}, "!22P02"],
  ])("%s %j is %s", (name, json, stored) => {
    const parsed = parseJson(json, { kind: kinds[name] });
    expect(parsed.ok ? parsed.value : `!${parsed.error.code}`).toStrictEqual(stored);
  });

  it.each(Object.keys(kinds) as readonly KindName[])("null stays null: %s", (name) => {
    expect(parseJson(null, { kind: kinds[name] })).toEqual({ ok: true, value: null });
  });

  it("as text is parsed, and stored without its spaces", () => {
    const type: ColumnType = { kind: kinds.json };
    expect(parseText(' { "a" : [ 1 , "b c" ] } ', type)).toEqual({ ok: true, value: '{"a":[1,"b c"]}' });
    expect(parseText('"a"', type)).toEqual({ ok: true, value: '"a"' });
    expect(parseText("a", type)).toMatchObject({ error: { code: "22P02" } });
    expect(parseText("", type)).toMatchObject({ error: { code: "22P02" } });
  });
});

describe("text", () => {
  const short: ColumnType = { kind: kinds.text, maxLength: 3 };

  it.each<readonly [string, Stored]>([
    ["", ""],
    ["abc", "abc"],
    ["äöü", "äöü"],
    ["😀😀😀", "😀😀😀"],
    ["😀😀😀😀", "!22001"],
    ["abcd", "!22001"],
    ["a\u0000", "!22021"],
    ["\ud83d", "!22021"],
    ["\ude00a", "!22021"],
    ["a\n\t", "a\n\t"],
  ])("of at most three characters: %j is %j", (text, stored) => {
    expect(outcome(short, text)).toBe(stored);
  });

  it("says how long it may be", () => {
    const parsed = parseText("abcd", short);
    expect(parsed).toMatchObject({ error: { message: "value too long for type character varying(3)" } });
  });

  it("is measured as JSON's own text too", () => {
    expect(parseJson({ a: 1 }, short)).toMatchObject({ error: { code: "22001" } });
  });
});

describe("an enum", () => {
  const type: ColumnType = { kind: kinds.enum, values: ["draft", "1"] };

  it.each<readonly [Json, Stored]>([
    ["draft", "draft"],
    [1, "1"],
    ["Draft", "!22P02"],
    ["draft ", "!22P02"],
    ["", "!22P02"],
    [["draft"], "!22P02"],
  ])("of draft and 1: %j is %j", (json, stored) => {
    const parsed = parseJson(json, type);
    expect(parsed.ok ? parsed.value : `!${parsed.error.code}`).toBe(stored);
  });
});
