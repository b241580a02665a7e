/** The database refused or failed. The message is the database's own and never leaves the server as it is. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly kind: DatabaseErrorKind;

  constructor(kind: DatabaseErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }

  /** Nothing of the batch has taken effect, for certain: SQLite itself has refused it, which ends its transaction. */
  get isUndone(): boolean {
    return undone.has(this.kind) || (coded.has(this.kind) && this.message.includes("SQLITE_"));
  }
}

/**
 * - constraint: UNIQUE, NOT NULL, CHECK or FOREIGN KEY failed
 * - abort: a statement ended the batch on purpose (`sql/abort.ts`)
 * - transient: overload, reset, lost connection; the same batch may succeed later
 * - size: a value is larger than the database holds
 * - limit: the statement is more than the database takes
 * - bookmark: the state that was asked for is none of this database
 * - sealed: an encrypted value cannot be read; the message names its column, and may leave the server
 * - fault: everything else
 */
export type DatabaseErrorKind =
  | "constraint"
  | "abort"
  | "transient"
  | "size"
  | "limit"
  | "bookmark"
  | "sealed"
  | "fault";

const undone: ReadonlySet<DatabaseErrorKind> = new Set(["constraint", "abort", "limit", "sealed"]);

/** Of these, only what bears SQLite's code: an answer that is too large for the way back is of a batch that has happened. */
const coded: ReadonlySet<DatabaseErrorKind> = new Set(["fault", "size"]);
