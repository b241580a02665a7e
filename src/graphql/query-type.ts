import { type GraphQLFieldConfig, GraphQLID, GraphQLNonNull, GraphQLObjectType } from "graphql";
import type { Functions } from "../functions/compile.ts";
import type { Collection, Column } from "../schema/model.ts";
import type { Builder } from "./builder.ts";
import { valueTypeOf } from "./column-type.ts";
import { connectionType, pageArguments } from "./connection-type.ts";
import { functionField } from "./function-field.ts";
import { makeTaken, type Taken } from "./inflect.ts";
import type { KeyArgument } from "./meaning.ts";
import { nodeType, rowType } from "./row-type.ts";

type Field = GraphQLFieldConfig<unknown, unknown>;

export interface QueryOptions {
  readonly functions: Functions;
  readonly role: string;
  /** Fields beside those that follow from the model; their names begin with `_`. */
  readonly added: Readonly<Record<string, Field>>;
}

/** The root of all that is read. */
export function queryType(builder: Builder, { functions, role, added }: QueryOptions): GraphQLObjectType {
  const fields: Record<string, Field> = {
    node: {
      type: nodeType,
      description: "Retrieve a record by its `ID`",
      args: { nodeId: { type: new GraphQLNonNull(GraphQLID), description: "The record's `ID`" } },
    },
  };
  builder.output.set("Query.node", { kind: "node" });
  const taken = makeTaken(["node"]);
  for (const collection of builder.model.collections.values()) {
    const view = builder.viewOf(collection);
    if (view === null || view.columns.length === 0) {
      reserve(builder, collection, taken);
      continue;
    }
    const names = builder.names.of(collection);
    const many = taken.take(names.many);
    fields[many] = {
      type: connectionType(builder, collection, () => rowType(builder, collection)),
      description: `A pagable collection of type \`${names.type}\``,
      args: pageArguments(builder, collection),
    };
    builder.output.set(`Query.${many}`, { kind: "collection", collection });
    addLookups(builder, collection, { fields, taken, columns: view.columns });
  }
  for (const fn of functions.values()) {
    const made = fn.readOnly && fn.admits(role) ? functionField(builder, fn) : null;
    if (made === null) continue;
    const name = taken.take(made.name, `${made.name}Function`);
    fields[name] = made.field;
    builder.output.set(`Query.${name}`, made.meaning);
  }
  const all = { ...fields, ...added };
  return new GraphQLObjectType({ name: "Query", description: "The root type for querying data", fields: all });
}

/** What another role sees keeps its name. */
function reserve(builder: Builder, collection: Collection, taken: Taken): void {
  const names = builder.names.of(collection);
  taken.take(names.many);
  for (const set of collection.uniques) if (!set.partial) taken.take(names.byKey(set.columns));
}

interface Lookups {
  readonly fields: Record<string, Field>;
  readonly taken: Taken;
  readonly columns: readonly Column[];
}

/** `articlesByPk(id: …)`, `articlesBySlug(slug: …)`: one for each key that the role may read. */
function addLookups(builder: Builder, collection: Collection, { fields, taken, columns }: Lookups): void {
  const names = builder.names.of(collection);
  const made = new Set<string>();
  for (const set of collection.uniques) {
    const wanted = names.byKey(set.columns);
    if (set.partial || set.columns.length === 0 || made.has(wanted)) continue;
    made.add(wanted);
    const name = taken.take(wanted);
    const keys = set.columns.flatMap((key): KeyArgument[] => {
      const column = columns.find((candidate) => candidate.name === key);
      return column === undefined ? [] : [{ argument: names.column(column), column }];
    });
    if (keys.length < set.columns.length) continue;
    const args = keys.map(({ argument, column }) => {
      const type = valueTypeOf(builder, collection, column);
      return [argument, { type: new GraphQLNonNull(type) }] as const;
    });
    fields[name] = {
      type: rowType(builder, collection),
      description: `Retrieve a record of type \`${names.type}\` by its ${names.byKey(set.columns) === `${names.many.replace(/Collection$/, "")}ByPk` ? "primary" : "unique"} key`,
      args: Object.fromEntries(args),
    };
    builder.output.set(`Query.${name}`, { kind: "lookup", collection, keys });
  }
}
