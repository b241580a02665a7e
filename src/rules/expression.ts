import type { ColumnType, Stored } from "../schema/kinds/kind.ts";
import type { ClaimPart, Comparison } from "./condition.ts";

/**
 * A rule, compiled: names are checked, values are in their stored form, columns know which row they belong to. The two
 * readings of it, `to-sql.ts` and `evaluate.ts`, agree on every row: three-valued logic as in SQL, where unknown
 * permits nothing.
 */
export type Expression =
  | Constant
  | { readonly kind: "and" | "or"; readonly items: readonly Expression[] }
  | { readonly kind: "not"; readonly item: Expression }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "in"; readonly left: Operand; readonly values: readonly Stored[] | CallerOperand }
  | { readonly kind: "null"; readonly operand: Operand }
  | Exists;

export interface Constant {
  readonly kind: "constant";
  readonly value: boolean;
}

export interface Exists {
  readonly kind: "exists";
  readonly collection: string;
  readonly where: Expression;
}

export type Operand =
  /** A column of the row `depth` steps out: 0 is the row at hand, inside `exists` that of its table. */
  | { readonly kind: "column"; readonly depth: number; readonly column: string }
  /** A column of the checked row as it was before the update. */
  | { readonly kind: "before"; readonly column: string }
  | { readonly kind: "literal"; readonly value: Stored }
  | CallerOperand
  | NowOperand;

export interface CallerOperand {
  readonly kind: "caller";
  readonly path: readonly string[];
  readonly type: ColumnType;
  /** The claim is an array: for `in`. */
  readonly list: boolean;
  readonly part?: ClaimPart;
}

export interface NowOperand {
  readonly kind: "now";
  readonly type: ColumnType;
  readonly secondsAgo?: number;
}

export const yes: Constant = { kind: "constant", value: true };
export const no: Constant = { kind: "constant", value: false };

/** All of them; what is constantly true falls away. */
export function allOf(items: readonly Expression[]): Expression {
  const open = items.flatMap((item) => (item.kind === "and" ? item.items : [item])).filter((item) => !holds(item));
  if (open.some(fails)) return no;
  return open.length === 1 && open[0] !== undefined ? open[0] : open.length === 0 ? yes : { kind: "and", items: open };
}

/** Any of them; what is constantly false falls away. */
export function anyOf(items: readonly Expression[]): Expression {
  const open = items.flatMap((item) => (item.kind === "or" ? item.items : [item])).filter((item) => !fails(item));
  if (open.some(holds)) return yes;
  return open.length === 1 && open[0] !== undefined ? open[0] : open.length === 0 ? no : { kind: "or", items: open };
}

export function holds(expression: Expression): boolean {
  return expression.kind === "constant" && expression.value;
}

export function fails(expression: Expression): boolean {
  return expression.kind === "constant" && !expression.value;
}

/** Whether the expression looks at the row before the update. */
export function usesBefore(expression: Expression): boolean {
  switch (expression.kind) {
    case "constant":
      return false;
    case "and":
    case "or":
      return expression.items.some(usesBefore);
    case "not":
      return usesBefore(expression.item);
    case "exists":
      return usesBefore(expression.where);
    case "compare":
      return expression.left.kind === "before" || expression.right.kind === "before";
    case "in":
      return expression.left.kind === "before";
    case "null":
      return expression.operand.kind === "before";
  }
}

/** Every part of an expression, itself first; the operands of its comparisons by `operands`. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  if (expression.kind === "and" || expression.kind === "or") for (const item of expression.items) yield* partsOf(item);
  else if (expression.kind === "not") yield* partsOf(expression.item);
  else if (expression.kind === "exists") yield* partsOf(expression.where);
}

/** What a single part compares, without those inside of it. */
export function operandsOf(expression: Expression): readonly Operand[] {
  switch (expression.kind) {
    case "compare":
      return [expression.left, expression.right];
    case "in":
      return "path" in expression.values ? [expression.left, expression.values] : [expression.left];
    case "null":
      return [expression.operand];
    default:
      return [];
  }
}
