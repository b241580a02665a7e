import { getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { CollectionDefinition, ColumnOptions } from "./collection.ts";
import type { KindConfig } from "./columns.ts";
import { DefinitionError } from "./definition-error.ts";
import type { ColumnType, KindName } from "./kinds/kind.ts";
import { kinds } from "./kinds/table.ts";
import type { Column } from "./model.ts";

/** Drizzle's own column classes and the kind that each one is. */
const plainKinds: Readonly<Record<string, KindName>> = {
  SQLiteText: "text",
  SQLiteTextJson: "json",
  SQLiteInteger: "integer",
  SQLiteBoolean: "boolean",
  SQLiteReal: "real",
  SQLiteNumeric: "numeric",
  SQLiteNumericNumber: "numeric",
  SQLiteNumericBigInt: "numeric",
  SQLiteBlobBuffer: "bytes",
};

/** JSON holds these as they are stored; an enum's values, which an element does not know, are for its column alone. */
const listable: ReadonlySet<string | undefined> = new Set(["plain", "real", "boolean", "json"]);

export function compileColumn(property: string, column: SQLiteColumn, definition: CollectionDefinition): Column {
  const options = definition.options.columns[property] ?? {};
  return {
    name: column.name,
    property,
    type: columnType(property, column, options),
    notNull: column.notNull || column.primary,
    hasDefault: column.default !== undefined || isRowId(column),
    makeDefault: column.defaultFn ?? null,
    makeUpdate: column.onUpdateFn ?? null,
    generated: column.generated !== undefined,
    hidden: options.hidden ?? false,
    description: options.description ?? null,
  };
}

/** `integer().primaryKey()` is SQLite's rowid: it numbers itself. */
function isRowId(column: SQLiteColumn): boolean {
  return column.primary && column.getSQLType() === "integer";
}

function columnType(property: string, column: SQLiteColumn, options: ColumnOptions): ColumnType {
  const config = customConfig(column);
  const name = options.kind ?? config?.perigee ?? plainKind(property, column);
  if (!(name in kinds)) {
    const known = Object.keys(kinds).join(", ");
    throw new DefinitionError(where(column), `"${name}" is not a kind of column`, `Use one of: ${known}`);
  }
  const kind = kinds[name];
  if (name === "list") {
    const element = options.element ?? config?.element ?? "text";
    if (element === "list") throw new DefinitionError(where(column), "a list of lists", 'Use kind "json"');
    if (!listable.has(kinds[element]?.encoding) || element === "enum") {
      throw new DefinitionError(where(column), `a list of kind "${element}"`, 'Use elements of kind "text"');
    }
    return { kind, element: { kind: kinds[element] } };
  }
  if (name === "enum") {
    if (column.enumValues === undefined || column.enumValues.length === 0) {
      throw new DefinitionError(where(column), "an enum without values", "Declare it as text({ enum: [...] })");
    }
    return { kind, values: column.enumValues };
  }
  const length = (column as { readonly length?: unknown }).length;
  return name === "text" && typeof length === "number" ? { kind, maxLength: length } : { kind };
}

function plainKind(property: string, column: SQLiteColumn): KindName {
  if (column.columnType === "SQLiteText" && (column.enumValues?.length ?? 0) > 0) return "enum";
  if (column.columnType === "SQLiteTimestamp") {
    return (column as { readonly mode?: unknown }).mode === "timestamp_ms" ? "epoch-millis" : "epoch-seconds";
  }
  const name = plainKinds[column.columnType];
  if (name !== undefined) return name;
  const mend =
    column.columnType === "SQLiteBigInt"
      ? "Declare it with bigint() of Perigee's columns, which is a 64-bit INTEGER"
      : `Say what it holds: collection(table, { columns: { ${property}: { kind: "text" } } })`;
  throw new DefinitionError(where(column), `Drizzle's ${column.columnType} is not served`, mend);
}

/** What Perigee's own column builders left in the column. */
function customConfig(column: SQLiteColumn): KindConfig | null {
  const { config } = column as unknown as { readonly config?: { readonly fieldConfig?: Partial<KindConfig> } };
  const given = config?.fieldConfig;
  return given?.perigee === undefined ? null : { ...given, perigee: given.perigee };
}

function where(column: SQLiteColumn): string {
  return `table ${getTableName(column.table)}, column ${column.name}`;
}
