import type { Principal } from "../kernel/principal.ts";
import { itemsOf } from "../plan/bind.ts";
import type { ArgumentValue, Comparison, Filter } from "../query/read.ts";
import { callerList, callerValue } from "../rules/caller-value.ts";
import type { Expression, Operand } from "../rules/expression.ts";
import type { ColumnType, KindName, Stored } from "../schema/kinds/kind.ts";
import { parseJson, parseText } from "../schema/kinds/parse.ts";
import type { Equality } from "./interest-key.ts";

/**
 * Values of which a row must have one for something to hold; null where there is no such list. Empty: it holds for no row.
 */
export type Equalities = readonly Equality[] | null;

/** More values of one condition than this make a list longer than the work that it saves. */
const maxEqualities = 100;

/** What a rule asks of every row, for this principal. */
export function ruleEqualities(expression: Expression, principal: Principal): Equalities {
  switch (expression.kind) {
    case "constant":
      return expression.value ? null : [];
    case "and":
      return fewest(expression.items.map((item) => ruleEqualities(item, principal)));
    case "or":
      return joined(expression.items.map((item) => ruleEqualities(item, principal)));
    case "compare": {
      if (expression.operator !== "eq") return null;
      const { left, right } = expression;
      return pair(left, right, principal) ?? pair(right, left, principal);
    }
    case "in": {
      const { left, values } = expression;
      if (left.kind !== "column" || left.depth !== 0) return null;
      const items = "path" in values ? callerList(principal, values) : values;
      return bounded(items.map((value) => ({ column: left.column, value })));
    }
    default:
      return null;
  }
}

/** Whether the rule tells rows apart by who asks: its values are then the caller's own. */
export function isPersonal(expression: Expression): boolean {
  switch (expression.kind) {
    case "and":
      return expression.items.some(isPersonal);
    case "or":
      return expression.items.every(isPersonal);
    case "compare":
      return expression.operator === "eq" && (isCaller(expression.left) || isCaller(expression.right));
    case "in":
      return "path" in expression.values;
    default:
      return false;
  }
}

function isCaller(operand: Operand): boolean {
  return operand.kind === "caller" && !(operand.path.length === 1 && operand.path[0] === "role");
}

function pair(column: Operand, other: Operand, principal: Principal): Equalities {
  if (column.kind !== "column" || column.depth !== 0) return null;
  if (other.kind !== "literal" && other.kind !== "caller") return null;
  const value = other.kind === "literal" ? other.value : callerValue(principal, other);
  return bounded([{ column: column.column, value }]);
}

/** What a filter asks of every row. Only of kinds whose equal values are stored alike. */
export function filterEqualities(filter: Filter, given: readonly ArgumentValue[]): Equalities {
  switch (filter.kind) {
    case "and":
      return fewest(filter.items.map((item) => filterEqualities(item, given)));
    case "or":
      return joined(filter.items.map((item) => filterEqualities(item, given)));
    case "compare":
      return comparisonEqualities(filter, given);
    default:
      return null;
  }
}

const exactKinds: ReadonlySet<KindName> = new Set(["uuid", "text", "enum", "integer", "bigint", "boolean"]);

function comparisonEqualities(comparison: Comparison, given: readonly ArgumentValue[]): Equalities {
  const { field, operator, quantifier, value } = comparison;
  const argument = value === null ? undefined : given[value.argument];
  // The feed, which asks the log for these values, sees ciphertext.
  const isPlain = field.path.length === 0 && field.column.encrypted === undefined;
  const isExact = isPlain && exactKinds.has(field.column.type.kind.name);
  if (!isExact || argument === undefined || quantifier !== null || (operator !== "eq" && operator !== "in"))
    return null;
  const stored = operator === "eq" ? [storedOf(argument, field.column.type)] : listOf(argument, field.column.type);
  if (stored.includes(undefined)) return null;
  return bounded(stored.map((item) => ({ column: field.column.name, value: item ?? null })));
}

/** Undefined for what is no value of the type. */
function storedOf(argument: ArgumentValue, type: ColumnType): Stored | undefined {
  if (argument.kind === "list") return undefined;
  const parsed = argument.kind === "text" ? parseText(argument.text, type) : parseJson(argument.json, type);
  return parsed.ok ? parsed.value : undefined;
}

function listOf(argument: ArgumentValue, type: ColumnType): readonly (Stored | undefined)[] {
  return itemsOf(argument).map((item) => {
    const parsed = "text" in item ? parseText(item.text, type) : parseJson(item.json, type);
    return parsed.ok ? parsed.value : undefined;
  });
}

/** Nothing is equal to NULL. */
function bounded(pairs: readonly { readonly column: string; readonly value: Stored }[]): Equalities {
  const found = pairs.flatMap(({ column, value }) => (value === null ? [] : [{ column, value }]));
  return found.length > maxEqualities ? null : found;
}

function fewest(all: readonly Equalities[]): Equalities {
  let best: Equalities = null;
  for (const each of all) if (each !== null && (best === null || each.length < best.length)) best = each;
  return best;
}

function joined(all: readonly Equalities[]): Equalities {
  const found: Equality[] = [];
  for (const each of all) {
    if (each === null) return null;
    found.push(...each);
  }
  return found.length > maxEqualities ? null : found;
}
