import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  collectionOf,
  columnOf,
  contextOf,
  openEngine,
  orderBy,
  readOf,
  readRequest,
  select,
  type TestEngine,
} from "../engine/test-engine.ts";
import { type Operator, operators } from "../query/operator.ts";
import type { ArgumentValue, Comparison, Field, Filter, JsonStep } from "../query/read.ts";
import type { Row } from "../rules/evaluate.ts";
import { compileMatch } from "./match.ts";
import { app, cells, writeThings } from "./test-things.ts";

let stage: TestEngine;
let rows: readonly Row[];

beforeAll(async () => {
  stage = await openEngine(app);
  rows = await writeThings(120, 11);
});

interface Asked {
  readonly filter: Filter;
  readonly arguments: readonly ArgumentValue[];
}

type Tree =
  | { readonly kind: "and" | "or"; readonly items: readonly Tree[] }
  | { readonly kind: "not"; readonly item: Tree }
  | { readonly kind: "leaf"; readonly leaf: Leaf };

interface Leaf {
  readonly column: string;
  readonly path: readonly JsonStep[];
  readonly asText: boolean;
  readonly operator: Operator;
  readonly quantifier: "any" | "all" | null;
  readonly keyword: Exclude<Comparison["keyword"], null>;
  readonly values: readonly string[];
}

const names = Object.keys(cells);
const searches: readonly string[] = ["fts", "plfts", "phfts", "wfts"];
const used = Object.keys(operators).filter((name): name is Operator => !searches.includes(name));

const pattern = fc
  .array(fc.constantFrom("a", "A", "ä", "b", "%", "*", "_", "\\", ".", "[ab]", "x", "^", "$", "|", "+", "😀", "\n"), {
    maxLength: 5,
  })
  .map((parts) => parts.join(""));

/** What was written, as text: most of the values that are compared with are in some row. */
function written(column: string): fc.Arbitrary<string> {
  const texts = (cells[column] ?? []).map((cell) => {
    if (cell.startsWith("x'")) return `\\x${cell.slice(2, -1)}`;
    return cell.replace(/^'|'$/g, "").replaceAll("''", "'");
  });
  if (column === "seconds" || column === "millis") {
    return fc.constantFrom("1970-01-01T00:00:00Z", "2026-01-31T09:30:00Z", "2026-01-31T09:30:00.25Z", "1969-12-31");
  }
  if (column === "boolean") return fc.constantFrom("true", "false");
  return fc.constantFrom(...texts, "", "{}", "a", "1");
}

const step: fc.Arbitrary<JsonStep> = fc.oneof(
  fc.constantFrom("a", "b", "d", "c").map((key): JsonStep => ({ kind: "key", key })),
  fc.constantFrom(0, 1, -1).map((index): JsonStep => ({ kind: "index", index })),
);

const leaf = leafOf([...names, "text", "json", "json", "list"]);

function leafOf(columns: readonly string[]): fc.Arbitrary<Leaf> {
  return fc
    .constantFrom(...columns)
    .chain((column) =>
      fc.record({
        column: fc.constant(column),
        path: column === "json" ? fc.array(step, { maxLength: 3 }) : fc.constant([]),
        asText: fc.boolean(),
        operator: fc.constantFrom(...used),
        quantifier: fc.constantFrom(null, null, "any" as const, "all" as const),
        keyword: fc.constantFrom(
          "null" as const,
          "not_null" as const,
          "true" as const,
          "false" as const,
          "unknown" as const,
        ),
        values: fc.array(
          column === "text" || column === "json" ? fc.oneof(written(column), pattern) : written(column),
          {
            minLength: 0,
            maxLength: 3,
          },
        ),
      }),
    )
    .map((made) => ({ ...made, asText: made.path.length > 0 && made.asText }));
}

/** Columns that an operator is for, where not every column is. */
function columnsFor(operator: Operator): readonly string[] {
  const { operand } = operators[operator];
  if (operand === "contained") return ["json", "list", "numbers", "json", "list", "numbers", "text"];
  return operand === "pattern" || operator.endsWith("match") ? ["text", "text", "enum", "json"] : names;
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    leaf.map((made): Tree => ({ kind: "leaf", leaf: made })),
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const), items: fc.array(tie("tree"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("not" as const), item: tie("tree") }),
  ),
}));

function ask(from: Tree): Asked {
  const given: ArgumentValue[] = [];
  const table = collectionOf(stage.model, "things");
  const build = (node: Tree): Filter => {
    if (node.kind === "not") return { kind: "not", item: build(node.item) };
    if (node.kind !== "leaf") return { kind: node.kind, items: node.items.map(build) };
    const { column, path, asText, operator, quantifier, keyword, values } = node.leaf;
    const field: Field = { column: columnOf(table, column), path, asText };
    const { operand, quantifiable } = operators[operator];
    if (operand === "keyword") return { kind: "compare", field, operator, keyword, value: null, quantifier: null };
    const each = quantifiable ? quantifier : null;
    const isList = operand === "list" || each !== null;
    const argument: ArgumentValue = isList ? { kind: "list", items: values } : { kind: "text", text: values[0] ?? "" };
    const value = { argument: given.push(argument) - 1 };
    return { kind: "compare", field, operator, keyword: null, value, quantifier: each };
  };
  return { filter: build(from), arguments: given };
}

async function foundByDatabase({ filter, arguments: given }: Asked): Promise<unknown> {
  const table = collectionOf(stage.model, "things");
  const read = readOf(table, { where: filter, select: select(table, "id"), order: orderBy(table, "id") });
  const outcome = await stage.engine.read(readRequest(read, given), contextOf());
  return outcome.ok ? JSON.parse(outcome.value.json).map(({ id }: { id: number }) => id) : outcome.error;
}

function foundInMemory({ filter, arguments: given }: Asked): unknown {
  const matches = compileMatch(filter, given);
  return matches.ok ? rows.filter(matches.value).map(({ id }) => id) : matches.error;
}

describe("a filter in memory", () => {
  it.each(used)("finds the rows that the database finds: %s", async (operator) => {
    const some = leafOf(columnsFor(operator)).map((made): Tree => ({ kind: "leaf", leaf: { ...made, operator } }));
    await fc.assert(
      fc.asyncProperty(some, fc.boolean(), async (made, isNegated) => {
        const asked = ask(isNegated ? { kind: "not", item: made } : made);
        expect(foundInMemory(asked)).toEqual(await foundByDatabase(asked));
      }),
      { numRuns: 120 },
    );
  });

  it("finds them by conditions that are put together", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (made) => {
        const asked = ask(made);
        const found = foundInMemory(asked);
        const expected = await foundByDatabase(asked);
        // Which of several faults is told is not a promise.
        if (Array.isArray(expected)) expect(found).toEqual(expected);
        else expect(Array.isArray(found)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it("does not pretend to search", () => {
    const filter: Filter = { kind: "search", operator: "fts", value: { argument: 0 } };
    expect(compileMatch(filter, [{ kind: "text", text: "cats" }])).toMatchObject({
      ok: false,
      error: { code: "0A000" },
    });
  });
});
