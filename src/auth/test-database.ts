import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { DatabaseError } from "../kernel/database-error.ts";
import * as flowTables from "./flows/tables.ts";
import * as oauthTables from "./oauth-server/tables.ts";
import type { Clock, Store } from "./ports.ts";
import * as authTables from "./tables.ts";
import { authTriggers } from "./triggers.ts";

// For tests alone: the tables of auth on a real D1, and the smallest adapter to it.

/** Makes the tables anew, so that every test begins with none of another's rows. */
export async function createAuthTables(db: D1Database): Promise<void> {
  const tables: readonly SQLiteTable[] = [authTables, flowTables, oauthTables].flatMap((each) =>
    Object.values<SQLiteTable>(each),
  );
  const drops = tables.toReversed().map((table) => `drop table if exists "${getTableConfig(table).name}"`);
  const creates = tables.flatMap(tableDdl);
  await db.batch([...drops, ...creates, ...authTriggers].map((sql) => db.prepare(sql)));
}

function tableDdl(table: SQLiteTable): string[] {
  const { name, columns, indexes, foreignKeys } = getTableConfig(table);
  const lines = columns.map((column) => {
    const given = column.default === undefined ? "" : ` default ${literal(column.default)}`;
    const key = column.primary ? " primary key" : "";
    return `"${column.name}" ${column.getSQLType()}${key}${column.notNull ? " not null" : ""}${column.isUnique ? " unique" : ""}${given}`;
  });
  for (const key of foreignKeys) {
    const { columns: own, foreignColumns, foreignTable } = key.reference();
    const target = `"${getTableConfig(foreignTable).name}" (${foreignColumns.map((column) => `"${column.name}"`).join()})`;
    lines.push(`foreign key ("${own[0]?.name}") references ${target} on delete ${key.onDelete ?? "no action"}`);
  }
  const indexDdl = indexes.map(({ config }) => {
    const on = config.columns.map((column) => ("name" in column ? `"${column.name}"` : "")).join();
    return `create ${config.unique ? "unique " : ""}index "${config.name}" on "${name}" (${on})`;
  });
  return [`create table "${name}" (${lines.join(", ")})`, ...indexDdl];
}

function literal(given: unknown): string {
  return typeof given === "number" ? String(given) : `'${String(given)}'`;
}

export function d1Store(db: D1Database): Store {
  return {
    batch: async (statements) => {
      try {
        const results = await db.batch<Record<string, string | number | null>>(
          statements.map(({ sql, params }) => db.prepare(sql).bind(...params)),
        );
        return results.map((result) => ({ rows: result.results, changes: result.meta.changes }));
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new DatabaseError(/constraint/i.test(message) ? "constraint" : "fault", message, { cause: error });
      }
    },
  };
}

/** Counts round trips. */
export function countingStore(store: Store): Store & { readonly batches: () => number } {
  let count = 0;
  return {
    batches: () => count,
    batch: (statements, options) => {
      count += 1;
      return store.batch(statements, options);
    },
  };
}

/** A clock that stands still until it is moved. Begins at the real time, which the database's own clock tells too. */
export function testClock(): { readonly now: Clock; readonly advanceSeconds: (seconds: number) => void } {
  let offsetMs = 0;
  const startMs = Date.now();
  return {
    now: () => startMs + offsetMs,
    advanceSeconds: (seconds) => {
      offsetMs += seconds * 1000;
    },
  };
}
