import {
  GraphQLEnumType,
  GraphQLID,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
} from "graphql";
import { type Collection, type Column, isToOne, type UniqueSet } from "../schema/model.ts";
import { type Builder, once } from "./builder.ts";
import { filterOf, isEnumValue, valueTypeOf } from "./column-type.ts";
import type { InputMeaning } from "./meaning.ts";

type Fields = Record<string, GraphQLInputFieldConfig>;

const directionType: GraphQLEnumType = new GraphQLEnumType({
  name: "OrderByDirection",
  description: "Defines a per-field sorting order",
  values: {
    AscNullsFirst: { description: "Ascending order, nulls first" },
    AscNullsLast: { description: "Ascending order, nulls last" },
    DescNullsFirst: { description: "Descending order, nulls first" },
    DescNullsLast: { description: "Descending order, nulls last" },
  },
});

const idFilterType: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: "IDFilter",
  description: 'Boolean expression comparing fields on type "ID"',
  fields: { eq: { type: GraphQLID } },
});

/** `ArticlesFilter`. A column called `and` takes the word's place, as in pg_graphql. */
export function filterType(builder: Builder, collection: Collection): GraphQLInputObjectType {
  const name = `${builder.names.of(collection).type}Filter`;
  return once(builder.inputs, name, () => {
    const type: GraphQLInputObjectType = new GraphQLInputObjectType({
      name,
      fields: () => filterFields(builder, collection, type),
    });
    return type;
  });
}

function filterFields(builder: Builder, collection: Collection, self: GraphQLInputObjectType): Fields {
  const fields: Fields = {};
  const add = (name: string, field: GraphQLInputFieldConfig, meaning: InputMeaning): void => {
    if (fields[name] !== undefined) return;
    fields[name] = field;
    builder.input.set(`${self.name}.${name}`, meaning);
  };
  const view = builder.viewOf(collection);
  const names = builder.names.of(collection);
  for (const column of view?.columns ?? []) {
    add(names.column(column), { type: filterOf(builder, collection, column) }, { kind: "column", column });
  }
  if (view?.isPlaced === true) add("nodeId", { type: idFilterType }, { kind: "identity", collection });
  for (const relation of collection.relations) {
    const target = builder.followable(relation);
    if (target === null) continue;
    const inner = filterType(builder, target);
    const type = isToOne(relation) ? inner : toManyFilter(builder, target);
    add(names.relation(relation), { type }, { kind: "relation", relation, target });
  }
  const list = new GraphQLList(new GraphQLNonNull(self));
  add(
    "and",
    { type: list, description: "Returns true only if all its inner filters are true, otherwise returns false" },
    { kind: "and" },
  );
  add(
    "or",
    { type: list, description: "Returns true if at least one of its inner filters is true, otherwise returns false" },
    { kind: "or" },
  );
  add("not", { type: self, description: "Negates a filter" }, { kind: "not" });
  return fields;
}

function toManyFilter(builder: Builder, target: Collection): GraphQLInputObjectType {
  const name = `${builder.names.of(target).type}ToManyFilter`;
  return once(builder.inputs, name, () => {
    builder.input.set(`${name}.some`, { kind: "some" });
    builder.input.set(`${name}.none`, { kind: "none" });
    return new GraphQLInputObjectType({
      name,
      description: "Whether there are related rows that a filter lets through",
      fields: () => ({
        some: { type: filterType(builder, target), description: "At least one row is let through" },
        none: { type: filterType(builder, target), description: "No row is let through" },
      }),
    });
  });
}

/** `ArticlesOrderBy`; null where the role may order by nothing. */
export function orderType(builder: Builder, collection: Collection): GraphQLInputObjectType | null {
  const names = builder.names.of(collection);
  const name = `${names.type}OrderBy`;
  const columns = (builder.viewOf(collection)?.columns ?? []).filter(
    ({ type, encrypted }) => type.kind.name !== "json" && encrypted === undefined,
  );
  if (columns.length === 0) return null;
  return once(builder.inputs, name, () => {
    const fields = columns.map((column) => {
      const field = names.column(column);
      builder.input.set(`${name}.${field}`, { kind: "column", column });
      return [field, { type: directionType }] as const;
    });
    return new GraphQLInputObjectType({ name, fields: Object.fromEntries(fields) });
  });
}

/** `ArticlesInsertInput`, `ArticlesUpdateInput`. */
export function rowInputType(
  builder: Builder,
  collection: Collection,
  { suffix, columns }: { readonly suffix: "InsertInput" | "UpdateInput"; readonly columns: readonly Column[] },
): GraphQLInputObjectType {
  const names = builder.names.of(collection);
  const name = `${names.type}${suffix}`;
  return once(builder.inputs, name, () => {
    const fields = columns.map((column) => {
      const field = names.column(column);
      builder.input.set(`${name}.${field}`, { kind: "column", column });
      const { description } = column;
      const type = valueTypeOf(builder, collection, column);
      return [field, { type, ...(description === null ? {} : { description }) }] as const;
    });
    return new GraphQLInputObjectType({ name, fields: Object.fromEntries(fields) });
  });
}

/** `ArticlesOnConflict`; null where the collection has no unique set that the role may name. */
export function conflictType(builder: Builder, collection: Collection): GraphQLInputObjectType | null {
  const names = builder.names.of(collection);
  const { inserts, updates, columns } = builder.viewOf(collection) ?? {};
  const seen = new Set([...(inserts ?? []), ...(columns ?? [])].map((column) => column.name));
  const sets = collection.uniques.filter((set) => !set.partial && set.columns.every((name) => seen.has(name)));
  if (sets.length === 0) return null;
  return once(builder.inputs, `${names.type}OnConflict`, () => {
    const constraint = constraintType(builder, collection, sets);
    // Who may update nothing can still say so: an empty list leaves the row as it is.
    const fields = (updates ?? inserts ?? []).map((column) => [names.column(column), column.name] as const);
    const field = fields.length === 0 ? null : namedEnum(builder, `${names.type}Field`, fields);
    return new GraphQLInputObjectType({
      name: `${names.type}OnConflict`,
      description: "What becomes of a row that is there already",
      fields: {
        constraint: { type: new GraphQLNonNull(constraint), description: "The key that it has in common" },
        ...(field === null
          ? {}
          : {
              updateFields: {
                type: new GraphQLList(new GraphQLNonNull(field)),
                description: "What it takes over from the new row; nothing: it stays as it is",
              },
            }),
      },
    });
  });
}

/** By PostgreSQL's names, as errors have them; where such a name is none of GraphQL's, the columns'. */
function constraintType(builder: Builder, collection: Collection, sets: readonly UniqueSet[]): GraphQLEnumType {
  const names = builder.names.of(collection);
  const type = `${names.type}Constraint`;
  const labels = sets.map((set) => {
    const columns = set.columns.map((column) => names.column(collection.columns.get(column) ?? missing(column)));
    const label = isEnumValue(set.name) ? set.name : columns.join("_");
    builder.enums.set(`${type}.${label}`, set.columns);
    return label;
  });
  return new GraphQLEnumType({ name: type, values: Object.fromEntries(labels.map((label) => [label, {}])) });
}

function namedEnum(builder: Builder, name: string, fields: readonly (readonly [string, string])[]): GraphQLEnumType {
  for (const [label, column] of fields) builder.enums.set(`${name}.${label}`, [column]);
  return new GraphQLEnumType({ name, values: Object.fromEntries(fields.map(([label]) => [label, {}])) });
}

function missing(column: string): never {
  throw new TypeError(`no column ${column}`);
}
