import { quote, quoteList } from "./quote.ts";
import type { ColumnSnapshot, ForeignKeySnapshot, IndexSnapshot, TableSnapshot, ViewSnapshot } from "./snapshot.ts";

export function createTable(table: TableSnapshot): string {
  const single = table.primaryKey.length === 1 ? table.primaryKey[0] : undefined;
  const lines = table.columns.map((column) => columnDefinition(column, column.name === single));
  if (table.primaryKey.length > 1) lines.push(`PRIMARY KEY (${quoteList(table.primaryKey)})`);
  for (const key of table.foreignKeys) {
    lines.push(`FOREIGN KEY (${quoteList(key.columns)}) ${references(key)}`);
  }
  for (const check of table.checks) lines.push(`CONSTRAINT ${quote(check.name)} CHECK (${check.condition})`);
  return `CREATE TABLE ${quote(table.name)} (\n  ${lines.join(",\n  ")}\n)`;
}

export function columnDefinition(column: ColumnSnapshot, primary: boolean): string {
  const parts = [quote(column.name), column.type];
  if (primary) parts.push(column.autoIncrement ? "PRIMARY KEY AUTOINCREMENT" : "PRIMARY KEY");
  if (column.notNull) parts.push("NOT NULL");
  if (column.default !== null) parts.push(`DEFAULT ${column.default}`);
  if (column.generated !== null) {
    parts.push(`GENERATED ALWAYS AS (${column.generated.as}) ${column.generated.mode.toUpperCase()}`);
  }
  return parts.join(" ");
}

/** The REFERENCES clause of a foreign key. */
export function references(key: ForeignKeySnapshot): string {
  const actions = [
    key.onUpdate === "no action" ? "" : ` ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.onDelete === "no action" ? "" : ` ON DELETE ${key.onDelete.toUpperCase()}`,
  ];
  return `REFERENCES ${quote(key.target)} (${quoteList(key.targetColumns)})${actions.join("")}`;
}

export function createIndex(table: string, index: IndexSnapshot): string {
  const where = index.where === null ? "" : ` WHERE ${index.where}`;
  const kind = index.unique ? "UNIQUE INDEX" : "INDEX";
  return `CREATE ${kind} ${quote(index.name)} ON ${quote(table)} (${index.terms.join(", ")})${where}`;
}

export function createView({ name, columns, byPlace, sql }: ViewSnapshot): string {
  return `CREATE VIEW ${quote(name)}${byPlace ? ` (${quoteList(columns)})` : ""} AS ${sql}`;
}
