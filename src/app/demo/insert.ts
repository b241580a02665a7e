import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/** D1 takes 100 kB of SQL in a statement. */
const maxStatementBytes = 80_000;

/** INSERT statements for typed rows of a Drizzle table, each on one line. */
export function insertInto<Table extends SQLiteTable>(
  table: Table,
  rows: readonly Table["$inferInsert"][],
): readonly string[] {
  const columns = Object.entries(getTableColumns(table)).filter(([property]) =>
    rows.some((row) => field(row, property) !== undefined),
  );
  const tuples = rows.map((row) =>
    columns.map(([property, column]) => {
      const value = field(row, property) ?? null;
      return value === null ? null : column.mapToDriverValue(value);
    }),
  );
  return insertTuples(
    getTableName(table),
    columns.map(([, column]) => column.name),
    tuples,
  );
}

/** The same for a table that is known by its name only. */
export function insertTuples(
  table: string,
  columns: readonly string[],
  tuples: readonly (readonly unknown[])[],
): readonly string[] {
  const head = `insert into "${table}" (${columns.map((column) => `"${column}"`).join(", ")}) values `;
  const statements: string[] = [];
  let values: string[] = [];
  let bytes = 0;
  for (const tuple of tuples) {
    const value = `(${tuple.map(literal).join(", ")})`;
    const size = new TextEncoder().encode(value).length + 2;
    if (values.length > 0 && bytes + size > maxStatementBytes) {
      statements.push(head + values.join(", "));
      values = [];
      bytes = 0;
    }
    values.push(value);
    bytes += size;
  }
  if (values.length > 0) statements.push(head + values.join(", "));
  return statements;
}

function field(row: object, property: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[property];
}

function literal(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") throw new TypeError(`no SQL literal for a ${typeof value}`);
  const quoted = `'${value.replaceAll("'", "''")}'`;
  // D1's exec() takes every line for a statement, so a line break must not stand in one.
  return quoted.includes("\n") ? `replace(${quoted.replaceAll("\n", "\\n")}, '\\n', char(10))` : quoted;
}
