import type { InferInsertModel, InferSelectModel } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type * as z from "zod";

/** A row of a table as Drizzle types it, by property name. What rules hide from the caller is null, or missing. */
export type Row<Table extends SQLiteTable> = InferSelectModel<Table>;

/** A row to write. What the database or the rules' defaults fill in may be left out. */
export type NewRow<Table extends SQLiteTable> = {
  readonly [Name in keyof InferInsertModel<Table>]?: InferInsertModel<Table>[Name] | undefined;
};

/** Rows of a collection: filtered, selected, embedded, ordered and paged by the client like the collection itself. */
export interface RowsOf<Table extends SQLiteTable = SQLiteTable> {
  readonly kind: "rows";
  readonly table: Table;
}

/** One row of a collection, or null. */
export interface RowOf<Table extends SQLiteTable = SQLiteTable> {
  readonly kind: "row";
  readonly table: Table;
}

/** Any number of values. Objects are rows, which the client shapes like those of a table. */
export interface SetOf<Element extends z.ZodType = z.ZodType> {
  readonly kind: "set";
  readonly element: Element;
}

/** What a function gives; `undefined`: nothing, which is answered by 204. */
export type Returns = RowsOf | RowOf | SetOf | z.ZodType | undefined;

/** What `run` must give for it. */
export type Given<What extends Returns> =
  What extends RowsOf<infer Table>
    ? readonly Row<Table>[]
    : What extends RowOf<infer Table>
      ? Row<Table> | null
      : What extends SetOf<infer Element>
        ? readonly z.input<Element>[]
        : What extends z.ZodType
          ? z.input<What>
          : // biome-ignore lint/suspicious/noConfusingVoidType: a function that gives nothing may end without a return
            void;

export function rowsOf<Table extends SQLiteTable>(table: Table): RowsOf<Table> {
  return { kind: "rows", table };
}

export function rowOf<Table extends SQLiteTable>(table: Table): RowOf<Table> {
  return { kind: "row", table };
}

export function setOf<Element extends z.ZodType>(element: Element): SetOf<Element> {
  return { kind: "set", element };
}
