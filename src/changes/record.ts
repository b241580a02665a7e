import { parseExact } from "../kernel/exact-json.ts";
import { type Watermark, watermark } from "../kernel/watermark.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import type { LogRow } from "./ports.ts";

/** One change of one row, as its trigger wrote it. */
export interface ChangeRecord {
  readonly sequence: Watermark;
  readonly collection: string;
  /** The primary key's columns; of an update that changes the key, as they were. */
  readonly key: StoredRow;
  readonly operation: ChangeOperation;
  /** Every column as it was, hidden ones included; null for an insert. */
  readonly before: StoredRow | null;
  /** Every column as it is since; null for a delete. */
  readonly after: StoredRow | null;
  /** Who wrote it; null for what was written outside of the API. */
  readonly actor: string | null;
  /** In the stored form of timestamps. */
  readonly at: string;
}

export type ChangeOperation = "INSERT" | "UPDATE" | "DELETE";

/** By SQL name. Values in their stored form, see `Stored`. */
export type StoredRow = Readonly<Record<string, Stored>>;

/** A row of the log to a record. Throws TypeError for a row that the triggers cannot have written. */
export function parseChange(row: LogRow): ChangeRecord {
  const { seq, table_name, key, operation, before, after, actor, at } = row;
  if (typeof table_name !== "string" || typeof key !== "string" || typeof at !== "string" || !isOperation(operation)) {
    throw new TypeError(`not a row of the change log: ${JSON.stringify(row)}`);
  }
  return {
    sequence: watermark(Number(seq)),
    collection: table_name,
    key: parseStored(key),
    operation,
    before: typeof before === "string" ? parseStored(before) : null,
    after: typeof after === "string" ? parseStored(after) : null,
    actor: typeof actor === "string" ? actor : null,
    at,
  };
}

function isOperation(value: unknown): value is ChangeOperation {
  return value === "INSERT" || value === "UPDATE" || value === "DELETE";
}

function parseStored(text: string): StoredRow {
  return parseExact(text, BigInt) as StoredRow;
}
