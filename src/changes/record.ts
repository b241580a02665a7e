import { mayHaveLargeIntegers } from "../kernel/json.ts";
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

// TypeScript does not know the third argument yet: https://tc39.es/proposal-json-parse-with-source/
const parseWithSource = JSON.parse as (
  text: string,
  revive: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => StoredRow;

function parseStored(text: string): StoredRow {
  return mayHaveLargeIntegers(text) ? parseWithSource(text, exact) : JSON.parse(text);
}

function exact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  const isLarge = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLarge && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}
