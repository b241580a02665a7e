import type { Stored } from "../schema/kinds/kind.ts";
import { comparisonSigns } from "../sql/comparison.ts";
import { id, join, ref, type Sql, slot, sql, value } from "../sql/fragment.ts";
import type { CallerOperand, Expression, NowOperand, Operand } from "./expression.ts";

/** What a rule leaves open in its SQL until somebody asks. */
export type RuleSlot = CallerOperand | NowOperand;

/** How the columns of a rule are written in a statement. */
export interface Rows<S = never> {
  /** The columns of the row at hand. */
  readonly column: (name: string) => Sql<S | RuleSlot>;
  /** The columns of the row before an update; absent where there is none. */
  readonly before?: (name: string) => Sql<S | RuleSlot>;
  /** A new alias for each table inside. */
  readonly alias: () => string;
}

/** The rule as a SQL condition over the row at hand. */
export function ruleSql<S = never>(expression: Expression, rows: Rows<S>): Sql<S | RuleSlot> {
  return write(expression, { rows, columns: [rows.column] });
}

interface Scope<S> {
  readonly rows: Rows<S>;
  /** By depth, innermost first. */
  readonly columns: readonly ((name: string) => Sql<S | RuleSlot>)[];
}

function write<S>(expression: Expression, scope: Scope<S>): Sql<S | RuleSlot> {
  switch (expression.kind) {
    case "constant":
      return expression.value ? sql`1` : sql`0`;
    case "and":
    case "or": {
      const separator = expression.kind === "and" ? sql` and ` : sql` or `;
      const items = expression.items.map((item) => write(item, scope));
      if (items.length === 0) return expression.kind === "and" ? sql`1` : sql`0`;
      return sql`(${join(items, separator)})`;
    }
    case "not":
      return sql`(not ${write(expression.item, scope)})`;
    case "compare":
      return sql`${operandSql(expression.left, scope)} ${comparisonSigns[expression.operator]} ${operandSql(expression.right, scope)}`;
    case "in":
      return sql`${operandSql(expression.left, scope)} in (select value from json_each(${listSql(expression.values)}))`;
    case "null":
      return sql`${operandSql(expression.operand, scope)} is null`;
    case "exists": {
      const alias = scope.rows.alias();
      const columns = [(name: string) => ref(alias, name), ...scope.columns];
      const where = write(expression.where, { rows: scope.rows, columns });
      return sql`exists (select 1 from ${id(expression.collection)} ${id(alias)} where ${where})`;
    }
  }
}

function operandSql<S>(operand: Operand, scope: Scope<S>): Sql<S | RuleSlot> {
  switch (operand.kind) {
    case "column": {
      const column = scope.columns[operand.depth];
      if (column === undefined) throw new TypeError(`no row at depth ${operand.depth}`);
      return column(operand.column);
    }
    case "before":
      if (scope.rows.before === undefined) throw new TypeError("no row before");
      return scope.rows.before(operand.column);
    case "literal":
      return storedSql(operand.value);
    case "caller":
    case "now":
      return slot(operand);
  }
}

function listSql(values: readonly Stored[] | CallerOperand): Sql<RuleSlot> {
  return "path" in values ? slot(values) : value(storedList(values));
}

/** A value in its stored form, as a parameter. */
export function storedSql(stored: Stored): Sql<never> {
  return typeof stored === "bigint" ? sql`cast(${value(String(stored))} as integer)` : value(stored);
}

/** Stored values as JSON text for `json_each`; big integers keep their digits. */
export function storedList(values: readonly Stored[]): string {
  return `[${values.map((item) => (typeof item === "bigint" ? String(item) : JSON.stringify(item))).join(",")}]`;
}
