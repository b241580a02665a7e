import { parentsFirst } from "./closure.ts";
import { affinity, type TableChange } from "./compare.ts";
import { guardCount, guardOrphans, guardRows, guardStrangers, guardTypes, guardUnknown } from "./guards.ts";
import type { Hints } from "./hints.ts";
import { literal, quote, quoteList } from "./quote.ts";
import { replaceTables } from "./replace.ts";
import type { ColumnSnapshot, TableSnapshot } from "./snapshot.ts";

export interface Rebuild {
  /** Every table whose rows are moved, in its old shape: the rebuilt ones and all that refer to them. */
  readonly moved: readonly TableSnapshot[];
  /** Those among them that get a new shape. */
  readonly changes: ReadonlyMap<string, TableChange>;
  /** Tables that go for good. */
  readonly dropped: readonly TableSnapshot[];
  /** Every table that the migration knows of, before or after. */
  readonly known: readonly string[];
  readonly hints: Hints;
}

/**
 * SQLite rebuilds a table by dropping it, and on D1, where foreign keys stay on, that deletes its rows first, which
 * cascades into every table that refers to it. So the rows of all of these are copied away, the tables emptied from the
 * leaves up, the rebuilt ones made anew, and the rows put back from the roots down. Triggers must be off by then.
 * `defer_foreign_keys` lets circles and self-references pass; what is wrong at the end fails the migration.
 */
export function rebuildStatements(rebuild: Rebuild): string[] {
  const { moved, changes, dropped } = rebuild;
  const rebuilt = moved.filter((table) => changes.has(table.name));
  const finals = parentsFirst(moved.map((table) => changes.get(table.name)?.after ?? table));
  const leavesFirst = [...parentsFirst([...moved, ...dropped])].reverse();
  const counted = rebuilt.filter((table) => numbers(table) && numbers(changes.get(table.name)?.after ?? table));
  return [
    ...(rebuilt.length === 0 ? [] : [...guardUnknown(moved, rebuilt), guardStrangers(moved, rebuild.known)]),
    ...rebuilt.flatMap((table) => ofChange(changes, table, (change) => guardTypes(change, rebuild.hints))),
    ...finals.map((table) => save(table, changes.get(table.name), rebuild.hints)),
    ...(counted.length === 0 ? [] : [saveSequences(counted)]),
    ...rebuilt.flatMap((table) => ofChange(changes, table, (change) => guardRows(change, saveName(table)))),
    ...leavesFirst.map((table) => `DELETE FROM ${quote(table.name)}`),
    // With their indexes, before the rows: a foreign key may point at what a unique index makes unique.
    ...replaceTables({
      tables: [
        ...rebuilt.map((old) => ({ old, next: changes.get(old.name)?.after ?? null })),
        ...dropped.map((old) => ({ old, next: null })),
      ],
      staying: moved.filter((table) => !changes.has(table.name)),
    }),
    ...finals.map(restore),
    ...counted.flatMap(restoreSequence),
    ...finals.map((table) => guardCount(table.name, saveName(table))),
    ...rebuilt.flatMap((table) => ofChange(changes, table, guardOrphans)),
    ...finals.map((table) => `DROP TABLE ${quote(saveName(table))}`),
    ...(counted.length === 0 ? [] : [`DROP TABLE ${quote(savedSequences)}`]),
  ];
}

function numbers(table: TableSnapshot): boolean {
  return table.columns.some((column) => column.autoIncrement);
}

const savedSequences = "_perigee_saved_sequences";

function saveName(table: TableSnapshot): string {
  return `_perigee_saved_${table.name}`;
}

/** A copy of the rows in their new shape, beside their rowid. */
function save(after: TableSnapshot, change: TableChange | undefined, hints: Hints): string {
  const terms = stored(after).map((column) => `${value(column, after, change, hints)} AS ${quote(column.name)}`);
  if (keepsRowId(after)) terms.unshift(`rowid AS ${quote(savedRowId)}`);
  return `CREATE TABLE ${quote(saveName(after))} AS SELECT ${terms.join(", ")} FROM ${quote(after.name)}`;
}

function value(column: ColumnSnapshot, after: TableSnapshot, change: TableChange | undefined, hints: Hints): string {
  const name = quote(column.name);
  const old = change === undefined ? column : change.before.columns.find((other) => other.name === column.name);
  const fill = hints.fills.get(`${after.name}.${column.name}`);
  if (old === undefined) return fill === undefined ? (column.default ?? "NULL") : `(${fill})`;
  const cast = affinity(old.type) === affinity(column.type) ? name : `CAST(${name} AS ${column.type})`;
  return fill === undefined ? cast : `coalesce(${cast}, (${fill}))`;
}

function restore(table: TableSnapshot): string {
  const names = stored(table).map((column) => column.name);
  const [into, from] = keepsRowId(table)
    ? [`rowid, ${quoteList(names)}`, quoteList([savedRowId, ...names])]
    : [quoteList(names), quoteList(names)];
  return `INSERT INTO ${quote(table.name)} (${into}) SELECT ${from} FROM ${quote(saveName(table))}`;
}

const savedRowId = "_perigee_rowid";

/** Full-text indexes point at rowids. An integer primary key is the rowid itself; D1 has no room for a 101st column. */
function keepsRowId(table: TableSnapshot): boolean {
  const [key, ...others] = table.primaryKey;
  const column = table.columns.find(({ name }) => name === key);
  const isKey = others.length === 0 && column !== undefined && column.type.toLowerCase() === "integer";
  return !isKey && table.columns.length < 100 && !table.columns.some(({ name }) => name.toLowerCase() === "rowid");
}

/** AUTOINCREMENT promises that a number never comes back: the counter outlives the rows. */
function saveSequences(tables: readonly TableSnapshot[]): string {
  const names = tables.map((table) => literal(table.name)).join(", ");
  return `CREATE TABLE ${quote(savedSequences)} AS SELECT name, seq FROM sqlite_sequence WHERE name IN (${names})`;
}

function restoreSequence(table: TableSnapshot): string[] {
  const name = literal(table.name);
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${name}`,
    `INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM ${quote(savedSequences)} WHERE name = ${name}`,
  ];
}

function stored(table: TableSnapshot): readonly ColumnSnapshot[] {
  return table.columns.filter((column) => column.generated === null);
}

function ofChange(
  changes: ReadonlyMap<string, TableChange>,
  table: TableSnapshot,
  make: (change: TableChange) => string[],
): string[] {
  const change = changes.get(table.name);
  return change === undefined ? [] : make(change);
}
