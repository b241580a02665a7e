import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonItems, jsonMembers } from "./json-items.ts";

describe("the items of a JSON array", () => {
  it("are what stands between its commas, digit by digit", () => {
    expect(jsonItems('[1.0, 9007199254740993,{"a":[1,"],"]},"\\"," ,null]')).toEqual([
      "1.0",
      "9007199254740993",
      '{"a":[1,"],"]}',
      '"\\","',
      "null",
    ]);
    expect(jsonItems("[]")).toEqual([]);
  });

  it("are each what JSON.stringify would write", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), (values) => {
        expect(jsonItems(JSON.stringify(values))).toEqual(values.map((value) => JSON.stringify(value)));
      }),
    );
  });
});

describe("the members of a JSON object", () => {
  it("are found by their names, whatever stands in names and values", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 8 }),
        fc.constantFrom(0, 2),
        (object, indent) => {
          const members = jsonMembers(JSON.stringify(object, null, indent));
          const entries = [...members].map(([name, text]) => [name, JSON.parse(text)]);
          expect(entries).toEqual(Object.entries(JSON.parse(JSON.stringify(object))));
        },
      ),
    );
    expect(jsonMembers('{"n":9007199254740993}').get("n")).toBe("9007199254740993");
  });
});
