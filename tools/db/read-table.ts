import { getTableName, is, SQL } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, SQLiteSyncDialect, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { literal, quote } from "./quote.ts";
import type { ColumnSnapshot, ForeignKeySnapshot, IndexSnapshot, TableSnapshot } from "./snapshot.ts";

type TableConfig = ReturnType<typeof getTableConfig>;

// drizzle-kit 0.31 keeps indexes and checks as text joined with `,` and `;`, so that an expression holding one of them
// comes out broken, and leaves `?` where a check has a parameter. Hence our own reading of the table.
const dialect = new SQLiteSyncDialect();

/** A Drizzle table as plain data. */
export function readTable(table: SQLiteTable): TableSnapshot {
  const config = getTableConfig(table);
  const primaryKey = readPrimaryKey(config);
  return {
    name: config.name,
    columns: config.columns.map((column) => readColumn(column, primaryKey)),
    primaryKey,
    foreignKeys: config.foreignKeys.map((key): ForeignKeySnapshot => {
      const reference = key.reference();
      return {
        columns: reference.columns.map((column) => column.name),
        target: getTableName(reference.foreignTable),
        targetColumns: reference.foreignColumns.map((column) => column.name),
        onDelete: key.onDelete ?? "no action",
        onUpdate: key.onUpdate ?? "no action",
      };
    }),
    checks: config.checks.map((check) => ({ name: check.name, condition: inline(check.value) })),
    indexes: [...readUniques(config), ...config.indexes.map(({ config: index }) => readIndex(index))],
  };
}

function readPrimaryKey(config: TableConfig): readonly string[] {
  const composite = config.primaryKeys[0];
  const columns = composite?.columns ?? config.columns.filter((column) => column.primary);
  return columns.map((column) => column.name);
}

function readColumn(column: SQLiteColumn, primaryKey: readonly string[]): ColumnSnapshot {
  const { generated } = column;
  const as = typeof generated?.as === "function" ? generated.as() : generated?.as;
  return {
    name: column.name,
    type: column.getSQLType(),
    // SQLite lets a primary key hold NULL unless told otherwise.
    notNull: column.notNull || primaryKey.includes(column.name),
    default: column.default === undefined ? null : readDefault(column),
    autoIncrement: (column as { readonly autoIncrement?: unknown }).autoIncrement === true,
    generated:
      generated === undefined ? null : { as: is(as, SQL) ? inline(as) : String(as), mode: generated.mode ?? "virtual" },
  };
}

function readDefault(column: SQLiteColumn): string {
  if (!is(column.default, SQL)) return literal(column.mapToDriverValue(column.default));
  const text = inline(column.default).trim();
  const bare = /^\(.*\)$|^(?:[-+]?[\d.]+(?:e[-+]?\d+)?|x?'(?:[^']|'')*'|null|true|false|current_\w+)$/is;
  return bare.test(text) ? text : `(${text})`;
}

/** `.unique()` on a column and `unique()` on a table: unique indexes, which need no rebuild to come and go. */
function readUniques(config: TableConfig): IndexSnapshot[] {
  const ofColumns = config.columns
    .filter((column) => column.isUnique)
    .map((column) => uniqueIndex(column.uniqueName ?? `${config.name}_${column.name}_unique`, [column.name]));
  const ofTable = config.uniqueConstraints.map((constraint) => {
    const columns = constraint.columns.map((column) => column.name);
    return uniqueIndex(constraint.getName() ?? `${config.name}_${columns.join("_")}_unique`, columns);
  });
  return [...ofColumns, ...ofTable];
}

function uniqueIndex(name: string, columns: readonly string[]): IndexSnapshot {
  return { name, unique: true, terms: columns.map(quote), columns, where: null };
}

function readIndex(index: TableConfig["indexes"][number]["config"]): IndexSnapshot {
  const terms = index.columns.map((term) => (is(term, SQL) ? null : (term as SQLiteColumn).name));
  return {
    name: index.name,
    unique: index.unique,
    terms: index.columns.map((term) => (is(term, SQL) ? inline(term) : quote((term as SQLiteColumn).name))),
    columns: terms.filter((name) => name !== null),
    where: index.where === undefined ? null : inline(index.where),
  };
}

/** The text of an expression: parameters written out, columns without their table. */
function inline(expression: SQL): string {
  return dialect.sqlToQuery(expression.inlineParams(), "indexes").sql;
}
