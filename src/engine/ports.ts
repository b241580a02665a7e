import type { Statement } from "../sql/compile.ts";
import type { SqlValue } from "../sql/fragment.ts";

/** What one statement gave. */
export interface ResultSet {
  readonly rows: readonly Readonly<Record<string, SqlValue>>[];
  /** Rows inserted, updated or deleted by the statement itself, without what its triggers did. */
  readonly changes: number;
}

/**
 * A SQLite database: D1, or a Durable Object's own. A batch is one transaction: its statements run in order and all of
 * them take effect or none. `retry` says that running it twice is harmless: transient errors are then tried again.
 * Throws DatabaseError.
 */
export interface Database {
  batch(statements: readonly Statement[], options: BatchOptions): Promise<readonly ResultSet[]>;
}

export interface BatchOptions {
  readonly retry: boolean;
}
