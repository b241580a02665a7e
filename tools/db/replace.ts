import { parentsFirst } from "./closure.ts";
import { createIndex, createTable } from "./create-sql.ts";
import { quote } from "./quote.ts";
import type { TableSnapshot } from "./snapshot.ts";

export interface Replacement {
  /** Empty tables in their old shape, to be replaced by the new one or, without one, to go. */
  readonly tables: readonly { readonly old: TableSnapshot; readonly next: TableSnapshot | null }[];
  /** Empty tables that stay as they are and refer to some of these. */
  readonly staying: readonly TableSnapshot[];
}

/**
 * Drops empty tables and makes them anew. To drop a table, SQLite prepares the actions of every key that points at it,
 * and fails where a table that one of those would touch refers to one that is missing. So where a dropped table is still
 * referred to, a stand-in takes its place until all the old ones are gone: its old shape without foreign keys.
 */
export function replaceTables({ tables, staying }: Replacement): string[] {
  const statements: string[] = [];
  const standIns = new Set<string>();
  const nexts = new Map(tables.map(({ old, next }) => [old.name, next]));
  const present = [...parentsFirst(tables.map(({ old }) => old))];
  for (let table = present.pop(); table !== undefined; table = present.pop()) {
    const { name } = table;
    statements.push(dropTable(name));
    if ([...present, ...staying].some((other) => other.foreignKeys.some((key) => key.target === name))) {
      statements.push(...standIn(table));
      standIns.add(name);
    }
  }
  for (const next of parentsFirst([...nexts.values()].filter((table) => table !== null))) {
    if (standIns.has(next.name)) statements.push(dropTable(next.name));
    statements.push(createTable(next), ...next.indexes.map((index) => createIndex(next.name, index)));
  }
  const left = [...standIns].filter((name) => nexts.get(name) === null);
  return [...statements, ...left.map(dropTable)];
}

/** Only what a foreign key can point at. */
function standIn(table: TableSnapshot): string[] {
  const columns = table.columns.map((column) => ({ ...column, default: null, generated: null }));
  const unique = table.indexes.filter(({ unique, where, columns, terms }) => {
    return unique && where === null && columns.length === terms.length;
  });
  return [
    createTable({ ...table, columns, foreignKeys: [], checks: [] }),
    ...unique.map((index) => createIndex(table.name, index)),
  ];
}

function dropTable(name: string): string {
  return `DROP TABLE ${quote(name)}`;
}
