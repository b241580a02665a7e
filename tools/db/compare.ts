import type { ColumnSnapshot, ForeignKeySnapshot, IndexSnapshot, TableSnapshot } from "./snapshot.ts";

/** How a table that stays changes. Names are already the new ones. */
export interface TableChange {
  readonly before: TableSnapshot;
  readonly after: TableSnapshot;
  readonly added: readonly ColumnSnapshot[];
  readonly dropped: readonly ColumnSnapshot[];
  readonly altered: readonly { readonly from: ColumnSnapshot; readonly to: ColumnSnapshot }[];
  readonly goneIndexes: readonly IndexSnapshot[];
  readonly newIndexes: readonly IndexSnapshot[];
  /** Why ALTER TABLE cannot do it; empty where it can. */
  readonly rebuild: readonly string[];
}

export function compareTables(before: TableSnapshot, after: TableSnapshot): TableChange {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const next = new Map(after.columns.map((column) => [column.name, column]));
  const added = after.columns.filter((column) => !old.has(column.name));
  const dropped = before.columns.filter((column) => !next.has(column.name));
  const altered = after.columns.flatMap((to) => {
    const from = old.get(to.name);
    return from === undefined || columnText(from) === columnText(to) ? [] : [{ from, to }];
  });
  const change = {
    before,
    after,
    added,
    dropped,
    altered,
    goneIndexes: missing(before.indexes, after.indexes),
    newIndexes: missing(after.indexes, before.indexes),
  };
  return { ...change, rebuild: rebuildReasons(change) };
}

export function changesColumns(change: TableChange): boolean {
  return change.rebuild.length > 0 || change.added.length > 0 || change.dropped.length > 0;
}

/** Keys that `after` has and `before` has not. */
export function newForeignKeys(change: Pick<TableChange, "before" | "after">): readonly ForeignKeySnapshot[] {
  return missing(change.after.foreignKeys, change.before.foreignKeys);
}

/** The key that a column can bring along in ADD COLUMN. */
export function inlineKey(table: TableSnapshot, column: ColumnSnapshot): ForeignKeySnapshot | undefined {
  return table.foreignKeys.find((key) => key.columns.length === 1 && key.columns[0] === column.name);
}

function rebuildReasons(change: Omit<TableChange, "rebuild">): string[] {
  const { before, after, added, dropped, altered } = change;
  const reasons = altered.map(({ from, to }) => `column ${to.name} changes: ${columnText(from)} → ${columnText(to)}`);
  if (before.primaryKey.join() !== after.primaryKey.join()) {
    reasons.push(`the primary key changes: (${before.primaryKey.join(", ")}) → (${after.primaryKey.join(", ")})`);
  }
  const brought = added.map((column) => (canAdd(column, after) ? inlineKey(after, column) : undefined));
  const keys = missing(after.foreignKeys, before.foreignKeys).filter((key) => !brought.includes(key));
  for (const key of keys) reasons.push(`a foreign key comes: ${key.columns.join(", ")} → ${key.target}`);
  for (const key of missing(before.foreignKeys, after.foreignKeys)) {
    reasons.push(`a foreign key goes: ${key.columns.join(", ")} → ${key.target}`);
  }
  for (const check of missing(after.checks, before.checks)) reasons.push(`a check comes: ${check.name}`);
  for (const check of missing(before.checks, after.checks)) reasons.push(`a check goes: ${check.name}`);
  for (const column of added) {
    if (!canAdd(column, after)) reasons.push(`ADD COLUMN cannot give ${column.name} its value`);
  }
  for (const column of dropped) {
    if (isMentioned(column, before)) reasons.push(`column ${column.name} goes, and a check or column mentions it`);
  }
  return reasons;
}

/** SQLite adds a column in place where every row can get its value without computing. */
function canAdd(column: ColumnSnapshot, table: TableSnapshot): boolean {
  if (column.generated !== null) return column.generated.mode === "virtual" && !column.notNull;
  if (column.default === null) return !column.notNull;
  return !/^(?:\(|current_)/i.test(column.default) && inlineKey(table, column) === undefined;
}

function isMentioned(column: ColumnSnapshot, table: TableSnapshot): boolean {
  const expressions = [
    ...table.checks.map((check) => check.condition),
    ...table.columns.map((other) => (other === column ? "" : (other.generated?.as ?? ""))),
  ];
  return expressions.some((sql) => sql.toLowerCase().includes(column.name.toLowerCase()));
}

/** What the database makes of a column. SQLite ignores a type's length, so `text(40)` and `text(80)` are the same. */
function columnText(column: ColumnSnapshot): string {
  const parts = [affinity(column.type), column.notNull ? "not null" : "null"];
  if (column.default !== null) parts.push(`default ${column.default}`);
  if (column.autoIncrement) parts.push("autoincrement");
  if (column.generated !== null) parts.push(`as ${column.generated.as} ${column.generated.mode}`);
  return parts.join(" ");
}

/** https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinity(type: string): "integer" | "text" | "blob" | "real" | "numeric" {
  if (/int/i.test(type)) return "integer";
  if (/char|clob|text/i.test(type)) return "text";
  if (type === "" || /blob/i.test(type)) return "blob";
  return /real|floa|doub/i.test(type) ? "real" : "numeric";
}

function missing<T>(items: readonly T[], from: readonly T[]): T[] {
  const present = new Set(from.map((item) => JSON.stringify(item)));
  return items.filter((item) => !present.has(JSON.stringify(item)));
}
