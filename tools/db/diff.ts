import { err, ok, type Result } from "../../src/kernel/result.ts";
import { compareTables, type TableChange } from "./compare.ts";
import { checkHints, type Hints, type Refusal } from "./hints.ts";
import { applyRenames } from "./rename.ts";
import { type Snapshot, type TableSnapshot, tableNamed } from "./snapshot.ts";

export interface Difference {
  /** The last schema under its new names. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly created: readonly TableSnapshot[];
  readonly dropped: readonly TableSnapshot[];
  /** Tables that stay and are not as they were. */
  readonly changed: readonly TableChange[];
}

/** Compares two schemas. Refuses where rows or values would go, or a rename is possible, and no hint says so. */
export function diff(before: Snapshot, after: Snapshot, hints: Hints): Result<Difference, readonly Refusal[]> {
  const checked = checkHints(before, after, hints);
  if (!checked.ok) return checked;
  const renamed = applyRenames(before, hints);
  const created = after.tables.filter((table) => tableNamed(renamed, table.name) === undefined);
  const dropped = renamed.tables.filter((table) => tableNamed(after, table.name) === undefined);
  const changed = after.tables.flatMap((table) => {
    const old = tableNamed(renamed, table.name);
    return old === undefined || JSON.stringify(old) === JSON.stringify(table) ? [] : [compareTables(old, table)];
  });
  const refusals = [
    ...dropped.flatMap((table) => refuseDrop(table, created, hints)),
    ...changed.flatMap((change) =>
      [refuseColumnDrops, refuseComputed, refuseEmptyColumns].flatMap((refuse) => refuse(change, hints)),
    ),
  ];
  refusals.push(...refuseIdleFills(changed, hints));
  return refusals.length === 0 ? ok({ before: renamed, after, created, dropped, changed }) : err(refusals);
}

function refuseDrop(table: TableSnapshot, created: readonly TableSnapshot[], hints: Hints): Refusal[] {
  if (hints.acceptedLosses.has(table.name)) return [];
  const renames = created.map((other) => `--rename-table ${table.name}:${other.name}`);
  return [
    {
      reason: `Table ${table.name} is gone from the definition, and its rows would go with it`,
      mend: oneOf(renames, `--accept-loss ${table.name}`),
    },
  ];
}

function refuseColumnDrops(change: TableChange, hints: Hints): Refusal[] {
  const table = change.after.name;
  return change.dropped.flatMap((column) => {
    // What a generated column holds is computed: nothing is lost.
    if (column.generated !== null || hints.acceptedLosses.has(`${table}.${column.name}`)) return [];
    const renames = change.added.map((other) => `--rename ${table}.${column.name}:${other.name}`);
    return [
      {
        reason: `Column ${table}.${column.name} is gone from the definition, and its values would go with it`,
        mend: oneOf(renames, `--accept-loss ${table}.${column.name}`),
      },
    ];
  });
}

/** A column that becomes computed forgets what it held. */
function refuseComputed(change: TableChange, hints: Hints): Refusal[] {
  const table = change.after.name;
  return change.altered.flatMap(({ from, to }) => {
    const forgets = from.generated === null && to.generated !== null;
    if (!forgets || hints.acceptedLosses.has(`${table}.${to.name}`)) return [];
    return [
      {
        reason: `Column ${table}.${to.name} becomes computed, and its values would go`,
        mend: `Give the computed column another name, or let them go: --accept-loss ${table}.${to.name}`,
      },
    ];
  });
}

function refuseEmptyColumns(change: TableChange, hints: Hints): Refusal[] {
  const { name, primaryKey } = change.after;
  return change.added.flatMap((column) => {
    const numbersItself = primaryKey.join() === column.name && column.type === "integer";
    const hasValue = !column.notNull || column.default !== null || column.generated !== null || numbersItself;
    if (hasValue || hints.fills.has(`${name}.${column.name}`)) return [];
    return [
      {
        reason: `Column ${name}.${column.name} is NOT NULL without a default, and existing rows have no value for it`,
        mend: `Give it a .default(), or a value for them: --fill "${name}.${column.name}=<SQL expression>"`,
      },
    ];
  });
}

/** A value that no row would get: the column is neither new nor newly NOT NULL. */
function refuseIdleFills(changed: readonly TableChange[], hints: Hints): Refusal[] {
  const used = new Set(
    changed.flatMap(({ after, added, altered }) =>
      [...added, ...altered.flatMap(({ to }) => (to.notNull ? [to] : []))].map(({ name }) => `${after.name}.${name}`),
    ),
  );
  return [...hints.fills.keys()]
    .filter((name) => !used.has(name))
    .map((name) => ({ reason: `--fill ${name}: no row needs a value`, mend: "Correct the flag or leave it out" }));
}

function oneOf(renames: readonly string[], loss: string): string {
  const renamed = renames.length === 0 ? "" : `If it was renamed: ${renames.join(" or ")}. `;
  return `${renamed}To let it go: ${loss}`;
}
