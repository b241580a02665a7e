import type { Statement } from "../sql/compile.ts";
import type { SqlValue } from "../sql/fragment.ts";

/** What one statement gave. */
export interface ResultSet {
  readonly rows: readonly Readonly<Record<string, SqlValue>>[];
  /** Rows inserted, updated or deleted by the statement itself, without what its triggers did. */
  readonly changes: number;
  /** How long it ran in the database, as far as it says so. */
  readonly durationMs?: number;
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
  /**
   * It may be one transaction with the batches of other requests that come at the same time (`gathering.ts`): it is refused
   * as one, or takes effect as one, all the same. Default false.
   */
  readonly joins?: boolean;
  /** Absent: the newest state, and nobody asks where it stands. */
  readonly consistency?: Consistency | undefined;
  /** May stand in place of the last statement: the same, and its rows are the changes that the batch has logged (`hint.ts`). */
  readonly telling?: Statement | undefined;
  /** Present where the batch joins and may be one insert with others that come at the same time. */
  readonly pooled?: Pooled | undefined;
}

/**
 * Of a batch of two statements: an insert whose rows are one parameter and of which nothing comes back but how many, and the
 * statement that looks at what it has written. Batches that differ in their rows alone may be one insert of all these rows.
 */
export interface Pooled {
  /** The parameter of the insert that has the rows: the text of a JSON array. */
  readonly rowsAt: number;
  readonly rows: number;
  /** The parameter of the other statement that says how many rows must have been written; as it is given, null: any number. */
  readonly expectedAt: number;
}

/** Which state of a replicated database a caller's batches start from, and which one they have reached. */
export interface Consistency {
  /** `primary`: the newest; `nearest`: what the nearest copy holds; else at least the state that a bookmark names. */
  from: "primary" | "nearest" | { readonly bookmark: string };
  /** The database notes here the state that the last batch saw or made; null before one. */
  reached: string | null;
}
