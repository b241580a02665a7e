import {
  GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  printType,
} from "graphql";
import type { Entity } from "../meaning.ts";

const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])`;

/** What the protocol adds is not in the schema that it tells. */
const own: ReadonlySet<string> = new Set(["_Any", "_Entity", "_Service"]);

/** `node` finds the rows of this service alone, so it is none of the larger graph's. */
const ownFields: ReadonlySet<string> = new Set(["_service", "_entities", "node"]);

/** Types that mean the same in every service that has them. */
const shared: ReadonlySet<string> = new Set(["PageInfo"]);

/**
 * The schema with its keys, as it is composed into a larger one.
 * https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 */
export function federatedSdl(schema: GraphQLSchema, entities: ReadonlyMap<string, Entity>): string {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !own.has(type.name),
  );
  const roots = new Set([schema.getQueryType(), schema.getSubscriptionType()]);
  const printed = types.map((type) => {
    if (isObjectType(type) && roots.has(type)) return printType(withoutOwn(type));
    const directives = directivesOf(type.name, entities);
    if (!isObjectType(type) || directives === "") return printType(type);
    return printType(type).replace(/^type [^{]*(?= \{$)/m, (start) => `${start}${directives}`);
  });
  return [head, ...printed].join("\n\n");
}

function withoutOwn(type: GraphQLObjectType): GraphQLObjectType {
  const { fields, ...config } = type.toConfig();
  const kept = Object.entries(fields).filter(([name]) => !ownFields.has(name));
  return new GraphQLObjectType({ ...config, fields: Object.fromEntries(kept) });
}

function directivesOf(name: string, entities: ReadonlyMap<string, Entity>): string {
  if (shared.has(name)) return " @shareable";
  const keys = entities.get(name)?.keys ?? [];
  return keys.map(({ fields }) => ` @key(fields: "${fields}")`).join("");
}
