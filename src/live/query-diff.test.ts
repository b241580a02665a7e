import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterSteps, type RowStep } from "../wire/live-query.ts";
import { type Delta, difference, type ShownRow } from "./query-diff.ts";

function list(keys: readonly number[], version: (key: number) => number = () => 0): readonly ShownRow[] {
  return keys.map((key) => ({ key: String(key), json: `${key}.${version(key)}` }));
}

function step(delta: Delta): RowStep<string> {
  return "json" in delta ? { op: delta.op, at: delta.at, row: delta.json } : delta;
}

const keys = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 12 });

describe("the steps from one list to another", () => {
  it("lead there", () => {
    fc.assert(
      fc.property(keys, keys, fc.array(fc.integer({ min: 0, max: 12 })), (before, after, changed) => {
        const [from, to] = [list(before), list(after, (key) => (changed.includes(key) ? 1 : 0))];
        const steps = difference(from, to).map(step);
        expect(
          afterSteps(
            from.map(({ json }) => json),
            steps,
          ),
        ).toEqual(to.map(({ json }) => json));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[readonly number[], readonly number[], number]>([
    [[1, 2, 3, 4, 5], [2, 3, 4, 5, 1], 1],
    [[1, 2, 3, 4, 5], [5, 1, 2, 3, 4], 1],
    [[1, 2, 3, 4, 5], [1, 4, 2, 3, 5], 1],
    [[1, 2, 3, 4, 5], [0, 1, 2, 3, 4], 2],
    [[1, 2, 3], [1, 2, 3], 0],
    [[], [1], 1],
    [[1], [], 1],
  ])("are few: %j to %j takes %d", (before, after, count) => {
    expect(difference(list(before), list(after))).toHaveLength(count);
  });
});
