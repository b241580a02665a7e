import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Operator, operators } from "../query/operator.ts";
import type { Argument, Comparison, Field } from "../query/read.ts";
import { type Sql, slot, sql } from "../sql/fragment.ts";
import { codecs } from "./encode.ts";
import { comparedForm, fieldType, fieldValue, isTextual } from "./field.ts";
import type { ArgumentForm, Slot } from "./slot.ts";
import type { Table } from "./table.ts";

/** One comparison of a filter as SQL; unknown (NULL) keeps a row out, as in PostgreSQL. */
export function comparisonSql(comparison: Comparison, table: Table): Result<Sql<Slot>, Failure> {
  const { field, operator, value: argument, quantifier } = comparison;
  if (!operators[operator].supported) return err(unsupported(operator));
  if (operator === "is") return isSql(comparison, table);
  const left = fieldValue(field, table);
  if (argument === null) throw new TypeError(`${operator} without a value`);
  const traits = operators[operator];
  if (traits.operand === "pattern" && !isTextual(field)) return err(noOperator(field, operator));
  if (traits.operand === "contained") return containment(operator, field, left, argument);
  if (operator === "in") {
    const list = bound(argument, listForm(field));
    return ok(sql`${left} in (select ${asStored(field, sql`value`)} from json_each(${list}))`);
  }
  if (quantifier !== null) return ok(quantified(comparison, left, argument));
  if (field.path.length === 0 && field.column.type.kind.encoding === "json" && operator !== "isdistinct") {
    if (field.column.type.kind.name === "json") return err(noOperator(field, operator));
  }
  return ok(binary(operator, left, asStored(field, bound(argument, scalarForm(field, operator)))));
}

/**
 * What was bound for a field, as the field's column holds it: bytes come as hexadecimal text, and a big integer may come
 * as text, which a masked column (an expression) has no affinity to make a number of.
 */
function asStored(field: Field, bound: Sql<Slot>): Sql<Slot> {
  if (field.path.length === 0 && field.column.type.kind.name === "bigint") return sql`cast(${bound} as integer)`;
  return field.path.length === 0 ? codecs[field.column.type.kind.encoding].store(bound) : bound;
}

const signs: Readonly<Partial<Record<Operator, Sql<never>>>> = {
  eq: sql`=`,
  neq: sql`<>`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
  like: sql`glob`,
  ilike: sql`like`,
  isdistinct: sql`is not`,
};

function binary(operator: Operator, left: Sql<Slot>, right: Sql<Slot>): Sql<Slot> {
  const sign = signs[operator];
  if (sign === undefined) throw new TypeError(`no sign for ${operator}`);
  // LIKE is case-insensitive in SQLite and GLOB is not: patterns are translated when they are bound.
  return operator === "ilike" ? sql`${left} like ${right} escape '\\'` : sql`${left} ${sign} ${right}`;
}

/** `op(any)` holds for some value of the list, `op(all)` for each. */
function quantified(comparison: Comparison, left: Sql<Slot>, argument: Argument): Sql<Slot> {
  const { field, operator, quantifier } = comparison;
  const plural: Readonly<Record<string, "globs" | "likes">> = { like: "globs", ilike: "likes" };
  const pattern = plural[operator];
  const list = bound(argument, pattern === undefined ? listForm(field) : { as: pattern });
  const test = binary(operator, left, asStored(field, sql`json_each.value`));
  // Unknown where the field is NULL, as each of the comparisons is; without any, the answer is known.
  return quantifier === "any"
    ? sql`(select iif(count(*) = 0, 0, max(${test})) from json_each(${list}))`
    : sql`(select iif(count(*) = 0, 1, min(${test})) from json_each(${list}))`;
}

function isSql(comparison: Comparison, table: Table): Result<Sql<Slot>, Failure> {
  const left = fieldValue(comparison.field, table);
  switch (comparison.keyword) {
    case "null":
    case "unknown":
      return ok(sql`${left} is null`);
    case "not_null":
      return ok(sql`${left} is not null`);
    case "true":
    case "false": {
      if (fieldType(comparison.field).kind.name !== "boolean") {
        const type = fieldType(comparison.field);
        const name = comparison.keyword.toUpperCase();
        return err(
          failure("42804", `argument of IS ${name} must be type boolean, not type ${type.kind.postgresName(type)}`),
        );
      }
      return ok(comparison.keyword === "true" ? sql`${left} is 1` : sql`${left} is 0`);
    }
    case null:
      throw new TypeError("is without a keyword");
  }
}

/** Containment and overlap of lists: each element of one is in the other. */
function containment(
  operator: Operator,
  field: Field,
  left: Sql<Slot>,
  argument: Argument,
): Result<Sql<Slot>, Failure> {
  const type = fieldType(field);
  if (type.kind.name !== "list") return err(noOperator(field, operator));
  const right = bound(argument, { as: "value", type });
  const within = (part: Sql<Slot>, whole: Sql<Slot>): Sql<Slot> =>
    sql`not exists (select 1 from json_each(${part}) a where (a.value in (select b.value from json_each(${whole}) b)) is not true)`;
  const test: Readonly<Partial<Record<Operator, Sql<Slot>>>> = {
    cs: within(right, left),
    cd: within(left, right),
    ov: sql`exists (select 1 from json_each(${left}) a where a.value in (select b.value from json_each(${right}) b))`,
  };
  const chosen = test[operator];
  if (chosen === undefined) throw new TypeError(`no containment ${operator}`);
  return ok(sql`case when ${left} is not null then ${chosen} end`);
}

function scalarForm(field: Field, operator: Operator): ArgumentForm {
  if (operator === "like") return { as: "glob" };
  if (operator === "ilike") return { as: "like" };
  return comparedForm(field);
}

function listForm(field: Field): ArgumentForm {
  const form = comparedForm(field);
  return form.as === "value" ? { as: "list", type: form.type } : { as: "json-scalars" };
}

function bound(argument: Argument, form: ArgumentForm): Sql<Slot> {
  return slot<Slot>({ kind: "argument", index: argument.argument, form });
}

const symbols: Readonly<Partial<Record<Operator, string>>> = {
  eq: "=",
  neq: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  like: "~~",
  ilike: "~~*",
  cs: "@>",
  cd: "<@",
  ov: "&&",
};

/** PostgreSQL's `undefined_function`, as for `integer ~~ unknown`. */
function noOperator(field: Field, operator: Operator): Failure {
  const type = fieldType(field);
  return failure(
    "42883",
    `operator does not exist: ${type.kind.postgresName(type)} ${symbols[operator] ?? operator} unknown`,
    {
      hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
    },
  );
}

function unsupported(operator: Operator): Failure {
  return failure("0A000", `the operator ${operator} is not available on this database`, {
    hint: "See docs/compatibility.md for what SQLite has instead.",
  });
}
