import type { Hints } from "./hints.ts";
import { quote } from "./quote.ts";
import type { Snapshot, TableSnapshot } from "./snapshot.ts";

/**
 * The last migration's schema as it is once ALTER TABLE … RENAME has run: SQLite carries the new names into keys,
 * indexes, checks and the foreign keys of other tables by itself.
 */
export function applyRenames(before: Snapshot, hints: Hints): Snapshot {
  const tableName = (name: string): string => hints.renamedTables.find(({ from }) => from === name)?.to ?? name;
  const columnName = (table: string, name: string): string =>
    hints.renamedColumns.find((rename) => rename.table === table && rename.from === name)?.to ?? name;
  return {
    ...before,
    tables: before.tables.map((table): TableSnapshot => {
      const name = tableName(table.name);
      const column = (old: string): string => columnName(name, old);
      const expression = (sql: string): string => renameIn(sql, table, column);
      return {
        name,
        columns: table.columns.map((old) => ({
          ...old,
          name: column(old.name),
          generated: old.generated === null ? null : { ...old.generated, as: expression(old.generated.as) },
        })),
        primaryKey: table.primaryKey.map(column),
        foreignKeys: table.foreignKeys.map((key) => ({
          ...key,
          columns: key.columns.map(column),
          target: tableName(key.target),
          targetColumns: key.targetColumns.map((old) => columnName(tableName(key.target), old)),
        })),
        checks: table.checks.map((check) => ({ ...check, condition: expression(check.condition) })),
        indexes: table.indexes.map((index) => ({
          ...index,
          terms: index.terms.map(expression),
          columns: index.columns.map(column),
          where: index.where === null ? null : expression(index.where),
        })),
      };
    }),
  };
}

/** Only quoted names: an unquoted one makes the expression differ, which costs a rebuild and loses nothing. */
function renameIn(sql: string, table: TableSnapshot, column: (old: string) => string): string {
  return table.columns.reduce((text, { name }) => {
    const renamed = column(name);
    return renamed === name ? text : text.replaceAll(quote(name), quote(renamed));
  }, sql);
}
