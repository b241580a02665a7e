import type { RuleSlot } from "../rules/to-sql.ts";
import type { ColumnType } from "../schema/kinds/kind.ts";
import type { Template } from "../sql/compile.ts";
import type { Syntax } from "./pattern/compile.ts";
import type { SearchLanguage } from "./search/match.ts";

/** What a planned statement leaves open until a request binds it. */
export type Slot = ArgumentSlot | RowsSlot | MostSlot | ExpectedSlot | ContextSlot | TokenSlot | RuleSlot;

/** One of the request's arguments, read as its use asks for. */
export interface ArgumentSlot {
  readonly kind: "argument";
  readonly index: number;
  readonly form: ArgumentForm;
}

export type ArgumentForm =
  /** One value of the type. */
  | { readonly as: "value"; readonly type: ColumnType }
  /** Several values of the type, as JSON text for `json_each`. */
  | { readonly as: "list"; readonly type: ColumnType }
  /**
   * What a pattern becomes, or a list of which any or all must match: `native` for GLOB or LIKE, and `program`, which
   * decides on what that lets through; null where there is nothing left to decide.
   */
  | { readonly as: "native" | "program"; readonly syntax: Syntax; readonly quantifier: "any" | "all" | null }
  /** A JSON value that is neither object nor array, as JSON text: what JSON values are ordered by. */
  | { readonly as: "json-scalar" }
  | { readonly as: "json-scalars" }
  /**
   * A text search as FTS5's expression over columns of the index: `match` for rows that match (nothing where it is all but
   * those), `exclude` for those that all others than match; null where there are none.
   */
  | { readonly as: "match" | "exclude"; readonly language: SearchLanguage; readonly columns: readonly string[] }
  /** One value of an encrypted column, or JSON text of several, as its blind index has them. */
  | { readonly as: "blind" | "blinds"; readonly type: ColumnType; readonly column: string }
  /** A number of rows, at most `most`. */
  | { readonly as: "limit"; readonly most: number }
  | { readonly as: "offset" }
  /** One of the values of a cursor, in its stored form. */
  | { readonly as: "place"; readonly at: number }
  /** The same of a cursor that the statement itself has written (`plan/cursor.ts`). */
  | { readonly as: "cursor"; readonly at: number; readonly tag: string; readonly terms: number };

/** The rows of a write as JSON text: an array of arrays, each in the order of the write's columns. */
export interface RowsSlot {
  readonly kind: "rows";
}

/** How many rows a write may change at most. */
export interface MostSlot {
  readonly kind: "most";
}

/** How many rows an insert of several requests must have written; null for that of one. */
export interface ExpectedSlot {
  readonly kind: "expected";
}

/** What marks encrypted values in the answer. */
export interface TokenSlot {
  readonly kind: "token";
}

/** Given with every request. */
export interface ContextSlot {
  readonly kind: "session" | "actor";
}

/** Which parameter of the plan's statement the slot is, from 0; null where it has none such. */
export function slotAt({ holes }: Template<Slot>, kind: Slot["kind"]): number | null {
  const found = holes.findIndex((hole) => hole.kind === "slot" && hole.slot.kind === kind);
  return found < 0 ? null : found;
}
