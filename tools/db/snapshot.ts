/** The schema as one migration left it: plain data, kept as JSON beside the migration, compared with the next. */
export interface Snapshot {
  readonly version: 1;
  readonly tables: readonly TableSnapshot[];
  readonly triggers: readonly TriggerSnapshot[];
  /** Each after those that it selects from. */
  readonly views: readonly ViewSnapshot[];
  /** Full-text indexes; the triggers that keep them are among `triggers`. */
  readonly searches: readonly SearchSnapshot[];
}

export interface TableSnapshot {
  readonly name: string;
  readonly columns: readonly ColumnSnapshot[];
  /** Column names in key order. */
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKeySnapshot[];
  readonly checks: readonly CheckSnapshot[];
  readonly indexes: readonly IndexSnapshot[];
}

export interface ColumnSnapshot {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** SQL: a literal, or an expression in parentheses. */
  readonly default: string | null;
  readonly autoIncrement: boolean;
  readonly generated: { readonly as: string; readonly mode: "virtual" | "stored" } | null;
}

export interface ForeignKeySnapshot {
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
}

export interface CheckSnapshot {
  readonly name: string;
  /** SQL whose columns carry no table's name. */
  readonly condition: string;
}

export interface IndexSnapshot {
  readonly name: string;
  readonly unique: boolean;
  /** SQL of each term: a quoted column or an expression. */
  readonly terms: readonly string[];
  /** The plain columns among the terms. */
  readonly columns: readonly string[];
  readonly where: string | null;
}

export interface TriggerSnapshot {
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

export interface ViewSnapshot {
  readonly name: string;
  readonly columns: readonly string[];
  /** The columns are named by their place in the query; otherwise by the query itself. */
  readonly byPlace: boolean;
  readonly sql: string;
}

export interface SearchSnapshot {
  readonly name: string;
  /** Whose rows it indexes. */
  readonly table: string;
  readonly create: string;
  readonly fill: string;
}

export const emptySnapshot: Snapshot = { version: 1, tables: [], triggers: [], views: [], searches: [] };

export function tableNamed(snapshot: Snapshot, name: string): TableSnapshot | undefined {
  return snapshot.tables.find((table) => table.name === name);
}
