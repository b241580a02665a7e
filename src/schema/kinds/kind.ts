import type { Json } from "../../kernel/json.ts";
import type { Result } from "../../kernel/result.ts";

/**
 * A value as SQLite keeps it. Booleans are 0 and 1, JSON and lists are JSON text, bytes are upper-case hex, big integers
 * beyond 2^53 are `bigint`.
 */
export type Stored = string | number | bigint | null;

/** How a stored value becomes JSON, and back. The plan has one SQL expression for each. */
export type Encoding = "plain" | "real" | "boolean" | "json" | "epoch-seconds" | "epoch-millis" | "hex";

/** Why an input is not a value of a kind, in PostgreSQL's code and words. */
export interface ParseReason {
  readonly code: "22001" | "22003" | "22007" | "22008" | "22021" | "22023" | "22P02" | "22P05" | "54001";
  readonly message: string;
  readonly details?: string;
}

/** A column's type: its kind and what the kind needs to know. */
export interface ColumnType {
  readonly kind: Kind;
  /** `text({ enum })`: the only values there are. */
  readonly values?: readonly string[];
  /** `text({ length })`, in characters. */
  readonly maxLength?: number;
  /** `list()`: the type of an element. */
  readonly element?: ColumnType;
}

/** Everything that the engine knows of one kind of column. Adding a kind is adding a file and an entry in `table.ts`. */
export interface Kind {
  readonly name: KindName;
  readonly encoding: Encoding;
  /** The name that PostgreSQL has for it: in error messages, casts and OpenAPI's `format`. */
  readonly postgresName: (type: ColumnType) => string;
  /** Input as text: a URL's filter, a CSV cell, a JSON string. */
  readonly fromText: (text: string, type: ColumnType) => Result<Stored, ParseReason>;
  /** Input as JSON other than null. Absent: a string goes to `fromText`, a number or boolean too, in its text form. */
  readonly fromJson?: (json: Exclude<Json, null>, type: ColumnType) => Result<Stored, ParseReason>;
}

export type KindName =
  | "uuid"
  | "text"
  | "enum"
  | "integer"
  | "bigint"
  | "real"
  | "numeric"
  | "boolean"
  | "timestamp"
  | "epoch-seconds"
  | "epoch-millis"
  | "date"
  | "time"
  | "json"
  | "list"
  | "bytes";
