import fc from "fast-check";
import { expect, it } from "vitest";
import type { ChangeRecord } from "../../src/changes/record.ts";
import { watermark } from "../../src/kernel/watermark.ts";
import { type Equalities, filterEqualities, ruleEqualities } from "../../src/live/equalities.ts";
import { InterestIndex, interestKey } from "../../src/live/interest-key.ts";
import { compileMatch } from "../../src/live/match.ts";
import type { ArgumentValue, Filter } from "../../src/query/read.ts";
import { evaluate, type Row } from "../../src/rules/evaluate.ts";
import { compiled, condition, model, noteRow, people, principal } from "../rules/arbitrary.ts";
import { plainColumn } from "./plain-field.ts";

const now = "2026-06-30T23:59:59.123456+00:00";

/** Whether a change of the row, however it is one, is found by these values. */
function isFound(equalities: Equalities, row: Row): boolean {
  const index = new InterestIndex<string>();
  for (const equality of equalities ?? []) index.add(interestKey("notes", equality), "here");
  const other: Row = {};
  const change = { sequence: watermark(1), collection: "notes", key: {}, actor: null, at: now } as const;
  const changes: readonly ChangeRecord[] = [
    { ...change, operation: "INSERT", before: null, after: row },
    { ...change, operation: "DELETE", before: row, after: null },
    { ...change, operation: "UPDATE", before: other, after: row },
    { ...change, operation: "UPDATE", before: row, after: other },
  ];
  return changes.every((each) => index.find(each).has("here"));
}

it("a row that a rule permits has one of the values by which the rule is looked up", () => {
  let looked = 0;
  fc.assert(
    fc.property(
      condition(false).map((given) => compiled(given, false)),
      principal,
      fc.array(noteRow, { minLength: 20, maxLength: 20 }),
      (rule, who, rows) => {
        const equalities = ruleEqualities(rule, who);
        if (equalities === null) return;
        for (const row of rows) {
          const around = { principal: who, now, before: null, exists: () => true, rows: [row] };
          if (evaluate(rule, around) !== true) continue;
          looked += 1;
          expect(isFound(equalities, row)).toBe(true);
        }
      },
    ),
    { numRuns: 5_000 },
  );
  expect(looked).toBeGreaterThan(1_000);
});

const collection = model.collections.get("notes");
if (collection === undefined) throw new TypeError("no notes");
const notes = collection;

const texts: Readonly<Record<string, readonly string[]>> = {
  owner: [...people, people[0]?.toUpperCase() ?? ""],
  title: ["", "a", "ab", "10", "😀", "é"],
  state: ["draft", "open"],
  rank: ["0", "1", "01", "+2", "10"],
  huge: ["0", "9007199254740993", "-9223372036854775808", "1"],
  score: ["0", "2.5", "1.0"],
  pinned: ["true", "f", "1"],
};

/** A filter's arguments are counted as it is built. */
type Build = (given: ArgumentValue[]) => Filter;

const leaf: fc.Arbitrary<Build> = fc
  .constantFrom(...Object.keys(texts))
  .chain((name) =>
    fc.tuple(
      fc.constant(name),
      fc.constantFrom("eq", "in", "neq", "isdistinct"),
      fc.array(fc.constantFrom(...(texts[name] ?? [])), { minLength: 1, maxLength: 3 }),
    ),
  )
  .map(([name, operator, items]): Build => {
    const typed = operator as "eq" | "in" | "neq" | "isdistinct";
    return (given) => {
      const value: ArgumentValue = typed === "in" ? { kind: "list", items } : { kind: "text", text: items[0] ?? "" };
      const argument = given.push(value) - 1;
      const field = plainColumn(notes, name);
      return { kind: "compare", field, operator: typed, keyword: null, value: { argument }, quantifier: null };
    };
  });

const tree: fc.Arbitrary<Build> = fc.letrec<{ readonly node: Build }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("and", "or"), fc.array(tie("node"), { minLength: 1, maxLength: 3 }))
        .map(([kind, items]): Build => {
          return (given) => ({ kind: kind as "and" | "or", items: items.map((item) => item(given)) });
        }),
    },
    {
      weight: 1,
      arbitrary: tie("node").map(
        (item): Build =>
          (given) => ({ kind: "not", item: item(given) }),
      ),
    },
  ),
})).node;

it("a row that fulfils a filter has one of the values by which the filter is looked up", () => {
  let looked = 0;
  fc.assert(
    fc.property(tree, fc.array(noteRow, { minLength: 20, maxLength: 20 }), (build, rows) => {
      const given: ArgumentValue[] = [];
      const filter = build(given);
      const equalities = filterEqualities(filter, given);
      const matches = compileMatch(filter, given);
      if (equalities === null || !matches.ok) return;
      for (const row of rows) {
        if (!matches.value(row)) continue;
        looked += 1;
        expect(isFound(equalities, row)).toBe(true);
      }
    }),
    { numRuns: 5_000 },
  );
  expect(looked).toBeGreaterThan(1_000);
});
