import { err, ok } from "../../kernel/result.ts";
import { type Sql, sql } from "../../sql/fragment.ts";
import { fieldType } from "../field.ts";
import type { Slot } from "../slot.ts";
import { argumentOf, bound, type Condition, noOperator } from "./use.ts";

/** `cs`: each element of the value is in the column's list. */
export const contains: Condition = ofLists((left, right) => within(right, left));

/** `cd`: each element of the column's list is in the value. */
export const containedBy: Condition = ofLists((left, right) => within(left, right));

/** `ov`: some element is in both. */
export const overlaps: Condition = ofLists(
  (left, right) =>
    sql`exists (select 1 from json_each(${left}) a where a.value in (select b.value from json_each(${right}) b))`,
);

function ofLists(test: (left: Sql<Slot>, right: Sql<Slot>) => Sql<Slot>): Condition {
  return (use) => {
    const { field, left } = use;
    const type = fieldType(field);
    if (type.kind.name !== "list") return err(noOperator(use));
    const right = bound(argumentOf(use), { as: "value", type });
    return ok(sql`case when ${left} is not null then ${test(left, right)} end`);
  };
}

function within(part: Sql<Slot>, whole: Sql<Slot>): Sql<Slot> {
  return sql`not exists (select 1 from json_each(${part}) a where (a.value in (select b.value from json_each(${whole}) b)) is not true)`;
}
