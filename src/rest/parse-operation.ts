import { type Operator, type OperatorTraits, operators } from "../query/operator.ts";
import type { Comparison } from "../query/read.ts";
import type { OperandReader } from "./operand.ts";
import type { Scanner } from "./scanner.ts";

/** What stands after a column: `not.eq.5`, `in.(1,2)`, `is.null`, `like(any).{a*,b*}`, `fts(english).cat`. */
export interface Operation {
  readonly negated: boolean;
  readonly operator: Operator;
  readonly keyword: Comparison["keyword"];
  readonly argument: number | null;
  readonly quantifier: Comparison["quantifier"];
}

interface Entry {
  readonly operator: Operator;
  readonly traits: OperatorTraits;
}

/** The operators by their names. */
export const operatorTable: ReadonlyMap<string, Entry> = new Map(
  (Object.entries(operators) as [Operator, OperatorTraits][]).map(([operator, traits]) => [
    operator,
    { operator, traits },
  ]),
);

const keywords: ReadonlyMap<string, NonNullable<Comparison["keyword"]>> = new Map([
  ["null", "null"],
  ["not_null", "not_null"],
  ["true", "true"],
  ["false", "false"],
  ["unknown", "unknown"],
]);

/** Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#operators */
export function parseOperation(scanner: Scanner, read: OperandReader): Operation | null {
  const negated = scanner.take("not.");
  const start = scanner.position;
  const word = scanner.match(/[a-z]*/y)?.[0] ?? "";
  const entry = operatorTable.get(word);
  if (entry === undefined) {
    scanner.position = start;
    return scanner.fail("operator (eq, gt, ...)", start + knownPrefix(word));
  }
  const quantifier = parseModifier(scanner, entry);
  if (quantifier === undefined) return null;
  if (!scanner.take(".")) return scanner.fail("delimiter (.)");
  const base = { negated, operator: entry.operator, quantifier };
  if (entry.traits.operand === "keyword") {
    const keyword = parseKeyword(scanner);
    return keyword === null ? null : { ...base, keyword, argument: null };
  }
  const list = entry.traits.operand === "list" ? "list" : "single";
  const argument = read(scanner, quantifier === null ? list : "array");
  return argument === null ? null : { ...base, keyword: null, argument };
}

/** Whether the word in parentheses belongs there: `any` and `all`, or the language of a text search. */
export function modifierOf(operator: Operator, word: string): "any" | "all" | "language" | null {
  if (operators[operator].quantifiable) return word === "any" || word === "all" ? word : null;
  return operator.endsWith("fts") && /^[\p{L}0-9_ $]+$/u.test(word) ? "language" : null;
}

/** Undefined where what stands in parentheses is wrong. */
function parseModifier(scanner: Scanner, entry: Entry): "any" | "all" | null | undefined {
  const start = scanner.position;
  const found = scanner.match(/\(([^()]*)\)/uy);
  if (found === null) return null;
  const modifier = modifierOf(entry.operator, found[1] ?? "");
  if (modifier !== null) return modifier === "language" ? null : modifier;
  scanner.position = start;
  scanner.fail(entry.traits.quantifiable ? "any or all" : "operator (eq, gt, ...)", start + 1);
  return undefined;
}

function parseKeyword(scanner: Scanner): NonNullable<Comparison["keyword"]> | null {
  const start = scanner.position;
  const word = scanner.match(/[a-z_]*/iy)?.[0].toLowerCase() ?? "";
  const keyword = keywords.get(word);
  if (keyword !== undefined) return keyword;
  scanner.position = start;
  return scanner.fail("isVal: (null, not_null, true, false, unknown)");
}

/** How many characters of a word some operator begins with. */
function knownPrefix(word: string): number {
  const names = [...operatorTable.keys()];
  for (let length = word.length; length > 0; length--) {
    if (names.some((name) => name.startsWith(word.slice(0, length)))) return length;
  }
  return 0;
}
