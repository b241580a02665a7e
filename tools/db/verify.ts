import { DatabaseSync } from "node:sqlite";
import { affinity } from "./compare.ts";
import { createAll } from "./ddl.ts";
import { literal } from "./quote.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Runs the migration on an empty database of the old schema and compares what it leaves with the new schema made from
 * nothing. Throws where they differ: that is a bug of the generator, and the file must not be written.
 */
export function verify(before: Snapshot, after: Snapshot, statements: readonly string[]): void {
  const migrated = describe([...createAll(before), ...statements], true);
  const fresh = describe(createAll(after), false);
  for (const { name, columns } of after.views) {
    const missing = columns.find((column) => !fresh.includes(viewLine(name, column)));
    if (missing === undefined) continue;
    throw new Error(`the query of view ${name} gives no column "${missing}": write … as "${missing}"`);
  }
  const differences = [
    ...fresh.filter((line) => !migrated.includes(line)).map((line) => `missing: ${line}`),
    ...migrated.filter((line) => !fresh.includes(line)).map((line) => `left over: ${line}`),
  ];
  if (differences.length > 0) {
    throw new Error(`the migration does not give the schema of the definition\n  ${differences.join("\n  ")}`);
  }
}

function describe(statements: readonly string[], asOne: boolean): string[] {
  const database = new DatabaseSync(":memory:", { enableForeignKeyConstraints: true });
  try {
    if (asOne) database.exec("BEGIN");
    for (const statement of statements) database.exec(statement);
    if (asOne) database.exec("COMMIT");
    const tables = database.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'",
    );
    const views = database.prepare("SELECT name FROM sqlite_master WHERE type = 'view'").all();
    return [
      ...views.flatMap(({ name }) => describeView(database, String(name))),
      ...tables.all().flatMap(({ name }) => describeTable(database, String(name))),
      ...lines(
        database,
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('index', 'trigger', 'view') OR sql LIKE 'CREATE VIRTUAL TABLE%'",
      ),
    ].sort();
  } finally {
    database.close();
  }
}

function describeTable(database: DatabaseSync, table: string): string[] {
  const name = literal(table);
  const columns = database.prepare(`SELECT * FROM pragma_table_xinfo(${name})`).all();
  const checks = database.prepare(`SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ${name}`).get();
  return [
    ...columns.map(
      ({ cid, type, ...column }) => `${table}: ${JSON.stringify({ ...column, type: affinity(String(type)) })}`,
    ),
    ...lines(
      database,
      `SELECT 'key' AS kind, ${name} AS child, "table", group_concat("from"), group_concat("to"), on_update, on_delete
       FROM pragma_foreign_key_list(${name}) GROUP BY id`,
    ),
    ...[...String(checks?.sql).matchAll(/CONSTRAINT "\w+" CHECK .*[^,\n]/g)].map((found) => `${table}: ${found[0]}`),
    `${table}: autoincrement ${/AUTOINCREMENT/i.test(String(checks?.sql))}`,
  ];
}

/** Fails for a view whose query does not work: SQLite looks only now. */
function describeView(database: DatabaseSync, view: string): string[] {
  const columns = database.prepare(`SELECT name FROM pragma_table_info(${literal(view)})`).all();
  return columns.map(({ name }) => viewLine(view, String(name)));
}

function viewLine(view: string, column: string): string {
  return `${view}: column ${column}`;
}

function lines(database: DatabaseSync, query: string): string[] {
  return database
    .prepare(query)
    .all()
    .map((row) => JSON.stringify(row));
}
