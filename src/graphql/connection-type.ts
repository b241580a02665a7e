import {
  GraphQLBoolean,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from "graphql";
import type { Collection } from "../schema/model.ts";
import { type Builder, once } from "./builder.ts";
import { aggregateOf } from "./column-type.ts";
import { upperFirst } from "./inflect.ts";
import { filterType, orderType } from "./input-types.ts";
import { cursorType } from "./scalars.ts";

type Fields = GraphQLFieldConfigMap<unknown, unknown>;

const pageInfoType: GraphQLObjectType = new GraphQLObjectType({
  name: "PageInfo",
  fields: {
    endCursor: { type: GraphQLString },
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    startCursor: { type: GraphQLString },
  },
});

/** What a page of a collection is asked by. */
export function pageArguments(builder: Builder, collection: Collection): GraphQLFieldConfigArgumentMap {
  const order = orderType(builder, collection);
  return {
    first: { type: GraphQLInt, description: "Query the first `n` records in the collection" },
    last: { type: GraphQLInt, description: "Query the last `n` records in the collection" },
    before: { type: cursorType, description: "Query values in the collection before the provided cursor" },
    after: { type: cursorType, description: "Query values in the collection after the provided cursor" },
    offset: {
      type: GraphQLInt,
      description:
        "Skip n values from the after cursor. Alternative to cursor pagination. Backward pagination not supported.",
    },
    filter: {
      type: filterType(builder, collection),
      description: "Filters to apply to the results set when querying from the collection",
    },
    ...(order === null
      ? {}
      : {
          orderBy: {
            type: new GraphQLList(new GraphQLNonNull(order)),
            description: "Sort order to apply to the collection",
          },
        }),
  };
}

/** `ArticlesConnection`; `row` makes the type of its nodes. */
export function connectionType(
  builder: Builder,
  collection: Collection,
  row: () => GraphQLObjectType,
): GraphQLObjectType {
  const { type } = builder.names.of(collection);
  return once(builder.objects, `${type}Connection`, () => {
    for (const name of ["edges", "pageInfo", "totalCount", "aggregate"] as const) {
      builder.output.set(`${type}Connection.${name}`, { kind: name });
    }
    return new GraphQLObjectType({
      name: `${type}Connection`,
      fields: () => ({
        edges: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(edgeType(builder, collection, row)))) },
        pageInfo: { type: new GraphQLNonNull(pageInfoType) },
        totalCount: {
          type: new GraphQLNonNull(GraphQLInt),
          description: "The total number of records matching the `filter` criteria",
        },
        aggregate: {
          type: aggregateType(builder, collection),
          description: "Aggregates over the records matching the `filter` criteria",
        },
      }),
    });
  });
}

function edgeType(builder: Builder, collection: Collection, row: () => GraphQLObjectType): GraphQLObjectType {
  const { type } = builder.names.of(collection);
  return once(builder.objects, `${type}Edge`, () => {
    builder.output.set(`${type}Edge.cursor`, { kind: "cursor" });
    builder.output.set(`${type}Edge.node`, { kind: "edgeNode" });
    return new GraphQLObjectType({
      name: `${type}Edge`,
      fields: () => ({
        cursor: { type: new GraphQLNonNull(GraphQLString) },
        node: { type: new GraphQLNonNull(row()) },
      }),
    });
  });
}

function aggregateType(builder: Builder, collection: Collection): GraphQLObjectType {
  const { type } = builder.names.of(collection);
  const name = `${type}Aggregate`;
  return once(builder.objects, name, () => {
    const fields: Fields = {
      count: {
        type: new GraphQLNonNull(GraphQLInt),
        description: "The number of records matching the `filter` criteria",
      },
    };
    builder.output.set(`${name}.count`, { kind: "count" });
    for (const each of ["sum", "avg", "min", "max"] as const) {
      const result = aggregateResultType(builder, collection, each);
      if (result === null) continue;
      fields[each] = { type: new GraphQLNonNull(result), description: descriptions[each] };
      builder.output.set(`${name}.${each}`, { kind: "aggregates", function: each });
    }
    return new GraphQLObjectType({ name, fields });
  });
}

const descriptions = {
  sum: "Summation aggregates for numeric fields",
  avg: "Average aggregates for numeric fields",
  min: "Minimum aggregates for comparable fields",
  max: "Maximum aggregates for comparable fields",
} as const;

function aggregateResultType(
  builder: Builder,
  collection: Collection,
  name: keyof typeof descriptions,
): GraphQLObjectType | null {
  const names = builder.names.of(collection);
  const typeName = `${names.type}${upperFirst(name)}AggregateResult`;
  const fields: Fields = {};
  for (const column of builder.viewOf(collection)?.columns ?? []) {
    const found = aggregateOf(builder, collection, { column, name });
    if (found === null) continue;
    fields[names.column(column)] = { type: found.type };
    const meaning = { kind: "aggregated" as const, column, function: name, cast: found.cast };
    builder.output.set(`${typeName}.${names.column(column)}`, meaning);
  }
  if (Object.keys(fields).length === 0) return null;
  return once(builder.objects, typeName, () => new GraphQLObjectType({ name: typeName, fields }));
}
