import type { ColumnType, Stored } from "./kinds/kind.ts";

/** The compiled definition: what the engine knows of an application's data. Immutable; made once when a worker starts. */
export interface Model {
  readonly collections: ReadonlyMap<string, Collection>;
}

export interface Collection {
  /** A view is read alone: no write, no change log. */
  readonly kind: "table" | "view";
  /** The table's or view's SQL name, and the name in every API. */
  readonly name: string;
  readonly description: string | null;
  readonly columns: ReadonlyMap<string, Column>;
  /** Column names in key order; empty for a view without one. */
  readonly primaryKey: readonly string[];
  /** The primary key first, then unique constraints and unique indexes. */
  readonly uniques: readonly UniqueSet[];
  /** A name by which the rowid can be had, since columns may take some; null for a view, and where all are taken. */
  readonly rowId: string | null;
  /** AUTOINCREMENT: a number is never given twice. Absent: false. */
  readonly counter?: boolean;
  /** The columns by which an index begins, so that it can serve a filter on them. */
  readonly indexed: ReadonlySet<string>;
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly string[];
  /** Every relation that starts here, in the order of their foreign keys. */
  readonly relations: readonly Relation[];
  /** The full-text index; null without one. */
  readonly search: SearchIndex | null;
  readonly maxRows: number | null;
  /** Answers to the anonymous may be shared for so long; null for never. */
  readonly cache: CacheTerms | null;
}

export interface SearchIndex {
  /** The FTS5 table. Its columns are `c0`, `c1`, …; its rowid is that of the row. */
  readonly table: string;
  /** The indexed columns, in the order of `c0`, `c1`, … */
  readonly columns: readonly string[];
  /** By which of its names the table's rowid is reached: a column may have taken one. */
  readonly rowId: string;
}

export interface CacheTerms {
  readonly maxAgeSeconds: number;
  readonly staleWhileRevalidateSeconds: number | null;
}

export interface Column {
  /** The SQL name, and the name in every API. */
  readonly name: string;
  /** The name of the property in the Drizzle table. */
  readonly property: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  /** The database fills it in when an insert leaves it out. */
  readonly hasDefault: boolean;
  /** What the table says of it; null too for a key that numbers itself. */
  readonly default: ColumnDefault | null;
  /** Drizzle's `$defaultFn`: called once a row that leaves the column out. */
  readonly makeDefault: (() => unknown) | null;
  /** Drizzle's `$onUpdateFn`: called once an update that leaves the column out. */
  readonly makeUpdate: (() => unknown) | null;
  /** `generatedAlwaysAs`: cannot be written. */
  readonly generated: boolean;
  readonly hidden: boolean;
  readonly description: string | null;
  /** In a view: the table's column that this one plainly is. */
  readonly origin: ColumnOrigin | null;
  /** Absent: kept in clear. */
  readonly encrypted?: EncryptedColumn;
  /** This column is a blind index: of the column of that name. */
  readonly indexes?: string;
}

/** A column that is kept as ciphertext. Its type is that of what was encrypted. */
export interface EncryptedColumn {
  /** Names the column in what leaves the database: hexadecimal. */
  readonly id: string;
  /** The column with its blind index; null: it cannot be compared. */
  readonly index: string | null;
}

export interface ColumnOrigin {
  readonly collection: string;
  readonly column: string;
}

/** A value, or the definition's own SQL. */
export type ColumnDefault =
  | { readonly kind: "value"; readonly stored: Stored }
  | { readonly kind: "sql"; readonly text: string };

export interface UniqueSet {
  readonly name: string;
  readonly columns: readonly string[];
  /** A partial index: `on_conflict` cannot name it. */
  readonly partial: boolean;
}

export interface ForeignKey {
  /** The name given to it, or PostgreSQL's convention, `articles_author_id_fkey`. */
  readonly name: string;
  /** Other names that a hint may use: Drizzle's `articles_author_id_profiles_id_fk`. */
  readonly aliases: readonly string[];
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
  /** Deleting the target is refused while rows point at it: neither cascade nor set null nor set default. */
  readonly holdsTarget: boolean;
  /** Deleting the target deletes the rows that point at it. */
  readonly deletesAlong: boolean;
}

export type Cardinality = "many-to-one" | "one-to-one" | "one-to-many" | "many-to-many";

/** A way from the rows of `source` to rows of `target`. */
export interface Relation {
  readonly source: string;
  readonly target: string;
  readonly cardinality: Cardinality;
  /** The foreign key's name, through views too; for many-to-many the junction's two, source side first. */
  readonly constraints: readonly string[];
  /** Pairs of (source column, target column); empty for many-to-many. */
  readonly pairs: readonly ColumnPair[];
  readonly junction: Junction | null;
  /** The foreign key stands in the source's own table. */
  readonly owned: boolean;
}

export interface ColumnPair {
  readonly from: string;
  readonly to: string;
}

export interface Junction {
  readonly collection: string;
  /** (source column, junction column) */
  readonly near: readonly ColumnPair[];
  /** (junction column, target column) */
  readonly far: readonly ColumnPair[];
}

/** Whether rows hold values that are encrypted, for which their keys must stay as they are. */
export function holdsEncrypted({ columns }: Pick<Collection, "columns">): boolean {
  for (const column of columns.values()) if (column.encrypted !== undefined) return true;
  return false;
}

/** Whether a relation gives one row or null, and not a list. */
export function isToOne(relation: Relation): boolean {
  return relation.cardinality === "many-to-one" || relation.cardinality === "one-to-one";
}
