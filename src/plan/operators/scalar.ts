import { ok } from "../../kernel/result.ts";
import type { Operator } from "../../query/operator.ts";
import { comparisonSigns } from "../../sql/comparison.ts";
import { type Sql, sql } from "../../sql/fragment.ts";
import { documentText, isDocument } from "../field.ts";
import type { ArgumentForm, Slot } from "../slot.ts";
import { documentOrder, documentsEqual } from "./document.ts";
import { listOrder } from "./list.ts";
import { argumentOf, asStored, bound, type Condition, listForm, quantified, type Use, valueForm } from "./use.ts";

const signs: Readonly<Partial<Record<Operator, Sql<never>>>> = { ...comparisonSigns, isdistinct: sql`is not` };

const orders: ReadonlySet<Operator> = new Set(["gt", "gte", "lt", "lte"]);

/** Comparisons with one value, or with any or all of a list. */
export const comparedWith: Condition = (use) => {
  const { comparison, field, operator } = use;
  const argument = argumentOf(use);
  const { quantifier } = comparison;
  const isOrdered = isDocument(field) && orders.has(operator);
  if (quantifier === null) {
    const form: ArgumentForm = isOrdered ? { as: "json-scalar" } : valueForm(field);
    return ok(compared(use, asStored(field, bound(argument, form))));
  }
  const list = bound(argument, isOrdered ? { as: "json-scalars" } : listForm(field));
  return ok(quantified(quantifier, compared(use, asStored(field, sql`json_each.value`)), list));
};

export const inList: Condition = (use) => {
  const { field, left } = use;
  const list = bound(argumentOf(use), listForm(field));
  if (isDocument(field)) {
    return ok(quantified("any", documentsEqual(documentText(field, use.table), sql`json_each.value`), list));
  }
  return ok(sql`${left} in (select ${asStored(field, sql`value`)} from json_each(${list}))`);
};

function compared({ field, operator, table, left }: Use, right: Sql<Slot>): Sql<Slot> {
  const sign = signs[operator];
  if (sign === undefined) throw new TypeError(`no sign for ${operator}`);
  if (!isDocument(field)) {
    const isList = field.path.length === 0 && field.column.type.kind.name === "list";
    return isList && orders.has(operator) ? listOrder(left, sign, right) : sql`${left} ${sign} ${right}`;
  }
  const document = documentText(field, table);
  if (orders.has(operator)) return documentOrder(document, sign, right);
  const isEqual = documentsEqual(document, right);
  if (operator === "isdistinct") return sql`${isEqual} is not 1`;
  return operator === "neq" ? sql`not ${isEqual}` : isEqual;
}
