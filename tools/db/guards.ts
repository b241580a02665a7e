import { affinity, newForeignKeys, type TableChange } from "./compare.ts";
import type { Hints } from "./hints.ts";
import { literal, quote } from "./quote.ts";
import type { IndexSnapshot, TableSnapshot } from "./snapshot.ts";

// A guard is a SELECT that fails, and with it the whole migration, where the data does not allow what follows. A file
// is one transaction, so nothing has happened then. `iif` and not CASE: wrangler's splitter takes CASE for a block.

/** Fails under the given words where the query finds a row. SQLite says: bad JSON path: 'perigee: <words>'. */
export function refuseIf(query: string, words: string): string {
  return `SELECT iif(EXISTS (${query}), json_extract('{}', ${literal(`perigee: ${words}`)}), NULL)`;
}

/** As `refuseIf`; the words are SQL over the query's first row. */
function refuseNaming(query: string, words: string): string {
  return `SELECT json_extract('{}', 'perigee: ' || ${words}) FROM (${query} LIMIT 1)`;
}

/** Nothing that the definition does not know of may hang on tables whose rows are moved. */
export function guardUnknown(moved: readonly TableSnapshot[], rebuilt: readonly TableSnapshot[]): string[] {
  const names = moved.map((table) => literal(table.name)).join(", ");
  const indexes = rebuilt.flatMap((table) => table.indexes.map((index) => literal(index.name)));
  return [
    refuseNaming(
      `SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (${names})`,
      `'trigger ' || name || ' on ' || tbl_name || ' is not part of the definition: drop it first, make it again after'`,
    ),
    refuseNaming(
      `SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (${rebuilt
        .map((table) => literal(table.name))
        .join(", ")}) AND name NOT IN (${indexes.join(", ")})`,
      `'index ' || name || ' on ' || tbl_name || ' is not part of the definition: drop it first, make it again after'`,
    ),
  ];
}

/** A table that the definition does not know of and that may refer to one of these would lose rows unseen. */
export function guardStrangers(moved: readonly TableSnapshot[], known: readonly string[]): string {
  const names = literal(JSON.stringify(moved.map((table) => table.name.toLowerCase())));
  return refuseNaming(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND instr(lower(sql), 'references') > 0
    AND name NOT IN (${known.map(literal).join(", ")})
    AND EXISTS (SELECT 1 FROM json_each(${names}) WHERE instr(lower(sql), value) > 0)`,
    `'table ' || name || ' is not part of the definition and may refer to one that is rebuilt'`,
  );
}

/** What the new shape of a table demands of its rows. `source` holds them in that shape. */
export function guardRows(change: TableChange, source: string): string[] {
  const { before, after, altered } = change;
  const from = `SELECT 1 FROM ${quote(source)} AS ${quote(after.name)}`;
  const guards: string[] = [];
  for (const column of after.columns) {
    const wasNotNull = before.columns.find(({ name }) => name === column.name)?.notNull === true;
    const numbersItself = after.primaryKey.join() === column.name && affinity(column.type) === "integer";
    if (!column.notNull || wasNotNull || numbersItself || column.generated !== null) continue;
    guards.push(refuseIf(`${from} WHERE ${quote(column.name)} IS NULL`, `${after.name}.${column.name} holds NULL`));
  }
  const generated = after.columns.filter((column) => column.generated !== null);
  for (const check of after.checks) {
    if (before.checks.some(({ condition }) => condition === check.condition) && altered.length === 0) continue;
    if (generated.some((column) => check.condition.includes(column.name))) continue;
    guards.push(refuseIf(`${from} WHERE NOT (${check.condition})`, `a row of ${after.name} breaks ${check.name}`));
  }
  if (before.primaryKey.join() !== after.primaryKey.join()) {
    guards.push(guardUnique(after.name, source, primaryKeyIndex(after)));
  }
  for (const index of change.newIndexes) {
    const computed = generated.some((column) => [...index.terms, index.where].join().includes(column.name));
    if (index.unique && !computed) guards.push(guardUnique(after.name, source, index));
  }
  return guards;
}

/** Rows of a table whose new foreign keys point at nothing. Run where every table is complete again. */
export function guardOrphans(change: TableChange): string[] {
  return newForeignKeys(change).map((key) => {
    const pairs = key.columns.map((column, index) => {
      return `p.${quote(key.targetColumns[index] ?? "")} = c.${quote(column)}`;
    });
    const present = key.columns.map((column) => `c.${quote(column)} IS NOT NULL`);
    return refuseIf(
      `SELECT 1 FROM ${quote(change.after.name)} AS c WHERE ${present.join(" AND ")}
    AND NOT EXISTS (SELECT 1 FROM ${quote(key.target)} AS p WHERE ${pairs.join(" AND ")})`,
      `${change.after.name}.${key.columns.join(",")} refers to rows that ${key.target} does not have`,
    );
  });
}

/** Rows that a new unique index would refuse. NULLs are never equal. */
export function guardUnique(table: string, source: string, index: IndexSnapshot): string {
  const filters = index.terms.map((term) => `${term} IS NOT NULL`);
  if (index.where !== null) filters.push(`(${index.where})`);
  return refuseIf(
    `SELECT 1 FROM ${quote(source)} AS ${quote(table)} WHERE ${filters.join(" AND ")}
    GROUP BY ${index.terms.join(", ")} HAVING count(*) > 1`,
    `rows of ${table} are equal in ${(index.columns.length > 0 ? index.columns : [index.name]).join(", ")}`,
  );
}

/** Values that would not survive a change of type there and back. */
export function guardTypes(change: TableChange, hints: Hints): string[] {
  const table = change.after.name;
  return change.altered.flatMap(({ from, to }) => {
    const lossy = affinity(from.type) !== affinity(to.type) && from.generated === null && to.generated === null;
    if (!lossy || hints.acceptedLosses.has(`${table}.${to.name}`)) return [];
    const column = quote(to.name);
    return [
      refuseIf(
        `SELECT 1 FROM ${quote(table)} WHERE ${column} IS NOT NULL
    AND CAST(CAST(${column} AS ${to.type}) AS ${from.type}) IS NOT ${column}`,
        `values of ${table}.${to.name} would change as ${to.type} (to let them: --accept-loss ${table}.${to.name})`,
      ),
    ];
  });
}

function primaryKeyIndex(table: TableSnapshot): IndexSnapshot {
  return {
    name: "primary key",
    unique: true,
    terms: table.primaryKey.map(quote),
    columns: table.primaryKey,
    where: null,
  };
}

/** As many rows after as before, or nothing happens. */
export function guardCount(table: string, saved: string): string {
  return refuseIf(
    `SELECT 1 WHERE (SELECT count(*) FROM ${quote(table)}) <> (SELECT count(*) FROM ${quote(saved)})`,
    `rows of ${table} were lost`,
  );
}
