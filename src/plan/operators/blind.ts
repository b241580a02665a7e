import { err, ok } from "../../kernel/result.ts";
import type { Operator } from "../../query/operator.ts";
import { ref, type Sql, sql } from "../../sql/fragment.ts";
import { noEncryptedOperator } from "../encrypted-use.ts";
import { isKeyword } from "./is.ts";
import { argumentOf, bound, type Condition, quantified } from "./use.ts";

const signs: Readonly<Partial<Record<Operator, Sql<never>>>> = {
  eq: sql`=`,
  neq: sql`<>`,
  isdistinct: sql`is not`,
};

/**
 * A comparison with an encrypted column, by its blind index: equality and nothing else. Where a rule hides the column the index
 * is hidden with it.
 */
export const blindSql: Condition = (use) => {
  const { comparison, field, operator, table } = use;
  if (operator === "is") return isKeyword({ ...use, left: table.inPlaceOf(field.column.name, kept(use)) });
  const { encrypted, type } = field.column;
  const index = encrypted?.index ?? null;
  if (encrypted === undefined || index === null) return err(noEncryptedOperator(field.column, operator));
  const left = table.inPlaceOf(field.column.name, ref(table.alias, index));
  const value = { type, column: encrypted.id };
  const argument = argumentOf(use);
  if (operator === "in") {
    return ok(sql`${left} in (select value from json_each(${bound(argument, { as: "blinds", ...value })}))`);
  }
  const sign = signs[operator];
  if (sign === undefined) return err(noEncryptedOperator(field.column, operator));
  if (comparison.quantifier === null) return ok(sql`${left} ${sign} ${bound(argument, { as: "blind", ...value })}`);
  const list = bound(argument, { as: "blinds", ...value });
  return ok(quantified(comparison.quantifier, sql`${left} ${sign} json_each.value`, list));
};

function kept({ field, table }: Parameters<Condition>[0]): Sql<never> {
  return ref(table.alias, field.column.name);
}
