/** A table's rows, every one with its values in the order of `columns`. */
export interface Rows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly values: readonly (readonly Value[])[];
}

export type Value = string | number | null;

/** One statement stays below this, so that it fits into D1's 100 kB. */
const maxStatementLength = 80_000;
/** 8,000 short rows in one `values` list end in SQLITE_NOMEM (workerd 1.20260815). */
const maxStatementRows = 1_000;

/** The rows as `insert` statements, each of less than 90 kB. */
export function insertStatements(rows: Rows): string[] {
  const head = `insert into "${rows.table}" (${rows.columns.map((column) => `"${column}"`).join(", ")}) values\n`;
  const statements: string[] = [];
  let tuples: string[] = [];
  let length = 0;
  for (const row of rows.values) {
    const tuple = `(${row.map(literal).join(",")})`;
    if (length + tuple.length > maxStatementLength || tuples.length === maxStatementRows) {
      statements.push(head + tuples.join(",\n"));
      tuples = [];
      length = 0;
    }
    tuples.push(tuple);
    length += tuple.length + 2;
  }
  if (tuples.length > 0) statements.push(head + tuples.join(",\n"));
  return statements;
}

function literal(value: Value): string {
  if (value === null) return "null";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
