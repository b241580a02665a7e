import { getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { ColumnOptions } from "./collection.ts";
import type { KindConfig } from "./columns.ts";
import { compileDefault } from "./compile-default.ts";
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

export function compileColumn(property: string, column: SQLiteColumn, options: ColumnOptions = {}): Column {
  return {
    name: column.name,
    property,
    type: columnType(property, column, options),
    notNull: column.notNull || column.primary,
    hasDefault: column.default !== undefined || isRowId(column),
    default: compileDefault(column),
    makeDefault: column.defaultFn ?? null,
    makeUpdate: column.onUpdateFn ?? null,
    generated: column.generated !== undefined,
    hidden: options.hidden ?? false,
    description: options.description ?? null,
    origin: null,
  };
}

/** `integer().primaryKey()` is SQLite's rowid: it numbers itself. */
function isRowId(column: SQLiteColumn): boolean {
  return column.primary && column.getSQLType() === "integer";
}

/** The type of a Drizzle column. @throws DefinitionError where it has no kind */
export function columnType(property: string, column: SQLiteColumn, options: ColumnOptions): ColumnType {
  const config = customConfig(column);
  return namedType(options.kind ?? config?.perigee ?? plainKind(property, column), {
    where: where(column),
    element: options.element ?? config?.element,
    values: column.enumValues,
    length: (column as { readonly length?: unknown }).length,
  });
}

/** What a kind needs to know besides its name. */
export interface TypeParts {
  /** For messages: `table articles, column status`. */
  readonly where: string;
  readonly element: KindName | undefined;
  readonly values: readonly string[] | undefined;
  readonly length: unknown;
}

/** @throws DefinitionError for a kind that does not exist or lacks what it needs */
export function namedType(name: KindName, { where, element = "text", values, length }: TypeParts): ColumnType {
  if (!(name in kinds)) {
    const known = Object.keys(kinds).join(", ");
    throw new DefinitionError(where, `"${name}" is not a kind of column`, `Use one of: ${known}`);
  }
  const kind = kinds[name];
  if (name === "list") {
    if (element === "list") throw new DefinitionError(where, "a list of lists", 'Use kind "json"');
    if (!listable.has(kinds[element]?.encoding) || element === "enum") {
      throw new DefinitionError(where, `a list of kind "${element}"`, 'Use elements of kind "text"');
    }
    return { kind, element: { kind: kinds[element] } };
  }
  if (name === "enum") {
    if (values === undefined || values.length === 0) {
      throw new DefinitionError(where, "an enum without values", "Declare it as text({ enum: [...] })");
    }
    return { kind, values };
  }
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
