import { referencingClosure } from "./closure.ts";
import { changesColumns, inlineKey, type TableChange } from "./compare.ts";
import { columnDefinition, createIndex, createTable, createView, references } from "./create-sql.ts";
import type { Difference } from "./diff.ts";
import { guardUnique } from "./guards.ts";
import type { Hints } from "./hints.ts";
import { quote } from "./quote.ts";
import { rebuildStatements } from "./rebuild.ts";
import { changeSearches } from "./search.ts";
import type { IndexSnapshot, TriggerSnapshot } from "./snapshot.ts";
import { changeViews } from "./views.ts";

export interface Migration {
  /** Empty where the two schemas are the same to a database. */
  readonly statements: readonly string[];
  /** What is done with care, and why. */
  readonly notes: readonly string[];
}

/** The statements that turn the one schema into the other without losing a row that no hint gave up. */
export function migration(difference: Difference, hints: Hints): Migration {
  const { before, after, created, dropped, changed } = difference;
  const needed = changed.filter((change) => change.rebuild.length > 0).map((change) => change.after.name);
  const gone = new Set(dropped.map((table) => table.name));
  const kept = before.tables.filter((table) => !gone.has(table.name));
  // A table that is dropped takes rows of those that referred to it along; they have lost the key and are rebuilt.
  const closure = needed.length === 0 ? new Set<string>() : referencingClosure(needed, kept);
  const moved = kept.filter((table) => closure.has(table.name));
  const rebuilt = changed.filter((change) => closure.has(change.after.name) && changesColumns(change));
  const rebuiltNames = new Set(rebuilt.map((change) => change.after.name));
  const altered = changed.filter((change) => !rebuiltNames.has(change.after.name));

  const touched = new Set([
    ...closure,
    ...gone,
    ...changed.filter(changesColumns).map((change) => change.after.name),
    ...hints.renamedTables.flatMap(({ from, to }) => [from, to]),
    ...hints.renamedColumns.map(({ table }) => table),
  ]);
  const views = changeViews(before.views, after.views, touched);
  const searches = changeSearches(before.searches, after.searches, touched);
  const statements = [
    ...views.dropped.map(({ name }) => `DROP VIEW ${quote(name)}`),
    ...changedTriggers(before.triggers, after.triggers, touched).map(({ name }) => `DROP TRIGGER ${quote(name)}`),
    ...searches.dropped.map(({ name }) => `DROP TABLE ${quote(name)}`),
    ...renames(hints),
    ...created.flatMap((table) => [
      createTable(table),
      ...table.indexes.map((index) => createIndex(table.name, index)),
    ]),
    // What comes to tables that stay is there before the rows of others are put back, and what goes stays until after:
    // a foreign key may need either.
    ...altered.flatMap((change) => comes(change, hints)),
    ...(moved.length + dropped.length === 0
      ? []
      : rebuildStatements({
          moved,
          changes: new Map(rebuilt.map((change) => [change.after.name, change])),
          dropped,
          known: [...before.tables, ...after.tables].map((table) => table.name),
          hints,
        })),
    ...altered.flatMap(goes),
    ...views.created.map(createView),
    ...searches.created.flatMap(({ create, fill }) => [create, fill]),
    ...changedTriggers(after.triggers, before.triggers, touched).map((trigger) => trigger.sql),
  ];
  const deferred = moved.length + dropped.length === 0 ? [] : ["PRAGMA defer_foreign_keys = on"];
  return {
    statements: statements.length === 0 ? [] : [...deferred, ...statements],
    notes: notes(difference, rebuilt, [...closure]),
  };
}

/** The triggers that `others` has not, or not with the same text, and all of the touched tables. */
function changedTriggers(
  triggers: readonly TriggerSnapshot[],
  others: readonly TriggerSnapshot[],
  touched: ReadonlySet<string>,
): readonly TriggerSnapshot[] {
  const texts = new Map(others.map((trigger) => [trigger.name, trigger.sql]));
  return triggers.filter((trigger) => touched.has(trigger.table) || texts.get(trigger.name) !== trigger.sql);
}

function renames(hints: Hints): string[] {
  return [
    ...hints.renamedTables.map(({ from, to }) => `ALTER TABLE ${quote(from)} RENAME TO ${quote(to)}`),
    ...hints.renamedColumns.map(
      ({ table, from, to }) => `ALTER TABLE ${quote(table)} RENAME COLUMN ${quote(from)} TO ${quote(to)}`,
    ),
  ];
}

function comes(change: TableChange, hints: Hints): string[] {
  const { name } = change.after;
  const columns = change.added.flatMap((column) => {
    const key = inlineKey(change.after, column);
    const reference = key === undefined ? "" : ` ${references(key)}`;
    const fill = hints.fills.get(`${name}.${column.name}`);
    return [
      `ALTER TABLE ${quote(name)} ADD COLUMN ${columnDefinition(column, false)}${reference}`,
      ...(fill === undefined ? [] : [`UPDATE ${quote(name)} SET ${quote(column.name)} = (${fill})`]),
    ];
  });
  const indexes = change.newIndexes.flatMap((index) => [
    ...(isReplaced(index, change) ? [dropIndex(index)] : []),
    ...(index.unique ? [guardUnique(name, name, index)] : []),
    createIndex(name, index),
  ]);
  return [...columns, ...indexes];
}

function goes(change: TableChange): string[] {
  const names = new Set(change.newIndexes.map((index) => index.name));
  return [
    ...change.goneIndexes.filter((index) => !names.has(index.name)).map(dropIndex),
    ...change.dropped.map((column) => `ALTER TABLE ${quote(change.after.name)} DROP COLUMN ${quote(column.name)}`),
  ];
}

function isReplaced(index: IndexSnapshot, change: TableChange): boolean {
  return change.goneIndexes.some((gone) => gone.name === index.name);
}

function dropIndex(index: IndexSnapshot): string {
  return `DROP INDEX ${quote(index.name)}`;
}

function notes(difference: Difference, rebuilt: readonly TableChange[], closure: readonly string[]): string[] {
  const reasons = rebuilt.flatMap((change) =>
    change.rebuild.map((reason) => `rebuilds ${change.after.name}: ${reason}`),
  );
  const names = new Set(rebuilt.map((change) => change.after.name));
  const others = closure.filter((name) => !names.has(name));
  const carried = others.length === 0 ? [] : [`copies away and back, because they refer to it: ${others.join(", ")}`];
  return [...reasons, ...carried, ...difference.dropped.map((table) => `drops ${table.name} and its rows`)];
}
