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

const wanted = "operator (eq, gt, ...)";

/** Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#operators */
export function parseOperation(scanner: Scanner, read: OperandReader): Operation | null {
  const negated = scanner.take("not.");
  const start = scanner.position;
  const entry = operatorTable.get(scanner.match(/[a-z]*/y)?.[0] ?? "");
  if (entry === undefined) {
    scanner.position = start;
    return failAtOperator(scanner, negated);
  }
  const quantifier = parseModifier(scanner, entry);
  if (quantifier === undefined) return null;
  if (!scanner.take(".")) return scanner.fail(wanted);
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
  const modifier = modifierOf(entry.operator, scanner.match(/\(([^()]*)\)/uy)?.[1] ?? "");
  if (modifier !== null) return modifier === "language" ? null : modifier;
  scanner.position = start;
  const hasModifiers = entry.traits.quantifiable || entry.operator.endsWith("fts");
  if (!hasModifiers || !scanner.take("(")) return null;
  const known = scanner.match(entry.traits.quantifiable ? /any|all/y : /[\p{L}0-9_ $]+/uy);
  if (known === null && entry.traits.quantifiable) scanner.failAtWord(["any"], wanted);
  else scanner.fail(wanted);
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

/**
 * Where PostgREST's parser sees that there is no operator: behind the longest name that is one, or at the start, where the
 * first word that it tries decides what is unexpected.
 */
function failAtOperator(scanner: Scanner, negated: boolean): null {
  const rest = scanner.text.slice(scanner.position);
  if (!negated && rest.startsWith("not")) return scanner.fail("delimiter (.)", scanner.position + "not".length);
  const known = [...operatorTable.keys()].filter((name) => rest.startsWith(name)).map((name) => name.length);
  if (known.length > 0) return scanner.fail(wanted, scanner.position + Math.max(...known));
  return negated ? scanner.failAtWord(["in"], wanted) : scanner.failAtWord(["not"], ['"not"', wanted]);
}
