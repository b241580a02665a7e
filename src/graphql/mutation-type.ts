import { type GraphQLFieldConfig, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType } from "graphql";
import type { Functions } from "../functions/compile.ts";
import type { Collection } from "../schema/model.ts";
import { type Builder, once } from "./builder.ts";
import { functionField } from "./function-field.ts";
import { makeTaken } from "./inflect.ts";
import { conflictType, filterType, rowInputType } from "./input-types.ts";
import { rowType } from "./row-type.ts";

type Field = GraphQLFieldConfig<unknown, unknown>;

/** The root of all that is written; null where the role may write nothing. */
export function mutationType(builder: Builder, functions: Functions, role: string): GraphQLObjectType | null {
  const fields: Record<string, Field> = {};
  const taken = makeTaken();
  for (const collection of builder.model.collections.values()) {
    const { type } = builder.names.of(collection);
    const wanted = {
      insert: `insertInto${type}Collection`,
      update: `update${type}Collection`,
      delete: `deleteFrom${type}Collection`,
    };
    for (const kind of ["insert", "update", "delete"] as const) {
      const name = taken.take(wanted[kind]);
      const field = makers[kind](builder, collection);
      if (field === null) continue;
      fields[name] = field;
      builder.output.set(`Mutation.${name}`, { kind, collection });
    }
  }
  for (const fn of functions.values()) {
    const made = !fn.readOnly && fn.admits(role) ? functionField(builder, fn) : null;
    if (made === null) continue;
    const name = taken.take(made.name, `${made.name}Function`);
    fields[name] = made.field;
    builder.output.set(`Mutation.${name}`, made.meaning);
  }
  if (Object.keys(fields).length === 0) return null;
  return new GraphQLObjectType({
    name: "Mutation",
    description: "The root type for creating and mutating data",
    fields,
  });
}

type Maker = (builder: Builder, collection: Collection) => Field | null;

const makers: Readonly<Record<"insert" | "update" | "delete", Maker>> = {
  insert(builder, collection) {
    const columns = builder.viewOf(collection)?.inserts ?? null;
    if (columns === null) return null;
    const { type } = builder.names.of(collection);
    const input = rowInputType(builder, collection, { suffix: "InsertInput", columns });
    const conflict = conflictType(builder, collection);
    return {
      type: responseType(builder, collection, "Insert"),
      description: `Adds one or more \`${type}\` records to the collection`,
      args: {
        objects: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(input))) },
        ...(conflict === null ? {} : { onConflict: { type: conflict } }),
      },
    };
  },
  update(builder, collection) {
    const columns = builder.viewOf(collection)?.updates ?? null;
    if (columns === null) return null;
    const { type } = builder.names.of(collection);
    const input = rowInputType(builder, collection, { suffix: "UpdateInput", columns });
    return {
      type: new GraphQLNonNull(responseType(builder, collection, "Update")),
      description: `Updates zero or more records in the \`${type}\` collection`,
      args: {
        set: {
          type: new GraphQLNonNull(input),
          description: "Fields that are set will be updated for all records matching the `filter`",
        },
        ...bounded(builder, collection),
      },
    };
  },
  delete(builder, collection) {
    if (builder.viewOf(collection)?.deletes !== true) return null;
    const { type } = builder.names.of(collection);
    return {
      type: new GraphQLNonNull(responseType(builder, collection, "Delete")),
      description: `Deletes zero or more records from the \`${type}\` collection`,
      args: bounded(builder, collection),
    };
  },
};

function bounded(builder: Builder, collection: Collection): NonNullable<Field["args"]> {
  return {
    filter: {
      type: filterType(builder, collection),
      description: "Restricts the mutation's impact to records matching the criteria",
    },
    atMost: {
      type: new GraphQLNonNull(GraphQLInt),
      defaultValue: 1,
      description: "The maximum number of records in the collection permitted to be affected",
    },
  };
}

function responseType(
  builder: Builder,
  collection: Collection,
  verb: "Insert" | "Update" | "Delete",
): GraphQLObjectType {
  const name = `${builder.names.of(collection).type}${verb}Response`;
  const reads = (builder.viewOf(collection)?.columns.length ?? 0) > 0;
  return once(builder.objects, name, () => {
    builder.output.set(`${name}.affectedCount`, { kind: "affectedCount" });
    builder.output.set(`${name}.records`, { kind: "records" });
    return new GraphQLObjectType({
      name,
      fields: () => ({
        affectedCount: {
          type: new GraphQLNonNull(GraphQLInt),
          description: "Count of the records impacted by the mutation",
        },
        ...(reads
          ? {
              records: {
                type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(rowType(builder, collection)))),
                description: "Array of records impacted by the mutation",
              },
            }
          : {}),
      }),
    });
  });
}
