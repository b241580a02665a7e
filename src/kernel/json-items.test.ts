import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonItems } from "./json-items.ts";

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
