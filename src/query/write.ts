import type { Collection, Column } from "../schema/model.ts";
import type { Argument, Embed, Filter, Order, Selection } from "./read.ts";

/** A write in neutral form. Like a read it holds no values: rows and arguments are given beside it. */
export type Write = Insert | Update | Delete;

export interface Insert {
  readonly kind: "insert";
  readonly collection: Collection;
  /** The columns that the rows give, in the order of the rows' values. */
  readonly columns: readonly Column[];
  readonly conflict: Conflict | null;
  readonly returning: readonly Selection[] | null;
  /** Of the rows that come back; absent: as they were given. */
  readonly order?: readonly Order[];
}

export interface Conflict {
  readonly action: "merge" | "ignore";
  /** The columns of a unique set. */
  readonly columns: readonly string[];
  /** Of those that the rows give, the columns that a row which is there already takes over; absent: all. */
  readonly update?: readonly string[];
}

export interface Update {
  readonly kind: "update";
  readonly collection: Collection;
  readonly columns: readonly Column[];
  /** Columns that are set to their default; absent: none. */
  readonly defaults?: readonly Column[];
  readonly where: Filter | null;
  /** Which rows come first, for limit and offset; and the order of the rows that come back. */
  readonly order: readonly Order[];
  readonly limit: Argument | null;
  readonly offset: Argument | null;
  /** Related rows that are filtered by alone; absent: none. */
  readonly related?: readonly Embed[];
  readonly returning: readonly Selection[] | null;
}

export interface Delete {
  readonly kind: "delete";
  readonly collection: Collection;
  readonly where: Filter | null;
  /** Which rows come first, for limit and offset; and the order of the rows that come back. */
  readonly order: readonly Order[];
  readonly limit: Argument | null;
  readonly offset: Argument | null;
  /** Related rows that are filtered by alone; absent: none. */
  readonly related?: readonly Embed[];
  readonly returning: readonly Selection[] | null;
}
