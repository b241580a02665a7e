import { expect, it } from "vitest";
import { ok } from "../kernel/result.ts";
import { type DeclaredOptions, declaredRows, payloadRows, readBody } from "./body.ts";
import { bodyParser } from "./media.ts";

function parsePayload(text: string, contentType: string | null = null, declared: DeclaredOptions | null = null) {
  const parse = bodyParser(contentType);
  const json = parse.ok ? parse.value(text) : parse;
  if (declared !== null) return declaredRows(json, declared);
  return json.ok ? payloadRows(json.value) : json;
}

it.each([
  ['{"b":1,"a":2}', ["a", "b"], [[2, 1]]],
  ['[{"a":1},{"a":2}]', ["a"], [[1], [2]]],
  ["{}", [], [[]]],
  ["[]", [], []],
  ["[{},{}]", [], [[], []]],
  ['"text"', [], []],
  ["null", [], []],
  ['{"a":1,"a":2}', ["a"], [[2]]],
  ['{"__proto__":1}', ["__proto__"], [[1]]],
  ['{"a":{"b":[1,null]}}', ["a"], [[{ b: [1, null] }]]],
  ['{"id":9007199254740993}', ["id"], [["9007199254740993"]]],
  ['{"id":-9223372036854775808}', ["id"], [["-9223372036854775808"]]],
  ['[{"id":9007199254740993,"x":1}]', ["id", "x"], [["9007199254740993", 1]]],
  ['{"id":1234567890123456}', ["id"], [[1234567890123456]]],
  ['{"x":0.1234567890123456}', ["x"], [[0.1234567890123456]]],
  ['{"x":"1234567890123456789"}', ["x"], [["1234567890123456789"]]],
  ['{"data":{"n":9007199254740993}}', ["data"], [[{ n: 9007199254740992 }]]],
])("reads %s", (text, columns, rows) => {
  expect(parsePayload(text)).toEqual({ ok: true, value: { columns, rows } });
});

it.each([
  ["", "Empty or invalid json"],
  ["{", "Empty or invalid json"],
  ["{a:1}", "Empty or invalid json"],
  ['[{"a":1},{"b":1}]', "All object keys must match"],
  ['[{"a":1},{"a":1,"b":1}]', "All object keys must match"],
  ['[{"a":1},2]', "All object keys must match"],
  ["[1]", "All object keys must match"],
])("refuses %j", (text, message) => {
  const payload = parsePayload(text);
  expect(!payload.ok && payload.error).toMatchObject({ code: "PGRST102", status: 400, message });
});

it.each([
  [
    "null",
    [
      [1, null],
      [null, 2],
    ],
  ],
  [
    "default",
    [
      [1, undefined],
      [undefined, 2],
    ],
  ],
] as const)("takes declared columns only, what is missing being %s", (missing, rows) => {
  const payload = parsePayload('[{"a":1,"z":3},{"b":2}]', null, { columns: ["b", "a", "b"], missing });
  expect(payload).toEqual({ ok: true, value: { columns: ["a", "b"], rows } });
});

it.each([
  ["{", "22P02", "invalid input syntax for type json"],
  ["", "22P02", "invalid input syntax for type json"],
  ["5", "22023", "argument of json_to_recordset must be an array of objects"],
  ['[{"a":1},2]', "22023", "argument of json_to_recordset must be an array of objects"],
])("refuses %j in PostgreSQL's words where columns are declared", (text, code, message) => {
  const payload = parsePayload(text, null, { columns: ["a"], missing: "null" });
  expect(!payload.ok && payload.error).toMatchObject({ code, message, status: 400 });
});

it.each([
  ["a=1&b=x+y&a=2", ["a", "b"], [["2", "x y"]]],
  ["", [], [[]]],
])("reads the form %j", (text, columns, rows) => {
  expect(parsePayload(text, "application/x-www-form-urlencoded")).toEqual(ok({ columns, rows }));
});

it.each([
  [
    "b,a\n1,2\n3,4",
    ["a", "b"],
    [
      ["2", "1"],
      ["4", "3"],
    ],
  ],
  ["a\r\n1\r\n\r\n", ["a"], [["1"]]],
  ['a,b\n"x,""y""\n",NULL', ["a", "b"], [['x,"y"\n', null]]],
  ["a,b\n1,", ["a", "b"], [["1", ""]]],
  ["a", [], []],
])("reads the CSV %j", (text, columns, rows) => {
  expect(parsePayload(text, "text/csv")).toEqual(ok({ columns, rows }));
});

it.each([["a,b\n1"], ["a\n1,2"], [""], ['a\n"x']])("refuses the CSV %j", (text) => {
  expect(parsePayload(text, "text/csv")).toMatchObject({ ok: false, error: { code: "PGRST102" } });
});

it("reads no more bytes than it may, whatever the header says", async () => {
  const long = new Request("https://a/", { method: "POST", body: "x".repeat(100) });
  expect(await readBody(long, 99)).toMatchObject({ ok: false, error: { code: "PER001", status: 413 } });
  const fits = new Request("https://a/", { method: "POST", body: "€".repeat(33) });
  expect(await readBody(fits, 99)).toEqual({ ok: true, value: "€".repeat(33) });
  const told = new Request("https://a/", { method: "POST", body: "x", headers: { "content-length": "1000" } });
  expect(await readBody(told, 99)).toMatchObject({ ok: false });
  expect(await readBody(new Request("https://a/"), 99)).toEqual({ ok: true, value: "" });
});
