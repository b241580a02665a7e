import { is, SQL } from "drizzle-orm";
import { type SQLiteColumn, SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import type { ColumnDefault } from "./model.ts";

const dialect = new SQLiteSyncDialect();

/** The default that the table itself has; null for none, and for one that neither JSON nor SQL text can hold. */
export function compileDefault(column: SQLiteColumn): ColumnDefault | null {
  if (column.default === undefined || column.default === null) return null;
  if (is(column.default, SQL)) {
    return { kind: "sql", text: dialect.sqlToQuery(column.default.inlineParams(), "indexes").sql };
  }
  const stored: unknown = column.mapToDriverValue(column.default);
  if (typeof stored === "boolean") return { kind: "value", stored: stored ? 1 : 0 };
  const isPlain = typeof stored === "string" || typeof stored === "number" || typeof stored === "bigint";
  return isPlain ? { kind: "value", stored } : null;
}
