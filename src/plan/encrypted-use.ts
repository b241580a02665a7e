import { type Failure, failure } from "../kernel/failure.ts";
import type { Operator } from "../query/operator.ts";
import { type Field, type Filter, isAggregated, type Read, type Selection } from "../query/read.ts";
import type { Column } from "../schema/model.ts";
import { symbols } from "./operators/symbols.ts";

/**
 * What may be done with encrypted columns is to read and to write them, to count, to ask for NULL, and to compare for equality
 * where there is a blind index. Everything else is refused as PostgreSQL refuses it of a type without such operators.
 * Null: nothing else is asked.
 */
export function encryptedMisuse(read: Read): Failure | null {
  const grouped = isAggregated(read.select);
  return (
    first(read.select, (selection) => selectionMisuse(selection, grouped)) ??
    first(read.page?.members ?? [], (member) =>
      "select" in member ? first(member.select, (selection) => selectionMisuse(selection, false)) : null,
    ) ??
    (read.where === null ? null : filterMisuse(read.where)) ??
    first(read.order, ({ field }) => (isEncrypted(field) ? noOrder : null))
  );
}

function selectionMisuse(selection: Selection, grouped: boolean): Failure | null {
  switch (selection.kind) {
    case "field": {
      const { field, cast } = selection;
      if (!isEncrypted(field)) return null;
      const isText = cast === null || (cast === "text" && field.column.type.kind.name !== "list");
      if (!isText) return failure("42846", `cannot cast type encrypted to ${cast}`);
      return fieldMisuse(field) ?? (grouped ? noEquality : null);
    }
    case "aggregate": {
      const { field, inputCast, function: name } = selection;
      if (field === null || !isEncrypted(field)) return null;
      if (inputCast !== null) return failure("42846", `cannot cast type encrypted to ${inputCast}`);
      const misuse = fieldMisuse(field);
      if (misuse !== null || name === "count") return misuse;
      return failure("42883", `function ${name}(encrypted) does not exist`, {
        hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
      });
    }
    case "group":
      return first(selection.select, (inner) => selectionMisuse(inner, grouped));
    case "embed":
      return (
        encryptedMisuse(selection.read) ??
        (grouped && selection.spread ? first(selection.read.select, (inner) => selectionMisuse(inner, true)) : null)
      );
    default:
      return null;
  }
}

/** The same of a filter alone. */
export function filterMisuse(filter: Filter): Failure | null {
  if (filter.kind === "and" || filter.kind === "or") return first(filter.items, filterMisuse);
  if (filter.kind === "not") return filterMisuse(filter.item);
  if (filter.kind !== "compare" || !isEncrypted(filter.field)) return null;
  const { field, operator, keyword } = filter;
  const misuse = fieldMisuse(field);
  if (misuse !== null) return misuse;
  if (operator === "is") {
    if (keyword === "null" || keyword === "not_null") return null;
    return failure("42804", `argument of IS ${String(keyword).toUpperCase()} must be type boolean, not type encrypted`);
  }
  const isComparable = field.column.encrypted?.index !== null && equalities.has(operator);
  return isComparable ? null : noEncryptedOperator(field.column, operator);
}

const equalities: ReadonlySet<Operator> = new Set(["eq", "neq", "in", "isdistinct"]);

export function noEncryptedOperator(column: Column, operator: Operator): Failure {
  const hint = equalities.has(operator)
    ? `The column "${column.name}" is encrypted and has no blind index, by which it could be compared.`
    : `The column "${column.name}" is encrypted: it can be compared for equality at most.`;
  return failure("42883", `operator does not exist: encrypted ${symbols[operator] ?? operator} unknown`, { hint });
}

const noOrder: Failure = failure("42883", "could not identify an ordering operator for type encrypted", {
  hint: "Use an explicit ordering operator or modify the query.",
});
const noEquality: Failure = failure("42883", "could not identify an equality operator for type encrypted");

function fieldMisuse({ path }: Field): Failure | null {
  return path.length === 0 ? null : failure("42883", "operator does not exist: encrypted -> unknown");
}

function isEncrypted({ column }: Field): boolean {
  return column.encrypted !== undefined;
}

function first<T>(items: readonly T[], find: (item: T) => Failure | null): Failure | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
