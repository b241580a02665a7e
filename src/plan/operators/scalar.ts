import { err, ok } from "../../kernel/result.ts";
import type { Operator } from "../../query/operator.ts";
import { type Sql, sql } from "../../sql/fragment.ts";
import { comparedForm } from "../field.ts";
import type { Slot } from "../slot.ts";
import { argumentOf, asStored, bound, type Condition, listForm, noOperator, quantified } from "./use.ts";

const signs: Readonly<Partial<Record<Operator, Sql<never>>>> = {
  eq: sql`=`,
  neq: sql`<>`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
  isdistinct: sql`is not`,
};

/** Comparisons with one value, or with any or all of a list. */
export const comparedWith: Condition = (use) => {
  const { comparison, field, operator, left } = use;
  const sign = signs[operator];
  if (sign === undefined) throw new TypeError(`no sign for ${operator}`);
  const argument = argumentOf(use);
  if (comparison.quantifier !== null) {
    const test = sql<Slot>`${left} ${sign} ${asStored(field, sql`json_each.value`)}`;
    return ok(quantified(comparison.quantifier, test, bound(argument, listForm(field))));
  }
  if (field.path.length === 0 && field.column.type.kind.name === "json" && operator !== "isdistinct") {
    return err(noOperator(use));
  }
  return ok(sql`${left} ${sign} ${asStored(field, bound(argument, comparedForm(field)))}`);
};

export const inList: Condition = (use) => {
  const { field, left } = use;
  const list = bound(argumentOf(use), listForm(field));
  return ok(sql`${left} in (select ${asStored(field, sql`value`)} from json_each(${list}))`);
};
