import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import { type Expression, holds } from "../rules/expression.ts";
import type { SecuredRead } from "../rules/secure.ts";
import type { Collection, Column } from "../schema/model.ts";
import { type AbortReason, abort, abortWith } from "../sql/abort.ts";
import { type Template, template } from "../sql/compile.ts";
import { comma, id, integer, join, type Sql, slot, sql } from "../sql/fragment.ts";
import { type Guard, guarded } from "../sql/guard.ts";
import { codecs } from "./encode.ts";
import { type RowOrder, returnedColumns, returnedRow } from "./returned.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, guardedTable, tableRule } from "./table.ts";

/** A write as the statements of one batch. */
export interface WritePlan {
  /** Ends the batch where a rule is broken that must be looked at before. */
  readonly guards: readonly Template<Slot>[];
  /** Gives the rows' JSON before they are gone; null where `main` gives it. */
  readonly before: Template<Slot> | null;
  /** The write itself: a row of the result is a row written; `j` is its JSON where that was asked for. */
  readonly main: Template<Slot>;
  /** Of an upsert that merges: counts, before it, the given rows that are there already; null for other writes. */
  readonly existing: Template<Slot> | null;
  /** Of an update whose cells are encrypted row by row: the keys of its rows, `k0`, `k1`…, asked before; else null. */
  readonly targets: Template<Slot> | null;
  /** How the rows that come back are sorted, by their values `o0`, `o1`…; empty: as they were written. */
  readonly order: readonly RowOrder[];
}

const rowsSlot: Slot = { kind: "rows" };

/** The bound rows: JSON text. */
export const rowsParameter: Sql<Slot> = slot(rowsSlot);

/** Cell `index` of the row at hand (`json_each.value`), as it is stored. */
export function insertCell(column: Column, index: number): Sql<Slot> {
  return codecs[column.type.kind.encoding].store(sql`json_each.value ->> ${integer(index)}`);
}

/** Cell `index` of the one row of an update. */
export function updateCell(column: Column, index: number): Sql<Slot> {
  return codecs[column.type.kind.encoding].store(sql`${rowsParameter} ->> '$[0][${integer(index)}]'`);
}

/** A cell for comparing: with the affinity that its column would give it. */
export function typedCell(column: Column, cell: Sql<Slot>): Sql<Slot> {
  const { name } = column.type.kind;
  if (name === "integer" || name === "bigint") return sql`cast(${cell} as integer)`;
  return name === "real" || name === "numeric" ? sql`cast(${cell} as numeric)` : cell;
}

export interface ReturningOptions {
  readonly collection: Collection;
  readonly returning: SecuredRead | null;
  /** What every row must be after the write. */
  readonly check: Expression;
  readonly reason: AbortReason;
  readonly aliases: Aliases;
}

/**
 * `returning …`: the row's JSON, and a guard that ends the batch where the row breaks its check or is not visible to
 * a caller who wants it back. RETURNING sees the row as written, and an error in it undoes the whole statement.
 */
export function returningSql(options: ReturningOptions): Result<Sql<Slot>, Failure> {
  const { collection, returning, check, aliases } = options;
  const guards: Sql<Slot>[] = [];
  if (!holds(check)) guards.push(guardSql(tableRule(check, collection.name, aliases), options.reason));
  if (returning !== null) {
    const { rows } = returning.source;
    if (!holds(rows)) guards.push(guardSql(tableRule(rows, collection.name, aliases), `hidden:${collection.name}`));
  }
  const table = returning === null ? null : guardedTable(returning.source, collection.name, aliases);
  const row = returnedRow(returning, table, aliases);
  if (!row.ok) return row;
  const guarded = guards.map((guard, index) => sql<Slot>`${guard} as ${id(`g${index}`)}`);
  return ok(sql`returning ${comma([returnedColumns(row.value), ...guarded])}`);
}

/** Fails the statement where the condition is false or unknown. */
export function guardSql(condition: Sql<Slot>, reason: AbortReason): Sql<Slot> {
  return sql`case when (${condition}) is not true then ${abort(reason)} end`;
}

/** How many rows a write has to count: exactly one, or no more than the request allows. */
export type Count = "one" | "most";

/** What has to hold right after a write. A number binds as REAL, which compares with an integer by value. */
export function counted(count: Count): Guard<Slot> {
  return count === "one"
    ? { holds: sql`changes() = 1`, otherwise: abortWith("count:", sql`changes()`) }
    : { holds: sql`changes() <= ${slot<Slot>({ kind: "most" })}`, otherwise: abortWith("most:", sql`changes()`) };
}

/** The same as a statement after the write, which ends the batch. */
export function countGuard(count: Count): Template<Slot> {
  return template(sql<Slot>`select ${guarded([counted(count)], sql`null`)}`);
}

/** `where a and b`, or nothing. */
export function whereSql(conditions: readonly Sql<Slot>[]): Sql<Slot> {
  return conditions.length === 0 ? sql`` : sql` where ${join(conditions, sql` and `)}`;
}
