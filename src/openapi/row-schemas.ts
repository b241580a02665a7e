import type { JsonObject } from "../kernel/json.ts";
import type { Collection, Column } from "../schema/model.ts";
import { componentName } from "./component-name.ts";
import type { Rights } from "./rights.ts";
import { cellSchema } from "./value-schema.ts";

/** Whether the role may read a column of another collection. */
export type Reads = (collection: string, column: string) => boolean;

export interface RowSchemaOptions {
  readonly reads: Reads;
  /** Columns that the rules fill in. */
  readonly filled: ReadonlySet<string>;
}

/** The rows of a collection as a role reads, inserts and updates them: components by name. */
export function rowSchemas(rights: Rights, { reads, filled }: RowSchemaOptions): [string, JsonObject][] {
  const { collection, inserts, updates, masked } = rights;
  const name = componentName(collection.name);
  const described = (column: Column): string | null => descriptionOf(collection, column, reads);
  const schemas: [string, JsonObject][] = [];
  if (rights.reads !== null) {
    const isNullable = (column: Column): boolean => !column.notNull || masked.has(column.name);
    schemas.push([
      name,
      objectOf(rights.reads, {
        isRequired: (column) => column.notNull,
        cell: (column) =>
          cellSchema(column, { nullable: isNullable(column), description: described(column), withDefault: false }),
      }),
    ]);
  }
  const cell = (withDefault: boolean) => (column: Column) =>
    cellSchema(column, { nullable: !column.notNull, description: described(column), withDefault });
  if (inserts !== null) {
    const isRequired = (column: Column): boolean => column.notNull && !isFilled(column) && !filled.has(column.name);
    schemas.push([`${name}.insert`, { ...objectOf(inserts, { isRequired, cell: cell(true) }), ...closed }]);
  }
  if (updates !== null) {
    schemas.push([
      `${name}.update`,
      { ...objectOf(updates, { isRequired: () => false, cell: cell(false) }), ...closed },
    ]);
  }
  return schemas;
}

const closed = { additionalProperties: false };

interface ObjectOptions {
  readonly isRequired: (column: Column) => boolean;
  readonly cell: (column: Column) => JsonObject;
}

function objectOf(columns: readonly Column[], { isRequired, cell }: ObjectOptions): JsonObject {
  const required = columns.filter(isRequired).map((column) => column.name);
  return {
    type: "object",
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(columns.map((column) => [column.name, cell(column)])),
  };
}

function isFilled({ hasDefault, makeDefault, makeUpdate }: Column): boolean {
  return hasDefault || makeDefault !== null || makeUpdate !== null;
}

/** The column's own words, its place in the key, and what it points at where the role may see that. */
function descriptionOf({ primaryKey, foreignKeys }: Collection, column: Column, reads: Reads): string | null {
  const keys = foreignKeys.flatMap(({ columns, target, targetColumns }) => {
    const to = targetColumns[columns.indexOf(column.name)];
    return to === undefined || !reads(target, to) ? [] : [`A foreign key to \`${target}.${to}\`.`];
  });
  const parts = [
    ...(column.description === null ? [] : [column.description]),
    ...(primaryKey.includes(column.name) ? ["Part of the primary key."] : []),
    ...(column.generated ? ["Computed by the database."] : []),
    ...keys,
  ];
  return parts.length === 0 ? null : parts.join("\n\n");
}
