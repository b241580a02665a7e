import { type SQL, sql } from "drizzle-orm";
import { check, integer, type SQLiteTable, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { now, timestamp } from "../schema/columns.ts";

/**
 * One row a change, written by triggers in the transaction of the change itself. `seq` never repeats and has no gaps
 * but those that `prune` makes at its beginning: D1 runs one transaction at a time, so the order of the numbers is the
 * order of the commits. No index beside the key: `at` grows with `seq`, so retention walks from the beginning.
 */
export const changeLog: SQLiteTable = sqliteTable("_perigee_changes", {
  seq: integer().primaryKey({ autoIncrement: true }),
  tableName: text("table_name").notNull(),
  /** JSON object of the primary key's columns. */
  key: text().notNull(),
  operation: text({ enum: ["INSERT", "UPDATE", "DELETE"] }).notNull(),
  /** JSON object of every column as stored; null for an insert. */
  before: text(),
  /** The same; null for a delete. */
  after: text(),
  actor: text(),
  at: timestamp().notNull().default(now),
});

/** At most one row: who writes in the batch that is running. Null between batches. */
export const changeContext: SQLiteTable = sqliteTable(
  "_perigee_context",
  { id: integer().primaryKey(), actor: text() },
  (table): ReturnType<typeof check>[] => [check("_perigee_context_one", sql`${table.id} = 1` as SQL)],
);
