import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLOutputType,
  GraphQLString,
} from "graphql";
import type { Operator } from "../query/operator.ts";
import type { Cast } from "../query/read.ts";
import type { ColumnType, KindName } from "../schema/kinds/kind.ts";
import type { Collection, Column } from "../schema/model.ts";
import { type Builder, once } from "./builder.ts";
import { upperFirst } from "./inflect.ts";
import type { InputMeaning } from "./meaning.ts";
import { bigIntType, dateType, datetimeType, jsonType, opaqueType, timeType, uuidType } from "./scalars.ts";

/** What a kind of column is in GraphQL. */
interface KindType {
  readonly type: GraphQLInputType & GraphQLOutputType;
  readonly filter: keyof typeof filters;
  /** How its value is written where JSON's form is not GraphQL's. */
  readonly cast: Cast | null;
}

const text: KindType = { type: GraphQLString, filter: "String", cast: null };
const moment: KindType = { type: datetimeType, filter: "Datetime", cast: null };
const float: KindType = { type: GraphQLFloat, filter: "Float", cast: null };

const kindTypes: Readonly<Record<KindName, KindType>> = {
  text,
  enum: text,
  uuid: { type: uuidType, filter: "UUID", cast: null },
  integer: { type: GraphQLInt, filter: "Int", cast: null },
  bigint: { type: bigIntType, filter: "BigInt", cast: "text" },
  real: float,
  numeric: float,
  boolean: { type: GraphQLBoolean, filter: "Boolean", cast: null },
  timestamp: moment,
  "epoch-seconds": moment,
  "epoch-millis": moment,
  date: { type: dateType, filter: "Date", cast: null },
  time: { type: timeType, filter: "Time", cast: null },
  json: { type: jsonType, filter: "JSON", cast: "text" },
  list: text,
  bytes: { type: opaqueType, filter: "Opaque", cast: null },
};

const equal = ["eq", "neq", "in", "is"] as const;
const ordered = ["eq", "neq", "gt", "gte", "lt", "lte", "in", "is"] as const;
const patterns = ["startsWith", "like", "ilike", "regex", "iregex"] as const;
const lists = ["contains", "containedBy", "overlaps", "eq", "neq", "gt", "gte", "lt", "lte", "is"] as const;

type FilterOperator = (typeof ordered)[number] | (typeof patterns)[number] | (typeof lists)[number];

const filters = {
  String: [...ordered, ...patterns],
  Int: ordered,
  Float: ordered,
  BigInt: ordered,
  Boolean: ["eq", "neq", "is"],
  UUID: equal,
  Datetime: ordered,
  Date: ordered,
  Time: ordered,
  JSON: ["eq", "neq", "contains", "containedBy", "is"],
  Opaque: equal,
} as const satisfies Readonly<Record<string, readonly FilterOperator[]>>;

const operators: Readonly<Record<Exclude<FilterOperator, "is">, InputMeaning>> = {
  eq: plain("eq"),
  neq: plain("neq"),
  gt: plain("gt"),
  gte: plain("gte"),
  lt: plain("lt"),
  lte: plain("lte"),
  in: plain("in"),
  startsWith: { kind: "operator", operator: "match", pattern: "prefix" },
  like: { kind: "operator", operator: "match", pattern: "like" },
  ilike: { kind: "operator", operator: "imatch", pattern: "like" },
  regex: plain("match"),
  iregex: plain("imatch"),
  contains: plain("cs"),
  containedBy: plain("cd"),
  overlaps: plain("ov"),
};

function plain(operator: Operator): InputMeaning {
  return { kind: "operator", operator, pattern: null };
}

const filterIsType: GraphQLEnumType = new GraphQLEnumType({
  name: "FilterIs",
  values: { NULL: {}, NOT_NULL: {} },
});

/** A column's value, never null. */
export function valueTypeOf(
  builder: Builder,
  collection: Collection,
  column: Column,
): GraphQLInputType & GraphQLOutputType {
  if (column.type.kind.name === "list") return new GraphQLList(elementType(column.type));
  return enumOf(builder, collection, column) ?? kindType(builder, collection, column).type;
}

function kindType(builder: Builder, collection: Collection, { property, type }: Column): KindType {
  return kindTypes[builder.optionsOf(collection)?.columns[property]?.type === "BigInt" ? "bigint" : type.kind.name];
}

