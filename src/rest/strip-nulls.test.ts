import fc from "fast-check";
import { expect, it } from "vitest";
import { csvText } from "./csv.ts";
import { stripNulls } from "./strip-nulls.ts";

it.each([
  ['{"a":null,"b":1}', '{"b":1}'],
  ['{"a":null}', "{}"],
  ['{"a":{"b":null,"c":[null,{"d":null}]}}', '{"a":{"c":[null,{}]}}'],
  ['{"n":9007199254740993,"x":1.0e5}', '{"n":9007199254740993,"x":1.0e5}'],
  ['{"a":"null","b\\"":"{,}:[\\\\"}', '{"a":"null","b\\"":"{,}:[\\\\"}'],
  ['{ "a" : null , "b" : [ ] }', '{"b":[]}'],
  ["null", "null"],
])("strips %s", (text, expected) => {
  expect(stripNulls(text)).toBe(expected);
});

it("strips what a parser would strip", () => {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).filter(([, member]) => member !== null);
    return Object.fromEntries(members.map(([key, member]) => [key, strip(member)]));
  };
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(stripNulls(text))).toEqual(strip(JSON.parse(text)));
    }),
  );
});

it("writes CSV as PostgreSQL writes a row", () => {
  const rows = [
    '{"id":9007199254740993,"a,b":"x","c":true,"d":null,"e":""}',
    '{"id":2.50,"a,b":"say \\"hi\\"","c":false,"d":{"n":1},"e":"a b\\\\"}',
  ];
  expect(csvText(`[${rows.join(",")}]`)).toBe(
    ['id,"a,b",c,d,e', '9007199254740993,x,t,,""', '2.50,"say ""hi""",f,"{""n"":1}","a b\\\\"'].join("\n"),
  );
  expect(csvText("[]")).toBe("");
});
