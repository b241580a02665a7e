import type { TableSnapshot } from "./snapshot.ts";

/**
 * The named tables and every table that refers to one of them, directly or through others: where deleting rows of the
 * named ones may delete, empty or block rows.
 */
export function referencingClosure(names: readonly string[], tables: readonly TableSnapshot[]): ReadonlySet<string> {
  const closure = new Set(names);
  for (let size = -1; size !== closure.size; ) {
    size = closure.size;
    for (const table of tables) {
      if (table.foreignKeys.some((key) => closure.has(key.target))) closure.add(table.name);
    }
  }
  return closure;
}

/** The tables in an order where each comes after those that it refers to. A circle is broken somewhere. */
export function parentsFirst(tables: readonly TableSnapshot[]): readonly TableSnapshot[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<TableSnapshot>();
  const entered = new Set<TableSnapshot>();
  const visit = (table: TableSnapshot): void => {
    if (entered.has(table)) return;
    entered.add(table);
    for (const key of table.foreignKeys) {
      const target = byName.get(key.target);
      if (target !== undefined) visit(target);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table);
  return [...ordered];
}
