import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Delta } from "../live/query-diff.ts";
import { afterSteps, type RowStep } from "../wire/live-query.ts";
import { stepsFromHeld } from "./held-rows.ts";

function digest(json: string): string {
  return createHash("sha256")
    .update(JSON.stringify(JSON.parse(json)))
    .digest()
    .subarray(0, 16)
    .toString("base64url");
}

function stepOf(delta: Delta): RowStep<string> {
  return "json" in delta ? { op: delta.op, at: delta.at, row: delta.json } : delta;
}

const rows = fc.array(fc.constantFrom("1", "2", '{"a": 1}', '{"a":"né"}', "null", "[1.0]", '"x"'), { maxLength: 12 });

describe("steps from rows that somebody has", () => {
  it("lead to the rows of now", () => {
    fc.assert(
      fc.property(rows, rows, (held, now) => {
        const steps = stepsFromHeld(held.map(digest), now);
        if (steps !== null) expect(afterSteps(held, steps.map(stepOf))).toEqual(now);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are none where nothing has changed, however the JSON is written", () => {
    expect(stepsFromHeld([digest('{"a":1,"b":"é"}')], ['{ "a" : 1.0, "b" : "\\u00e9" }'])).toEqual([]);
  });

  it("are not told where most rows are others", () => {
    expect(stepsFromHeld([digest("1")], ["1", "2"])).toHaveLength(1);
    expect(stepsFromHeld([digest("1")], ["1", "2", "3"])).toBeNull();
  });
});
