import type { Principal } from "../kernel/principal.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import { callerList, callerValue } from "./caller-value.ts";
import { compareStored } from "./compare-stored.ts";
import type { Comparison } from "./condition.ts";
import type { Exists, Expression, Operand } from "./expression.ts";
import { nowValue } from "./now-value.ts";

/** A row in memory: stored values by column name. A missing column is NULL. */
export type Row = Readonly<Record<string, Stored>>;

export interface Surroundings {
  readonly principal: Principal;
  /** In the stored form of timestamps. */
  readonly now: string;
  /** The rows in reach, innermost first. */
  readonly rows: readonly Row[];
  readonly before: Row | null;
  /** Answers an `exists`, given the rows in reach outside of it; null where that is not known. */
  readonly exists: (expression: Exists, rows: readonly Row[]) => boolean | null;
}

/** True, false, or null for unknown: what the same expression gives in SQL. A rule permits only where it is true. */
export function evaluate(expression: Expression, around: Surroundings): boolean | null {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "and":
      return logic(expression.items, around, false);
    case "or":
      return logic(expression.items, around, true);
    case "not": {
      const item = evaluate(expression.item, around);
      return item === null ? null : !item;
    }
    case "compare":
      return compare(
        expression.operator,
        operandValue(expression.left, around),
        operandValue(expression.right, around),
      );
    case "in": {
      const { values } = expression;
      const items = "path" in values ? callerList(around.principal, values) : values;
      return isIn(operandValue(expression.left, around), items);
    }
    case "null":
      return operandValue(expression.operand, around) === null;
    case "exists":
      return around.exists(expression, around.rows);
  }
}

/** And ends at false, or ends at true; otherwise one unknown makes the whole unknown. */
function logic(items: readonly Expression[], around: Surroundings, decisive: boolean): boolean | null {
  let result: boolean | null = !decisive;
  for (const item of items) {
    const value = evaluate(item, around);
    if (value === decisive) return decisive;
    if (value === null) result = null;
  }
  return result;
}

function isIn(value: Stored, items: readonly Stored[]): boolean | null {
  if (items.length === 0) return false;
  if (value === null) return null;
  return items.some((item) => item !== null && compareStored(value, item) === 0);
}

function compare(operator: Comparison, left: Stored, right: Stored): boolean | null {
  if (left === null || right === null) return null;
  const order = compareStored(left, right);
  switch (operator) {
    case "eq":
      return order === 0;
    case "neq":
      return order !== 0;
    case "gt":
      return order > 0;
    case "gte":
      return order >= 0;
    case "lt":
      return order < 0;
    case "lte":
      return order <= 0;
  }
}

function operandValue(operand: Operand, around: Surroundings): Stored {
  switch (operand.kind) {
    case "column":
      return around.rows[operand.depth]?.[operand.column] ?? null;
    case "before":
      return around.before?.[operand.column] ?? null;
    case "literal":
      return operand.value;
    case "caller":
      return callerValue(around.principal, operand);
    case "now": {
      const parsed = nowValue(around.now, operand);
      return parsed.ok ? parsed.value : null;
    }
  }
}
