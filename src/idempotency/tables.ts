import { index, integer, primaryKey, type SQLiteTable, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { now, timestamp } from "../schema/columns.ts";

/**
 * One row a write that came with an `Idempotency-Key`, made in the write's own transaction: while it is there, the same key
 * of the same principal writes nothing more. The answer is put in afterwards.
 */
export const idempotencyKeys: SQLiteTable = sqliteTable(
  "_perigee_idempotency",
  {
    principal: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of what was asked: method, path, query and body. */
    fingerprint: text().notNull(),
    /** Null until the answer is there; 0 where it was too long to be kept. */
    status: integer(),
    /** JSON object. */
    headers: text(),
    /** Null for an answer without one. */
    body: text(),
    createdAt: timestamp("created_at").notNull().default(now),
  },
  (table): (ReturnType<typeof primaryKey> | ReturnType<ReturnType<typeof index>["on"]>)[] => [
    primaryKey({ columns: [table.principal, table.key] }),
    index("_perigee_idempotency_created_at").on(table.createdAt),
  ],
);
