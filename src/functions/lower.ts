import { getTableName, is, SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Context } from "../engine/request.ts";
import type { Json } from "../kernel/json.ts";
import type { Argument, ArgumentValue, Comparison, Field, Filter, Order } from "../query/read.ts";
import { callerList, callerValue } from "../rules/caller-value.ts";
import {
  type ClaimTerm,
  type Comparison as Comparator,
  type Condition,
  columnName,
  type RuleColumn,
  type Term,
} from "../rules/condition.ts";
import { momentBefore } from "../rules/now-value.ts";
import type { Collection, Column } from "../schema/model.ts";
import type { Ordering } from "./db.ts";

/**
 * What a function asks, on its way to a neutral query: names become the collection's columns, values become arguments.
 * `shape` grows along with it, and holds all but the values.
 */
export interface Lowering {
  readonly collection: Collection;
  readonly context: Context;
  readonly arguments: ArgumentValue[];
  shape: string;
}

export function lowering(kind: string, collection: Collection, context: Context): Lowering {
  return { collection, context, arguments: [], shape: `function ${kind} ${JSON.stringify(collection.name)}` };
}

/** @throws TypeError for a column of another table, and for what only rules know */
export function lowerCondition(condition: Condition, to: Lowering): Filter {
  switch (condition.kind) {
    case "constant":
      to.shape += condition.value ? " true" : " false";
      return { kind: condition.value ? "and" : "or", items: [] };
    case "and":
    case "or": {
      to.shape += ` ${condition.kind}(`;
      const items = condition.items.map((item) => lowerCondition(item, to));
      to.shape += ")";
      return { kind: condition.kind, items };
    }
    case "not": {
      to.shape += " not";
      return { kind: "not", item: lowerCondition(condition.item, to) };
    }
    case "null": {
      const column = columnTerm(condition.term, to);
      to.shape += " is null";
      return { ...comparison(column, "is"), keyword: "null" };
    }
    case "compare":
      return lowerComparison(condition, to);
    case "in": {
      const column = columnTerm(condition.left, to);
      to.shape += " in";
      const { values } = condition;
      return {
        ...comparison(column, "in"),
        value: argument("path" in values ? listOf(values, column, to) : values, to),
      };
    }
    case "exists":
      throw new TypeError("exists() is for rules: filter by an embed, db.query('/a?select=*,b!inner()&b.c=eq.d')");
  }
}

export function lowerOrder(terms: readonly (SQLiteColumn | Ordering)[], to: Lowering): readonly Order[] {
  return terms.map((term) => {
    const { column, descending } = "descending" in term ? term : { column: term, descending: false };
    const field = fieldOf(column, to);
    to.shape += ` by ${JSON.stringify(field.column.name)}${descending ? " desc" : ""}`;
    return { embed: null, field, descending, nulls: null };
  });
}

/** @throws TypeError for what is no count */
export function lowerCount(count: number | undefined, name: "limit" | "offset", to: Lowering): Argument | null {
  if (count === undefined) return null;
  if (!Number.isSafeInteger(count) || count < 0) throw new TypeError(`${name} is ${count}: 0 or more`);
  to.shape += ` ${name}`;
  return argument(count, to);
}

type Compare = Extract<Condition, { readonly kind: "compare" }>;

const flipped: Readonly<Record<Comparator, Comparator>> = {
  eq: "eq",
  neq: "neq",
  gt: "lt",
  gte: "lte",
  lt: "gt",
  lte: "gte",
};

function lowerComparison({ left, right, operator }: Compare, to: Lowering): Filter {
  const turned = left.kind !== "column";
  const column = columnTerm(turned ? right : left, to);
  const sign = turned ? flipped[operator] : operator;
  to.shape += ` ${sign}`;
  return { ...comparison(column, sign), value: argument(termValue(turned ? left : right, column, to), to) };
}

function columnTerm(term: Term, to: Lowering): Field {
  if (term.kind !== "column") throw new TypeError("a condition compares a column with a value");
  if (term.row !== "inner") throw new TypeError(`${term.row}() is for rules`);
  const field = fieldOf(term.column, to);
  to.shape += ` ${JSON.stringify(field.column.name)}`;
  return field;
}

function fieldOf(column: RuleColumn, { collection }: Lowering): Field {
  const name = columnName(column);
  const table = is(column, SQL.Aliased) ? collection.name : getTableName(column.table);
  const found: Column | undefined = table === collection.name ? collection.columns.get(name) : undefined;
  if (found === undefined) throw new TypeError(`${table}.${name} is no column of ${collection.name}`);
  return { column: found, path: [], asText: false };
}

function termValue(term: Term, { column }: Field, { context }: Lowering): Json {
  switch (term.kind) {
    case "literal":
      return term.value;
    case "now":
      return term.secondsAgo === undefined ? context.now : momentBefore(context.now, term.secondsAgo);
    case "claim":
      return jsonOf(callerValue(context.principal, { ...term, kind: "caller", type: column.type, list: false }));
    case "column":
      throw new TypeError("two columns are compared: a condition compares a column with a value");
  }
}

function listOf(claim: ClaimTerm, { column }: Field, { context }: Lowering): Json {
  return callerList(context.principal, { ...claim, kind: "caller", type: column.type, list: true }).map(jsonOf);
}

function jsonOf(stored: ReturnType<typeof callerValue>): Json {
  return typeof stored === "bigint" ? String(stored) : stored;
}

function argument(json: Json, to: Lowering): Argument {
  return { argument: to.arguments.push({ kind: "json", json }) - 1 };
}

function comparison(field: Field, operator: Comparison["operator"]): Comparison {
  return { kind: "compare", field, operator, keyword: null, value: null, quantifier: null };
}
