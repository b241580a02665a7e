import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Condition } from "../rules/condition.ts";
import type { NewRow, Row } from "./returns.ts";

/** A write as data: what `db.batch` takes. */
export type Change<Table extends SQLiteTable = SQLiteTable> =
  | Insertion<Table>
  | (UpdateOptions<Table> & { readonly kind: "update"; readonly table: Table })
  | (DeleteOptions & { readonly kind: "delete"; readonly table: Table });

export interface Insertion<Table extends SQLiteTable = SQLiteTable> extends ChangeOptions {
  readonly kind: "insert";
  readonly table: Table;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly conflict: Conflict | null;
}

/** What happens to a row whose key is there already. */
export interface Conflict {
  /** Of a primary key or unique constraint. Null: the primary key. */
  readonly on: readonly SQLiteColumn[] | null;
  readonly action: "merge" | "ignore";
}

export interface ChangeOptions {
  /** Give the written rows back. They must be visible to whoever the function runs as. Default false. */
  readonly returning?: boolean;
}

export interface UpsertOptions extends ChangeOptions {
  readonly on?: readonly SQLiteColumn[];
  /** Leave the row that is there as it is. Default false. */
  readonly ignore?: boolean;
}

export interface RowsOptions extends ChangeOptions {
  /** Which rows; `always` for all of them. */
  readonly where: Condition;
  /** Another number of rows than one is an error (PGRST116), and the whole batch is undone. Default false. */
  readonly one?: boolean;
}

export interface UpdateOptions<Table extends SQLiteTable> extends RowsOptions {
  readonly set: NewRow<Table>;
}

export interface DeleteOptions extends RowsOptions {}

export interface Written<Table extends SQLiteTable> {
  readonly affected: number;
  /** Empty unless `returning`. */
  readonly rows: readonly Row<Table>[];
}

type Rows<Table extends SQLiteTable> = NewRow<Table> | readonly NewRow<Table>[];

export function insert<Table extends SQLiteTable>(
  table: Table,
  rows: Rows<Table>,
  options: ChangeOptions = {},
): Insertion<Table> {
  return { ...options, kind: "insert", table, rows: listOf(rows), conflict: null };
}

export function upsert<Table extends SQLiteTable>(
  table: Table,
  rows: Rows<Table>,
  options: UpsertOptions = {},
): Insertion<Table> {
  const { on = null, ignore = false, ...rest } = options;
  return {
    ...rest,
    kind: "insert",
    table,
    rows: listOf(rows),
    conflict: { on, action: ignore ? "ignore" : "merge" },
  };
}

export function update<Table extends SQLiteTable>(table: Table, options: UpdateOptions<Table>): Change<Table> {
  return { ...options, kind: "update", table };
}

/** A delete; the word itself is taken. */
export function remove<Table extends SQLiteTable>(table: Table, options: DeleteOptions): Change<Table> {
  return { ...options, kind: "delete", table };
}

function listOf(rows: object | readonly object[]): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(rows) ? rows : [rows]).map((row) => ({ ...row }));
}
