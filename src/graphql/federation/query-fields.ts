import {
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLString,
  GraphQLUnionType,
  valueFromASTUntyped,
} from "graphql";
import type { Builder } from "../builder.ts";
import type { Entity } from "../meaning.ts";
import { rowType } from "../row-type.ts";

type Field = GraphQLFieldConfig<unknown, unknown>;

const anyType: GraphQLScalarType = new GraphQLScalarType({
  name: "_Any",
  description: "A representation of an entity: its `__typename` and the fields of one of its keys",
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

const serviceType: GraphQLObjectType = new GraphQLObjectType({
  name: "_Service",
  fields: { sdl: { type: new GraphQLNonNull(GraphQLString), description: "The schema, for composition" } },
});

/** `_entities` and, for who may ask for the schema, `_service`. */
export function federationFields(
  builder: Builder,
  entities: ReadonlyMap<string, Entity>,
  tellsSchema: boolean,
): Readonly<Record<string, Field>> {
  const fields: Record<string, Field> = {};
  if (tellsSchema) {
    fields._service = { type: new GraphQLNonNull(serviceType) };
    builder.output.set("Query._service", { kind: "service" });
  }
  if (entities.size === 0) return fields;
  const types = [...entities.values()].map(({ collection }) => rowType(builder, collection));
  const representations = { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(anyType))) };
  fields._entities = {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLUnionType({ name: "_Entity", types }))),
    args: { representations },
  };
  builder.output.set("Query._entities", { kind: "entities" });
  return fields;
}
