import { GraphQLSchema } from "graphql";
import type { Functions } from "../functions/compile.ts";
import type { Collection } from "../schema/model.ts";
import type { Builder } from "./builder.ts";
import type { GraphTypeOptions } from "./define.ts";
import { entitiesOf } from "./federation/entities.ts";
import { federationFields } from "./federation/query-fields.ts";
import { federatedSdl } from "./federation/sdl.ts";
import type { Graph } from "./meaning.ts";
import { mutationType } from "./mutation-type.ts";
import type { Names } from "./names.ts";
import { queryType } from "./query-type.ts";
import { rowType } from "./row-type.ts";
import { subscriptionType } from "./subscription-type.ts";
import { followable, isCertain, type View, type Viewer, viewOf } from "./view.ts";

export interface GraphOptions extends Viewer {
  readonly names: Names;
  readonly functions: Functions;
  readonly types: readonly GraphTypeOptions[];
  /** Whether it is part of a larger graph. */
  readonly federation: boolean;
  /** Whether the role may ask for the schema. */
  readonly tellsSchema: boolean;
}

/** The schema of a role: what it may not use is not named in it. */
export function createGraph(options: GraphOptions): Graph {
  const builder = createBuilder(options);
  const entities: Graph["entities"] = options.federation ? entitiesOf(builder) : new Map();
  const added = options.federation ? federationFields(builder, entities, options.tellsSchema) : {};
  const query = queryType(builder, { functions: options.functions, role: options.role, added });
  const mutation = mutationType(builder, options.functions, options.role);
  const readable = [...options.model.collections.values()].filter(
    (collection) => (builder.viewOf(collection)?.columns.length ?? 0) > 0,
  );
  const types = new Map(readable.map((collection) => [collection.name, rowType(builder, collection)]));
  const subscription = subscriptionType(builder, query);
  const schema = new GraphQLSchema({ query, mutation, subscription, types: [...types.values()], assumeValid: true });
  return {
    schema,
    entities,
    sdl: options.federation && options.tellsSchema ? federatedSdl(schema, entities) : "",
    collections: options.model.collections,
    typeNames: new Map([...options.model.collections.values()].map((each) => [each.name, options.names.of(each).type])),
    output: builder.output,
    input: builder.input,
    types,
    placed: new Set(readable.filter((each) => builder.viewOf(each)?.isPlaced === true).map(({ name }) => name)),
    enums: builder.enums,
    filters: builder.filters,
    valueEnums: new Set([...builder.columnEnums.values()].flatMap((each) => each?.name ?? [])),
  };
}

function createBuilder(options: GraphOptions): Builder {
  const { model, names, types } = options;
  const optionsOf = new Map(types.map((each) => [each.collection, each]));
  const views = new Map<string, View>();
  for (const collection of model.collections.values()) {
    const view = viewOf(collection, options);
    if (view !== null) views.set(collection.name, view);
  }
  return {
    model,
    names,
    optionsOf: ({ name }: Collection) => optionsOf.get(name) ?? null,
    viewOf: ({ name }: Collection) => views.get(name) ?? null,
    followable: (relation) => (followable(relation, views) ? (model.collections.get(relation.target) ?? null) : null),
    isCertain: (relation) => isCertain(relation, views),
    output: new Map(),
    input: new Map(),
    enums: new Map(),
    objects: new Map(),
    inputs: new Map(),
    filters: new Map(),
    columnEnums: new Map(),
  };
}
