import type { ColumnType } from "../schema/kinds/kind.ts";
import { kinds } from "../schema/kinds/table.ts";
import type { Collection, Column } from "../schema/model.ts";
import type { JsonSchema } from "./json-schema.ts";
import { type ValueType, valueType } from "./value-type.ts";

/**
 * A schema of objects as a collection that no table stands behind, so that what a function gives is shaped like rows.
 * Null where the schema names no members, or others than it names may come: such an object is one JSON value.
 */
export function recordCollection(name: string, schema: JsonSchema): Collection | null {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return null;
  const required = new Set(schema.required ?? []);
  const columns = properties.map(([property, member]): [string, Column] => [
    property,
    {
      name: property,
      property,
      type: columnTypes[valueType(member).name],
      notNull: required.has(property) && !isNullable(member),
      hasDefault: false,
      default: null,
      makeDefault: null,
      makeUpdate: null,
      generated: false,
      hidden: false,
      description: typeof member.description === "string" ? member.description : null,
      origin: null,
    },
  ]);
  return {
    kind: "view",
    name,
    description: null,
    columns: new Map(columns),
    primaryKey: [],
    uniques: [],
    rowId: null,
    indexed: new Set(),
    foreignKeys: [],
    checks: [],
    relations: [],
    search: null,
    maxRows: null,
    cache: null,
  };
}

const columnTypes: Readonly<Record<ValueType["name"], ColumnType>> = {
  text: { kind: kinds.text },
  integer: { kind: kinds.integer },
  number: { kind: kinds.numeric },
  boolean: { kind: kinds.boolean },
  list: { kind: kinds.json },
  json: { kind: kinds.json },
  open: { kind: kinds.json },
};

function isNullable({ type, anyOf = [] }: JsonSchema): boolean {
  if (type === "null" || (Array.isArray(type) && type.includes("null"))) return true;
  return anyOf.some(isNullable) || (type === undefined && anyOf.length === 0);
}
