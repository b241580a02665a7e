import { getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { DefinitionError } from "./definition-error.ts";
import type { KindName } from "./kinds/kind.ts";
import type { CacheTerms } from "./model.ts";

/** A Drizzle table that Perigee serves. Made by `collection()`. */
export interface CollectionDefinition {
  readonly table: SQLiteTable;
  readonly options: ResolvedCollectionOptions;
}

export interface CollectionOptions<Table extends SQLiteTable = SQLiteTable> {
  /** Shown in OpenAPI and GraphQL. */
  readonly description?: string;
  /** What a plain Drizzle column cannot say, by the property's name in the table. */
  readonly columns?: { readonly [Property in keyof Table["_"]["columns"]]?: ColumnOptions };
  /** The most rows that one answer holds; the definition's `limits.maxRows` unless given. */
  readonly maxRows?: number;
  /**
   * Answers to callers without a user may be kept and shared, by isolates, browsers and shared caches, where every table
   * that they come from says so. What is promised of their age stands in docs/http.md.
   */
  readonly cache?: CacheOptions;
}

export interface CacheOptions {
  /** How old an answer may be. At least 1. */
  readonly maxAgeSeconds: number;
  /** How much older, while a browser or shared cache fetches a new one (RFC 5861, section 3). */
  readonly staleWhileRevalidateSeconds?: number;
}

export interface ColumnOptions {
  /** Overrides the kind: `{ kind: "uuid" }` for ids that are kept in a plain `text()` column. */
  readonly kind?: KindName;
  /** The kind of an element where `kind` is `list`. */
  readonly element?: KindName;
  /** Never read, filtered, ordered by or written through an API, whoever asks; only the database and functions see it. */
  readonly hidden?: boolean;
  readonly description?: string;
}

export interface ResolvedCollectionOptions {
  readonly description: string | null;
  readonly columns: Readonly<Record<string, ColumnOptions>>;
  readonly maxRows: number | null;
  readonly cache: CacheTerms | null;
}

/**
 * Declares a table as a collection of the API, under the table's SQL name. Nobody may use it until rules say so.
 *
 * @throws DefinitionError where the argument is not a Drizzle SQLite table
 */
export function collection<Table extends SQLiteTable>(
  table: Table,
  options: CollectionOptions<Table> = {},
): CollectionDefinition {
  if (!is(table, SQLiteTable)) {
    throw new DefinitionError("collection()", "its argument is not a Drizzle SQLite table", "Pass a sqliteTable(...)");
  }
  if (options.maxRows !== undefined && !(Number.isSafeInteger(options.maxRows) && options.maxRows > 0)) {
    throw new DefinitionError(
      getTableName(table),
      "maxRows is not a positive integer",
      "Leave it out or give a number",
    );
  }
  const columns: Record<string, ColumnOptions> = {};
  for (const [property, given] of Object.entries<ColumnOptions | undefined>(options.columns ?? {})) {
    if (given !== undefined) columns[property] = given;
  }
  return {
    table,
    options: {
      description: options.description ?? null,
      columns,
      maxRows: options.maxRows ?? null,
      cache: resolveCache(getTableName(table), options.cache),
    },
  };
}

function resolveCache(table: string, options: CacheOptions | undefined): CacheTerms | null {
  if (options === undefined) return null;
  const { maxAgeSeconds, staleWhileRevalidateSeconds = null } = options;
  for (const seconds of [maxAgeSeconds, staleWhileRevalidateSeconds]) {
    if (seconds === null || (Number.isSafeInteger(seconds) && seconds > 0)) continue;
    throw new DefinitionError(table, "cache is not in positive, whole seconds", "Leave it out or give a number");
  }
  return { maxAgeSeconds, staleWhileRevalidateSeconds };
}
