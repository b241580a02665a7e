import type { Failure } from "../../kernel/failure.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Sql, sql } from "../../sql/fragment.ts";
import { documentText, fieldType, isDocument } from "../field.ts";
import type { Slot } from "../slot.ts";
import { documentContains } from "./document.ts";
import { argumentOf, bound, type Condition, noOperator, type Use, valueForm } from "./use.ts";

/** `cs`: each element of the value is in the column's list, and jsonb's `@>`. */
export const contains: Condition = (use) => {
  if (isDocument(use.field)) return ok(documentContains(...sides(use), "left"));
  return ofLists(use, (left, right) => within(right, left));
};

/** `cd`: each element of the column's list is in the value, and jsonb's `<@`. */
export const containedBy: Condition = (use) => {
  if (isDocument(use.field)) return ok(documentContains(...sides(use), "right"));
  return ofLists(use, (left, right) => within(left, right));
};

/** `ov`: some element is in both. */
export const overlaps: Condition = (use) =>
  ofLists(
    use,
    (left, right) =>
      sql`exists (select 1 from json_each(${left}) a where a.value in (select b.value from json_each(${right}) b))`,
  );

function sides(use: Use): readonly [Sql<Slot>, Sql<Slot>] {
  return [documentText(use.field, use.table), bound(argumentOf(use), valueForm(use.field))];
}

function ofLists(use: Use, test: (left: Sql<Slot>, right: Sql<Slot>) => Sql<Slot>): Result<Sql<Slot>, Failure> {
  if (fieldType(use.field).kind.name !== "list") return err(noOperator(use));
  const right = bound(argumentOf(use), valueForm(use.field));
  return ok(sql`case when ${use.left} is not null then ${test(use.left, right)} end`);
}

function within(part: Sql<Slot>, whole: Sql<Slot>): Sql<Slot> {
  return sql`not exists (select 1 from json_each(${part}) a where (a.value in (select b.value from json_each(${whole}) b)) is not true)`;
}
