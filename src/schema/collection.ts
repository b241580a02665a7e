import { getTableName, is } from "drizzle-orm";
import { getViewConfig, type SQLiteColumn, SQLiteTable, SQLiteView } from "drizzle-orm/sqlite-core";
import { DefinitionError } from "./definition-error.ts";
import type { EncryptedOptions } from "./encrypted.ts";
import type { KindName } from "./kinds/kind.ts";
import type { CacheTerms } from "./model.ts";

/** What Perigee serves: a Drizzle table, or a Drizzle view to read alone. Made by `collection()`. */
export type CollectionDefinition = TableDefinition | ViewDefinition;

export interface TableDefinition {
  readonly kind: "table";
  readonly table: SQLiteTable;
  readonly options: ResolvedCollectionOptions;
}

export interface ViewDefinition {
  readonly kind: "view";
  readonly view: SQLiteView;
  readonly options: ResolvedViewOptions;
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
  /** Properties of text columns that `fts`, `plfts`, `phfts` and `wfts` can search, by a full-text index. */
  readonly search?: readonly (keyof Table["_"]["columns"] & string)[];
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
  /** Kept as ciphertext: `encrypted()`. */
  readonly encrypted?: EncryptedOptions;
  readonly description?: string;
}

/** What a view's query cannot say. Keys and references are promises: nothing in SQLite checks them for a view. */
export interface ViewOptions<View extends SQLiteView = SQLiteView> {
  readonly description?: string;
  /** By the property's name in the view. A computed column needs its `kind` here, unless the view declares its columns. */
  readonly columns?: { readonly [Property in ViewProperty<View>]?: ViewColumnOptions };
  readonly maxRows?: number;
  /** The properties that tell a row from every other. A view of one table has the table's key by itself. */
  readonly primaryKey?: readonly ViewProperty<View>[];
  /** Further sets of properties whose values no two rows share. */
  readonly unique?: readonly (readonly ViewProperty<View>[])[];
  /** Foreign keys beyond those of the columns that the view takes from tables: by property, or a list for wider ones. */
  readonly references?:
    | { readonly [Property in ViewProperty<View>]?: SQLiteColumn }
    | readonly ViewReference<ViewProperty<View>>[];
}

type ViewProperty<View extends SQLiteView> = keyof View["_"]["selectedFields"] & string;

export interface ViewReference<Property extends string = string> {
  readonly columns: readonly Property[];
  /** Columns of one table or view, in the order of `columns`. */
  readonly target: readonly SQLiteColumn[];
  /** For hints; `<view>_<columns>_fkey` unless given. */
  readonly name?: string;
}

export interface ViewColumnOptions extends ColumnOptions {
  /** The table's column that this one is, where the query does not show it: its kind and foreign keys hold here too. */
  readonly from?: SQLiteColumn;
}

export interface ResolvedCollectionOptions {
  readonly description: string | null;
  readonly columns: Readonly<Record<string, ColumnOptions>>;
  readonly maxRows: number | null;
  readonly cache: CacheTerms | null;
  readonly search: readonly string[];
}

export interface ResolvedViewOptions extends Omit<ResolvedCollectionOptions, "cache" | "search"> {
  readonly columns: Readonly<Record<string, ViewColumnOptions>>;
  readonly primaryKey: readonly string[];
  readonly unique: readonly (readonly string[])[];
  readonly references: readonly ViewReference[];
}

/**
 * Declares a table or view as a collection of the API, under its SQL name. Nobody may use it until rules say so.
 *
 * @throws DefinitionError where the argument is neither a Drizzle SQLite table nor a view
 */
export function collection<Table extends SQLiteTable>(
  table: Table,
  options?: CollectionOptions<Table>,
): TableDefinition;
export function collection<View extends SQLiteView>(view: View, options?: ViewOptions<View>): ViewDefinition;
export function collection(
  source: SQLiteTable | SQLiteView,
  options: CollectionOptions | ViewOptions = {},
): CollectionDefinition {
  const isView = is(source, SQLiteView);
  if (!isView && !is(source, SQLiteTable)) {
    throw new DefinitionError(
      "collection()",
      "its argument is not a Drizzle SQLite table",
      "Pass a sqliteTable(...) or a sqliteView(...)",
    );
  }
  if (options.maxRows !== undefined && !(Number.isSafeInteger(options.maxRows) && options.maxRows > 0)) {
    throw new DefinitionError(sourceName(source), "maxRows is not a positive integer", "Leave it out or give a number");
  }
  const columns: Record<string, ViewColumnOptions> = {};
  for (const [property, given] of Object.entries<ViewColumnOptions | undefined>(options.columns ?? {})) {
    if (given !== undefined) columns[property] = given;
  }
  const resolved = { description: options.description ?? null, columns, maxRows: options.maxRows ?? null };
  return isView
    ? { kind: "view", view: source, options: { ...resolved, ...resolvedKeys(options) } }
    : {
        kind: "table",
        table: source,
        options: {
          ...resolved,
          cache: resolveCache(sourceName(source), "cache" in options ? options.cache : undefined),
          search: "search" in options ? (options.search ?? []) : [],
        },
      };
}

/** The SQL name of a table or view. */
export function sourceName(source: SQLiteTable | SQLiteView): string {
  return is(source, SQLiteView) ? getViewConfig(source).name : getTableName(source);
}

function resolvedKeys(options: ViewOptions): Pick<ResolvedViewOptions, "primaryKey" | "unique" | "references"> {
  const { primaryKey = [], unique = [], references = [] } = options;
  return { primaryKey, unique, references: isList(references) ? references : singles(references) };
}

function isList<T>(given: readonly T[] | Readonly<Record<string, unknown>>): given is readonly T[] {
  return Array.isArray(given);
}

function singles(references: Readonly<Record<string, SQLiteColumn | undefined>>): readonly ViewReference[] {
  return Object.entries(references).flatMap(([property, target]) =>
    target === undefined ? [] : [{ columns: [property], target: [target] }],
  );
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
