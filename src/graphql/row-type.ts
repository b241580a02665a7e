import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLScalarType,
  GraphQLString,
} from "graphql";
import { type Collection, type Column, isToOne, type Relation } from "../schema/model.ts";
import { type Builder, once } from "./builder.ts";
import { castOf, valueTypeOf } from "./column-type.ts";
import { connectionType, pageArguments } from "./connection-type.ts";
import type { ResolvedField, ResolvedType } from "./define.ts";
import { bigIntType, dateType, datetimeType, jsonType, uuidType } from "./scalars.ts";

type Field = GraphQLFieldConfig<unknown, unknown>;

export const nodeType: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: "Node",
  fields: { nodeId: { type: new GraphQLNonNull(GraphQLID), description: "Retrieves a record by `ID`" } },
});

/** The type of a collection's rows, as a role sees them. */
export function rowType(builder: Builder, collection: Collection): GraphQLObjectType {
  const { type: name } = builder.names.of(collection);
  return once(builder.objects, name, () => {
    const isNode = builder.viewOf(collection)?.isPlaced === true;
    return new GraphQLObjectType({
      name,
      description: collection.description,
      interfaces: isNode ? [nodeType] : [],
      fields: () => rowFields(builder, collection),
    });
  });
}

function rowFields(builder: Builder, collection: Collection): GraphQLFieldConfigMap<unknown, unknown> {
  const names = builder.names.of(collection);
  const view = builder.viewOf(collection);
  const fields: Record<string, Field> = {};
  if (view?.isPlaced === true) {
    fields.nodeId = { type: new GraphQLNonNull(GraphQLID), description: "Globally Unique Record Identifier" };
    builder.output.set(`${names.type}.nodeId`, { kind: "identity", collection });
  }
  for (const column of view?.columns ?? []) {
    const name = names.column(column);
    fields[name] = columnField(builder, collection, column);
    builder.output.set(`${names.type}.${name}`, { kind: "column", column, cast: castOf(builder, collection, column) });
  }
  for (const relation of collection.relations) {
    const target = builder.followable(relation);
    if (target === null) continue;
    const name = names.relation(relation);
    fields[name] = relationField(builder, relation, target);
    builder.output.set(`${names.type}.${name}`, { kind: "relation", relation, target });
  }
  for (const field of builder.optionsOf(collection)?.fields ?? []) {
    const columns = neededColumns(field, view?.columns ?? []);
    if (columns === null) continue;
    const { description } = field;
    fields[field.name] = { type: resolvedTypes[field.type], ...(description === null ? {} : { description }) };
    builder.output.set(`${names.type}.${field.name}`, { kind: "resolved", field, columns });
  }
  return fields;
}

/** Null where the role may not read all of them. */
function neededColumns({ needs }: ResolvedField, columns: readonly Column[]): readonly Column[] | null {
  const found = needs.map((property) => columns.find((column) => column.property === property));
  return found.every((column) => column !== undefined) ? found : null;
}

export const resolvedTypes: Readonly<Record<ResolvedType, GraphQLScalarType>> = {
  String: GraphQLString,
  Int: GraphQLInt,
  Float: GraphQLFloat,
  Boolean: GraphQLBoolean,
  ID: GraphQLID,
  JSON: jsonType,
  Datetime: datetimeType,
  Date: dateType,
  BigInt: bigIntType,
  UUID: uuidType,
};

function columnField(builder: Builder, collection: Collection, column: Column): Field {
  const type = valueTypeOf(builder, collection, column);
  const isMasked = builder.viewOf(collection)?.masked.has(column.name) === true;
  const { description } = column;
  const deprecated = builder.optionsOf(collection)?.columns[column.property]?.deprecated;
  return {
    type: column.notNull && !isMasked ? new GraphQLNonNull(type) : type,
    ...(description === null ? {} : { description }),
    ...(deprecated === undefined ? {} : { deprecationReason: deprecated }),
  };
}

function relationField(builder: Builder, relation: Relation, target: Collection): Field {
  if (isToOne(relation)) {
    const type = rowType(builder, target);
    return { type: builder.isCertain(relation) ? new GraphQLNonNull(type) : type };
  }
  return {
    type: new GraphQLNonNull(connectionType(builder, target, () => rowType(builder, target))),
    args: pageArguments(builder, target),
  };
}
