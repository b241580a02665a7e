import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Cast, Field } from "../query/read.ts";
import type { KindName } from "../schema/kinds/kind.ts";
import { abortWith, type BadCast } from "../sql/abort.ts";
import { type Sql, sql } from "../sql/fragment.ts";
import { fieldText, fieldType, fieldValue } from "./field.ts";
import { sealedText } from "./sealed.ts";
import type { Slot } from "./slot.ts";
import type { Table } from "./table.ts";

/** PostgreSQL's names of the types that a value is cast to. */
export const castNames: Readonly<Record<Cast, string>> = {
  text: "text",
  integer: "integer",
  bigint: "bigint",
  real: "double precision",
  numeric: "numeric",
  boolean: "boolean",
  date: "date",
  timestamp: "timestamp with time zone",
  json: "json",
};

/** What a type's values are, as far as casts tell them apart. */
type Family = "text" | "number" | "boolean" | "date" | "moment" | "json" | "other";

const families: Readonly<Record<KindName, Family>> = {
  text: "text",
  enum: "text",
  uuid: "other",
  integer: "number",
  bigint: "number",
  real: "number",
  numeric: "number",
  boolean: "boolean",
  date: "date",
  timestamp: "moment",
  "epoch-seconds": "moment",
  "epoch-millis": "moment",
  time: "other",
  json: "json",
  list: "other",
  bytes: "other",
};

/** A value in the form that its family casts from: numbers as they are, all others as text. */
type CastSql = (value: Sql<Slot>) => Sql<Slot>;

/**
 * `col::type` as a value of `json_object`. 42846 where PostgreSQL has no such cast; what cannot be read fails the
 * statement with PostgreSQL's code (`translate.ts`), so that nothing wrong is ever answered.
 */
export function castField(field: Field, cast: Cast, table: Table): Result<Sql<Slot>, Failure> {
  if (cast === "text" && field.column.encrypted !== undefined) return ok(sealedText(fieldValue(field, table)));
  const type = fieldType(field);
  const family = families[type.kind.name];
  const made = castFrom(family, cast);
  if (made === null) {
    return err(failure("42846", `cannot cast type ${type.kind.postgresName(type)} to ${castNames[cast]}`));
  }
  return ok(made(family === "number" && cast !== "text" ? fieldValue(field, table) : fieldText(field, table)));
}

/** `sum(…)::type`: what an aggregate function gives, in the form of its family. */
export function castFrom(family: Family, cast: Cast): CastSql | null {
  return casts[cast][family] ?? null;
}

const same: CastSql = (given) => given;

/** Evaluates a long expression once; NULL stays NULL, and what fails the test ends the statement. */
function checked(test: Sql<never>, made: Sql<never>, reason: BadCast): CastSql {
  return (given) =>
    sql`(select case when ${test} then ${made} when t is not null then ${abortWith(reason, sql`substr(t, 1, 200)`)} end from (select ${given} as t))`;
}

const unsigned = sql`iif(trim(t) glob '[-+]?*', substr(trim(t), 2), trim(t))`;
const isWhole = sql`${unsigned} glob '[0-9]*' and ${unsigned} not glob '*[^0-9]*'`;
/** JSON knows numbers; PostgreSQL takes a sign, zeros in front and a dot at either end besides. */
const isNumber = sql`json_valid(case when ${unsigned} glob '.[0-9]*' then '0' || ${unsigned} when ${unsigned} glob '0[0-9]*' then '1' || ${unsigned} when ${unsigned} glob '*[0-9].' then ${unsigned} || '0' else ${unsigned} end) and ${unsigned} glob '[0-9.]*'`;
const isTrue = sql`lower(trim(t)) in ('t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1')`;
const isFalse = sql`lower(trim(t)) in ('f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0')`;
const day = sql`substr(trim(t), 1, 10)`;
/** SQLite takes the 31st of February for a day in March. */
const isDay = sql`date(trim(t)) is not null and date(${day}) is ${day}`;
const moment = sql`rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', trim(t)), '0'), '.') || '+00:00'`;

const toWhole: Partial<Record<Family, CastSql>> = {
  number: (given) => sql`cast(round(${given}) as integer)`,
};
const toFraction: Partial<Record<Family, CastSql>> = { number: (given) => sql`cast(${given} as real)` };

const casts: Readonly<Record<Cast, Partial<Record<Family, CastSql>>>> = {
  text: { text: same, number: same, boolean: same, date: same, moment: same, json: same, other: same },
  integer: {
    ...toWhole,
    text: checked(isWhole, sql`cast(t as integer)`, "cast:integer:"),
    json: checked(isNumber, sql`cast(round(t) as integer)`, "cast:integer:"),
    boolean: (given) => sql`case ${given} when 'true' then 1 when 'false' then 0 end`,
  },
  bigint: {
    ...toWhole,
    text: checked(isWhole, sql`cast(t as integer)`, "cast:bigint:"),
    json: checked(isNumber, sql`cast(round(t) as integer)`, "cast:bigint:"),
  },
  real: {
    ...toFraction,
    text: checked(isNumber, sql`cast(trim(t) as real)`, "cast:double precision:"),
    json: checked(isNumber, sql`cast(trim(t) as real)`, "cast:double precision:"),
  },
  numeric: {
    number: (given) => sql`cast(${given} as numeric)`,
    text: checked(isNumber, sql`cast(trim(t) as numeric)`, "cast:numeric:"),
    json: checked(isNumber, sql`cast(trim(t) as numeric)`, "cast:numeric:"),
  },
  boolean: {
    number: (given) => sql`json(case when ${given} <> 0 then 'true' when ${given} = 0 then 'false' end)`,
    text: checked(sql`${isTrue} or ${isFalse}`, sql`json(iif(${isTrue}, 'true', 'false'))`, "cast:boolean:"),
    json: checked(sql`${isTrue} or ${isFalse}`, sql`json(iif(${isTrue}, 'true', 'false'))`, "cast:boolean:"),
    boolean: (given) => sql`json(${given})`,
  },
  date: {
    text: checked(isDay, day, "cast:date:"),
    date: same,
    moment: (given) => sql`substr(${given}, 1, 10)`,
  },
  timestamp: {
    text: checked(isDay, moment, "cast:timestamp with time zone:"),
    date: (given) => sql`${given} || 'T00:00:00+00:00'`,
    moment: same,
  },
  json: {
    text: checked(sql`json_valid(t)`, sql`json(t)`, "cast:json:"),
    json: (given) => sql`json(${given})`,
    number: (given) => given,
    boolean: (given) => sql`json(${given})`,
    other: (given) => sql`iif(json_valid(${given}), json(${given}), json_quote(${given}))`,
  },
};
