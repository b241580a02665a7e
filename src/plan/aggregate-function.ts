import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { AggregateFunction, Cast, Field } from "../query/read.ts";
import type { SecuredSelection } from "../rules/secure.ts";
import { type Sql, sql } from "../sql/fragment.ts";
import { castField, castFrom, castNames } from "./cast.ts";
import { codecs } from "./encode.ts";
import { fieldType, fieldValue } from "./field.ts";
import type { Slot } from "./slot.ts";
import type { Table } from "./table.ts";

export type Aggregate = Extract<SecuredSelection, { kind: "aggregate" }>;

/** What goes into the function, from a row; 42883 where it takes no such type: PostgreSQL has no `sum(text)`. */
export function aggregateArgument(
  { field, inputCast, function: name }: Aggregate,
  table: Table,
): Result<Sql<Slot>, Failure> {
  if (field === null) return ok(sql`1`);
  const refused = refusal(name, argumentType(field, inputCast));
  if (refused !== null) return err(refused);
  return inputCast === null ? ok(fieldValue(field, table)) : castField(field, inputCast, table);
}

/** What the function gives for a group, as a member of its object. */
export function aggregateValue(
  { field, inputCast, cast, function: name }: Aggregate,
  argument: Sql<never>,
): Result<Sql<Slot>, Failure> {
  const value = functions[name](argument);
  if (cast === null) return ok(output(name, field, inputCast, value));
  const isNumeric = name !== "min" && name !== "max";
  const kind = field === null ? "integer" : argumentType(field, inputCast).name;
  const family = isNumeric || numbers.has(kind) ? "number" : "text";
  const made = castFrom(family, cast);
  if (made === null) return err(failure("42846", `cannot cast type ${kind} to ${castNames[cast]}`));
  return ok(made(cast === "text" ? sql`cast(${value} as text)` : value));
}

const functions: Readonly<Record<AggregateFunction, (argument: Sql<Slot>) => Sql<Slot>>> = {
  count: (argument) => sql`count(${argument})`,
  sum: (argument) => sql`sum(${argument})`,
  avg: (argument) => sql`avg(${argument})`,
  min: (argument) => sql`min(${argument})`,
  max: (argument) => sql`max(${argument})`,
};

function output(name: AggregateFunction, field: Field | null, inputCast: Cast | null, value: Sql<Slot>): Sql<Slot> {
  if (name === "count" || field === null) return value;
  if (argumentType(field, inputCast).name === "real") return codecs.real.json(value);
  if (name === "sum" || name === "avg" || inputCast !== null) return value;
  return field.path.length > 0 ? value : codecs[field.column.type.kind.encoding].json(value);
}

interface ArgumentType {
  readonly name: string;
  readonly postgresName: string;
}

function argumentType(field: Field, inputCast: Cast | null): ArgumentType {
  if (inputCast !== null) return { name: inputCast, postgresName: castNames[inputCast] };
  const type = fieldType(field);
  return { name: type.kind.name, postgresName: type.kind.postgresName(type) };
}

const numbers: ReadonlySet<string> = new Set(["integer", "bigint", "real", "numeric"]);
const unordered: ReadonlySet<string> = new Set(["boolean", "json", "list", "bytes"]);

function refusal(name: AggregateFunction, type: ArgumentType): Failure | null {
  if (name === "count") return null;
  const exists = name === "sum" || name === "avg" ? numbers.has(type.name) : !unordered.has(type.name);
  if (exists) return null;
  return failure("42883", `function ${name}(${type.postgresName}) does not exist`, {
    hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
  });
}
