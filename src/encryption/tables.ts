import { integer, type SQLiteTable, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { now, timestamp } from "../schema/columns.ts";

/**
 * The keys that encrypt columns (`cipher`) and that blind indexes are made with (`index`), each sealed under the installation's
 * master secret.
 */
export const dataKeys: SQLiteTable = sqliteTable("_perigee_data_keys", {
  id: text().primaryKey(),
  purpose: text({ enum: ["cipher", "index"] }).notNull(),
  /** `current` encrypts, it and `previous` decrypt; of a `retired` one nothing is left but its name. */
  status: text({ enum: ["current", "previous", "retired"] }).notNull(),
  sealed: text().notNull(),
  /**
   * How many values the key has encrypted at most: isolates count ahead (`allotment.ts`). A key of which nobody knows, because it is
   * older than this column, counts as one that is to be rotated.
   */
  encryptions: integer().notNull().default(2_147_483_648),
  createdAt: timestamp("created_at").notNull().default(now),
  /** When its status changed last. */
  changedAt: timestamp("changed_at"),
});
