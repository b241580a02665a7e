import { err, ok } from "../../kernel/result.ts";
import { type Sql, sql } from "../../sql/fragment.ts";
import { isTextual } from "../field.ts";
import type { Slot } from "../slot.ts";
import { argumentOf, bound, type Condition, noOperator, quantified } from "./use.ts";

/** LIKE is case-insensitive in SQLite and GLOB is not: patterns are translated when they are bound. */
export const like: Condition = (use) => {
  const { comparison, field, operator, left } = use;
  if (!isTextual(field)) return err(noOperator(use));
  const isFolded = operator === "ilike";
  const test = (pattern: Sql<Slot>): Sql<Slot> =>
    isFolded ? sql`${left} like ${pattern} escape '\\'` : sql`${left} glob ${pattern}`;
  const argument = argumentOf(use);
  if (comparison.quantifier === null) return ok(test(bound(argument, { as: isFolded ? "like" : "glob" })));
  const list = bound(argument, { as: isFolded ? "likes" : "globs" });
  return ok(quantified(comparison.quantifier, test(sql`json_each.value`), list));
};
