import { type Failure, failure } from "../../kernel/failure.ts";
import type { Result } from "../../kernel/result.ts";
import type { Operator } from "../../query/operator.ts";
import type { Argument, Comparison, Field } from "../../query/read.ts";
import { type Sql, slot, sql } from "../../sql/fragment.ts";
import { codecs } from "../encode.ts";
import { fieldType } from "../field.ts";
import type { ArgumentForm, Slot } from "../slot.ts";
import type { Table } from "../table.ts";
import { symbols } from "./symbols.ts";

/** An operator's condition: what an entry of the operators' table is. Unknown (NULL) keeps a row out. */
export type Condition = (use: Use) => Result<Sql<Slot>, Failure>;

/** An operator as a filter uses it. */
export interface Use {
  readonly comparison: Comparison;
  readonly field: Field;
  readonly operator: Operator;
  readonly table: Table;
  /** Whether an answer that is not known may as well be no: under a NOT the two differ. */
  readonly unknown: "no" | "null";
  /** The field's value. */
  readonly left: Sql<Slot>;
}

/** The value that an operator other than `is` compares with. */
export function argumentOf({ comparison }: Use): Argument {
  if (comparison.value === null) throw new TypeError(`${comparison.operator} without a value`);
  return comparison.value;
}

export function bound(argument: Argument, form: ArgumentForm): Sql<Slot> {
  return slot<Slot>({ kind: "argument", index: argument.argument, form });
}

/** How what is compared with the field is read. */
export function valueForm(field: Field): ArgumentForm {
  return { as: "value", type: fieldType(field) };
}

/** How the items of a list that are compared with the field are read. */
export function listForm(field: Field): ArgumentForm {
  return { as: "list", type: fieldType(field) };
}

/**
 * What was bound for a field, as the field's column holds it: bytes come as hexadecimal text, and a big integer may come
 * as text, which a masked column (an expression) has no affinity to make a number of.
 */
export function asStored(field: Field, bound: Sql<Slot>): Sql<Slot> {
  if (field.path.length === 0 && field.column.type.kind.name === "bigint") return sql`cast(${bound} as integer)`;
  return field.path.length === 0 ? codecs[field.column.type.kind.encoding].store(bound) : bound;
}

/** What is asked of each item of a list. Unknown where the field is NULL; without items the answer is known. */
export function quantified(quantifier: "any" | "all", test: Sql<Slot>, list: Sql<Slot>): Sql<Slot> {
  return quantifier === "any"
    ? sql`(select iif(count(*) = 0, 0, max(${test})) from json_each(${list}))`
    : sql`(select iif(count(*) = 0, 1, min(${test})) from json_each(${list}))`;
}

/** PostgreSQL's `undefined_function`, as for `integer ~~ unknown`. */
export function noOperator({ field, operator }: Pick<Use, "field" | "operator">): Failure {
  const type = fieldType(field);
  return failure(
    "42883",
    `operator does not exist: ${type.kind.postgresName(type)} ${symbols[operator] ?? operator} unknown`,
    {
      hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
    },
  );
}
