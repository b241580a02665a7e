import { err, ok, type Result } from "../../src/kernel/result.ts";
import type { Snapshot } from "./snapshot.ts";

/** What only a person knows about a change of schema. Names are the new ones, but for `from` and for what goes. */
export interface Hints {
  readonly renamedTables: readonly Rename[];
  readonly renamedColumns: readonly ColumnRename[];
  /** `table` or `table.column`: its rows or values may be lost. */
  readonly acceptedLosses: ReadonlySet<string>;
  /** By `table.column`: SQL of the value for rows that have none. */
  readonly fills: ReadonlyMap<string, string>;
}

export interface Rename {
  readonly from: string;
  readonly to: string;
}

export interface ColumnRename extends Rename {
  /** The table's new name. */
  readonly table: string;
}

export const noHints: Hints = {
  renamedTables: [],
  renamedColumns: [],
  acceptedLosses: new Set(),
  fills: new Map(),
};

/** A step that is not written without being told to, and how to tell. */
export interface Refusal {
  readonly reason: string;
  readonly mend: string;
}

/** Refuses hints that name nothing, so that a mistyped one is not taken for given. */
export function checkHints(before: Snapshot, after: Snapshot, hints: Hints): Result<Hints, readonly Refusal[]> {
  const old = names(before);
  const next = names(after);
  const refusals: Refusal[] = [];
  const refuse = (flag: string, problem: string): void => {
    refusals.push({ reason: `${flag}: ${problem}`, mend: "Correct the flag or leave it out" });
  };
  for (const { from, to } of hints.renamedTables) {
    const flag = `--rename-table ${from}:${to}`;
    if (!old.has(from)) refuse(flag, `no table ${from} in the last migration`);
    else if (next.has(from)) refuse(flag, `${from} still exists`);
    if (!next.has(to)) refuse(flag, `no table ${to} in the definition`);
    else if (old.has(to)) refuse(flag, `${to} existed before`);
  }
  for (const { table, from, to } of hints.renamedColumns) {
    const flag = `--rename ${table}.${from}:${to}`;
    const oldTable = hints.renamedTables.find((rename) => rename.to === table)?.from ?? table;
    if (!old.has(`${oldTable}.${from}`)) refuse(flag, `no column ${from} in the last migration`);
    else if (next.has(`${table}.${from}`)) refuse(flag, `${from} still exists`);
    if (!next.has(`${table}.${to}`)) refuse(flag, `no column ${to} in the definition`);
    else if (old.has(`${oldTable}.${to}`)) refuse(flag, `${to} existed before`);
  }
  for (const name of hints.acceptedLosses) {
    if (!old.has(name) && !next.has(name)) refuse(`--accept-loss ${name}`, "no such table or column");
  }
  for (const name of hints.fills.keys()) {
    if (!name.includes(".") || !next.has(name)) refuse(`--fill ${name}=…`, "no such column in the definition");
  }
  return refusals.length === 0 ? ok(hints) : err(refusals);
}

function names(snapshot: Snapshot): ReadonlySet<string> {
  return new Set(
    snapshot.tables.flatMap((table) => [table.name, ...table.columns.map((column) => `${table.name}.${column.name}`)]),
  );
}