function elementType({ element }: ColumnType): GraphQLInputType & GraphQLOutputType {
  return element === undefined ? jsonType : kindTypes[element.kind.name].type;
}

export function castOf(builder: Builder, collection: Collection, column: Column): Cast | null {
  return kindType(builder, collection, column).cast;
}

/** Whether a value of a column may be more than the Int that it is told as. */
export function isNarrow({ type: { kind, element } }: Column, cast: Cast | null): boolean {
  return cast === null && (kind.name === "integer" || element?.kind.name === "integer");
}

/** The enum of a column; null where it has none, or values that are no names. */
function enumOf(builder: Builder, collection: Collection, column: Column): GraphQLEnumType | null {
  const known = builder.columnEnums.get(column);
  if (known !== undefined) return known;
  const { values = [] } = column.type;
  const isEnum = column.type.kind.name === "enum" && values.length > 0 && values.every(isEnumValue);
  const names = builder.names.of(collection);
  const made = isEnum
    ? new GraphQLEnumType({
        name: `${names.type}${upperFirst(names.column(column))}`,
        values: Object.fromEntries(values.map((value) => [value, {}])),
      })
    : null;
  builder.columnEnums.set(column, made);
  return made;
}

/** Whether a text can be a value of an enum. */
export function isEnumValue(value: string): boolean {
  return /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/.test(value) && !["true", "false", "null"].includes(value);
}

/** What a column is filtered by. */
export function filterOf(builder: Builder, collection: Collection, column: Column): GraphQLInputObjectType {
  const type = filterTypeOf(builder, collection, column);
  builder.filters.set(column, type.name);
  return type;
}

function filterTypeOf(builder: Builder, collection: Collection, column: Column): GraphQLInputObjectType {
  const { kind } = column.type;
  if (column.encrypted !== undefined) return encryptedFilter(builder, collection, column);
  if (kind.name === "list") {
    const type = elementType(column.type);
    return filterType(builder, `${type}List`, new GraphQLList(new GraphQLNonNull(type)), lists);
  }
  const found = enumOf(builder, collection, column);
  if (found !== null) return filterType(builder, found.name, found, equal);
  const { type, filter } = kindType(builder, collection, column);
  return filterType(builder, filter, type, filters[filter]);
}

/** By its blind index, where there is one; else whether there is a value. */
function encryptedFilter(builder: Builder, collection: Collection, column: Column): GraphQLInputObjectType {
  const type = valueTypeOf(builder, collection, column);
  if (column.encrypted?.index === null) return filterType(builder, "Encrypted", type, ["is"]);
  return filterType(builder, `Encrypted${type}`, type, equal);
}

function filterType(
  builder: Builder,
  name: string,
  type: GraphQLInputType,
  allowed: readonly FilterOperator[],
): GraphQLInputObjectType {
  return once(builder.inputs, `${name}Filter`, () => {
    for (const operator of allowed) {
      builder.input.set(`${name}Filter.${operator}`, operator === "is" ? { kind: "is" } : operators[operator]);
    }
    return new GraphQLInputObjectType({
      name: `${name}Filter`,
      description: `Boolean expression comparing fields on type "${name}"`,
      fields: Object.fromEntries(
        allowed.map((operator) => {
          if (operator === "is") return [operator, { type: filterIsType }];
          return [operator, { type: operator === "in" ? new GraphQLList(new GraphQLNonNull(type)) : type }];
        }),
      ),
    });
  });
}

const summed: ReadonlySet<KindName> = new Set(["integer", "bigint", "real", "numeric"]);
const unordered: ReadonlySet<KindName> = new Set(["boolean", "json", "list", "bytes"]);

/** What an aggregate of a column gives; null where there is none. */
export function aggregateOf(
  builder: Builder,
  collection: Collection,
  asked: { readonly column: Column; readonly name: "sum" | "avg" | "min" | "max" },
): { readonly type: GraphQLOutputType; readonly cast: Cast | null } | null {
  const { column, name } = asked;
  if (column.encrypted !== undefined) return null;
  const kind = column.type.kind.name;
  if (name === "min" || name === "max") {
    if (unordered.has(kind)) return null;
    return { type: valueTypeOf(builder, collection, column), cast: castOf(builder, collection, column) };
  }
  if (!summed.has(kind)) return null;
  const isWhole = name === "sum" && (kind === "integer" || kind === "bigint");
  return isWhole ? { type: bigIntType, cast: "text" } : { type: GraphQLFloat, cast: null };
}
