import { Column, is, SQL } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable, SQLiteView } from "drizzle-orm/sqlite-core";
import type { Json } from "../kernel/json.ts";

/**
 * The language of rules, as an application writes it over Drizzle columns. Rules are data: the same tree becomes a SQL
 * condition and a predicate in memory.
 */
export type Condition =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "and" | "or"; readonly items: readonly Condition[] }
  | { readonly kind: "not"; readonly item: Condition }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Term; readonly right: Term }
  | { readonly kind: "in"; readonly left: Term; readonly values: readonly Json[] | ClaimTerm }
  | { readonly kind: "null"; readonly term: Term }
  | { readonly kind: "exists"; readonly table: SQLiteTable | SQLiteView; readonly where: Condition };

/** The comparisons of the operator vocabulary that rules have. */
export type Comparison = "eq" | "neq" | "gt" | "gte" | "lt" | "lte";

/** A column of a table or view; a view's computed one is known by its alias. */
export type RuleColumn = SQLiteColumn | SQL.Aliased;

export function columnName(column: RuleColumn): string {
  return is(column, SQL.Aliased) ? column.fieldAlias : column.name;
}

export type Term =
  | { readonly kind: "column"; readonly column: RuleColumn; readonly row: "inner" | "outer" | "before" }
  | { readonly kind: "literal"; readonly value: Json }
  | ClaimTerm
  /** The moment of the request, or so many seconds before it. */
  | { readonly kind: "now"; readonly secondsAgo?: number };

/** A value that the verified token gives. `["sub"]` is the caller's id, `["role"]` the role. */
export interface ClaimTerm {
  readonly kind: "claim";
  readonly path: readonly string[];
  /** What is asked of the claim where it is not its value: of `amr` (RFC 8176), in `assurance.ts`. */
  readonly part?: ClaimPart;
}

export type ClaimPart = "methods" | "signedInAt" | "factorAt";

/** What a builder takes as a side of a comparison: a Drizzle column, a value of the caller's, or a plain value. */
export type Side = RuleColumn | Term | string | number | boolean;

/** Who asks. A caller without the value (nobody signed in) compares as NULL: no rule holds by accident. */
export const caller: {
  readonly id: ClaimTerm;
  readonly role: ClaimTerm;
  /** When the caller last signed in, by whatever but a second factor; refreshing is no sign-in. */
  readonly signedInAt: ClaimTerm;
  /** When the caller last proved a second factor. */
  readonly factorAt: ClaimTerm;
} = {
  id: { kind: "claim", path: ["sub"] },
  role: { kind: "claim", path: ["role"] },
  signedInAt: { kind: "claim", path: ["amr"], part: "signedInAt" },
  factorAt: { kind: "claim", path: ["amr"], part: "factorAt" },
};

/** A claim of the token by its path: `claim("app_metadata", "org_id")`. Missing or of the wrong type: NULL. */
export function claim(...path: readonly string[]): ClaimTerm {
  return { kind: "claim", path };
}

/** The moment of the request. */
export const now: Term = { kind: "now" };

/** So many whole seconds before the request. */
export function ago(seconds: number): Term {
  return { kind: "now", secondsAgo: seconds };
}

export const always: Condition = { kind: "constant", value: true };
export const never: Condition = { kind: "constant", value: false };

export function eq(left: Side, right: Side): Condition {
  return compare("eq", left, right);
}

export function neq(left: Side, right: Side): Condition {
  return compare("neq", left, right);
}

export function gt(left: Side, right: Side): Condition {
  return compare("gt", left, right);
}

export function gte(left: Side, right: Side): Condition {
  return compare("gte", left, right);
}

export function lt(left: Side, right: Side): Condition {
  return compare("lt", left, right);
}

export function lte(left: Side, right: Side): Condition {
  return compare("lte", left, right);
}

/** Equal to one of the values, or to one of those in a claim that is an array. An empty list holds for no row. */
export function isIn(left: Side, values: readonly Json[] | ClaimTerm): Condition {
  return { kind: "in", left: term(left), values };
}

export function isNull(side: Side): Condition {
  return { kind: "null", term: term(side) };
}

export function isNotNull(side: Side): Condition {
  return not(isNull(side));
}

export function and(...items: readonly Condition[]): Condition {
  return { kind: "and", items };
}

export function or(...items: readonly Condition[]): Condition {
  return { kind: "or", items };
}

/** As in SQL, not of unknown (a comparison with NULL) is unknown, which does not hold. */
export function not(item: Condition): Condition {
  return { kind: "not", item };
}

/**
 * Some row of `table` fulfils the condition. Inside, columns of `table` are that row's; columns of other tables are the
 * nearest outer row's, and `outer(column)` reaches past a row of the same table. The rows are all rows of the table:
 * rules see the truth, whatever the caller may select.
 */
export function exists(table: SQLiteTable | SQLiteView, where: Condition): Condition {
  return { kind: "exists", table, where };
}

/** Inside `exists`: the column of the row outside, where both are of the same table. */
export function outer(column: RuleColumn): Term {
  return { kind: "column", column, row: "outer" };
}

/** In the check of an update: the column's value before it. */
export function before(column: SQLiteColumn): Term {
  return { kind: "column", column, row: "before" };
}

function compare(operator: Comparison, left: Side, right: Side): Condition {
  return { kind: "compare", operator, left: term(left), right: term(right) };
}

function term(side: Side): Term {
  // Null comes from JavaScript, or past a cast: the compiler of conditions says what to use instead.
  if (typeof side !== "object" || side === null) return { kind: "literal", value: side };
  return is(side, Column) || is(side, SQL.Aliased) ? { kind: "column", column: side, row: "inner" } : side;
}
