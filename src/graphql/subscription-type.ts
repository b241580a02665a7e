import {
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLID,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
} from "graphql";
import type { Collection, Column } from "../schema/model.ts";
import { type Builder, once } from "./builder.ts";
import { castOf, valueTypeOf } from "./column-type.ts";
import { makeTaken } from "./inflect.ts";
import { filterType } from "./input-types.ts";
import type { Meaning } from "./meaning.ts";
import { rowType } from "./row-type.ts";
import { bigIntType, datetimeType } from "./scalars.ts";

type Field = GraphQLFieldConfig<unknown, unknown>;

/**
 * The root of all that can be followed: the fields of the query that read tables, and the changes of each. Null where
 * the role may follow nothing.
 */
export function subscriptionType(builder: Builder, query: GraphQLObjectType): GraphQLObjectType | null {
  const fields: Record<string, Field> = {};
  for (const [name, field] of Object.entries(query.toConfig().fields)) {
    const meaning = builder.output.get(`Query.${name}`);
    if (meaning === undefined || !isFollowed(meaning)) continue;
    fields[name] = field;
    builder.output.set(`Subscription.${name}`, meaning);
  }
  const taken = makeTaken(Object.keys(query.getFields()));
  for (const collection of builder.model.collections.values()) {
    const { changes } = builder.names.of(collection);
    const name = taken.take(changes);
    if (collection.kind === "view" || readable(builder, collection).length === 0) continue;
    fields[name] = changesField(builder, collection);
    builder.output.set(`Subscription.${name}`, { kind: "changes", collection });
  }
  const isEmpty = Object.keys(fields).every((name) => name === "node");
  if (isEmpty) return null;
  return new GraphQLObjectType({
    name: "Subscription",
    description: "The root type for following data as it changes",
    fields,
  });
}

/** Views have no changes. */
function isFollowed(meaning: Meaning): boolean {
  if (meaning.kind === "node") return true;
  return (meaning.kind === "collection" || meaning.kind === "lookup") && meaning.collection.kind !== "view";
}

function readable(builder: Builder, collection: Collection): readonly Column[] {
  return builder.viewOf(collection)?.columns ?? [];
}

function changesField(builder: Builder, collection: Collection): Field {
  const { type } = builder.names.of(collection);
  const args: GraphQLFieldConfigArgumentMap = {
    filter: {
      type: filterType(builder, collection),
      description: "Asked of the row as it is since, of a DELETE as it was",
    },
    operations: {
      type: new GraphQLList(new GraphQLNonNull(operationType)),
      description: "What is wanted: INSERT, UPDATE and DELETE unless it is said",
    },
    since: {
      type: bigIntType,
      description: "The `sequence` after which changes are told; from now on unless it is given",
    },
  };
  return {
    type: new GraphQLNonNull(changeType(builder, collection)),
    description: `Every change of a \`${type}\` record, once, in the order of the commits`,
    args,
  };
}

const operationType: GraphQLEnumType = new GraphQLEnumType({
  name: "ChangeOperation",
  values: {
    INSERT: { description: "A record that has come, or has become visible" },
    UPDATE: { description: "A record that has changed" },
    DELETE: { description: "A record that has gone, or is no longer visible" },
    START: { description: "Told where it is asked for: what comes after `sequence` follows" },
    RESET: { description: "Always told: changes are missing, read the data again" },
  },
});

const resetType: GraphQLEnumType = new GraphQLEnumType({
  name: "ChangeReset",
  description: "Why changes are missing",
  values: {
    PRUNED: { description: "The log no longer has what comes after `since`" },
    AHEAD: { description: "The log ends before `since`" },
    OVERRUN: { description: "More came than a buffer holds" },
  },
});

/** `ArticlesChange` */
function changeType(builder: Builder, collection: Collection): GraphQLObjectType {
  const { type } = builder.names.of(collection);
  const name = `${type}Change`;
  return once(builder.objects, name, () => {
    const isPlaced = builder.viewOf(collection)?.isPlaced === true;
    const meanings: Readonly<Record<string, Meaning>> = {
      sequence: { kind: "changeFact", fact: "sequence" },
      operation: { kind: "changeFact", fact: "operation" },
      at: { kind: "changeFact", fact: "at" },
      reset: { kind: "changeFact", fact: "reset" },
      node: { kind: "changeRow", image: "after" },
      before: { kind: "changeRow", image: "before" },
      ...(isPlaced ? { nodeId: { kind: "identity", collection } } : {}),
    };
    for (const [field, meaning] of Object.entries(meanings)) builder.output.set(`${name}.${field}`, meaning);
    return new GraphQLObjectType({
      name,
      description: `A change of a \`${type}\` record`,
      fields: () => ({
        sequence: {
          type: new GraphQLNonNull(bigIntType),
          description: "Its place in the log of all changes, which only grows",
        },
        operation: { type: new GraphQLNonNull(operationType) },
        at: { type: datetimeType, description: "When it was written" },
        ...(isPlaced ? { nodeId: { type: GraphQLID, description: "The record's `ID`" } } : {}),
        node: {
          type: rowType(builder, collection),
          description: "The record as it is since, with what is related to it now; null for a DELETE",
        },
        before: {
          type: beforeType(builder, collection),
          description: "The record as it was; of one that is no longer visible its key alone",
        },
        reset: { type: resetType },
      }),
    });
  });
}

/** `ArticlesBefore`: columns alone, each of which may be missing. */
function beforeType(builder: Builder, collection: Collection): GraphQLObjectType {
  const names = builder.names.of(collection);
  const name = `${names.type}Before`;
  return once(builder.objects, name, () => {
    const fields = readable(builder, collection).map((column): [string, Field] => {
      const field = names.column(column);
      builder.output.set(`${name}.${field}`, { kind: "column", column, cast: castOf(builder, collection, column) });
      return [field, { type: valueTypeOf(builder, collection, column) }];
    });
    return new GraphQLObjectType({
      name,
      description: `A \`${names.type}\` record as it was`,
      fields: Object.fromEntries(fields),
    });
  });
}
