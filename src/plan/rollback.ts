import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { SecuredRead } from "../rules/secure.ts";
import type { SecuredDelete, SecuredInsert, SecuredUpdate } from "../rules/secure-write.ts";
import type { Collection, Column } from "../schema/model.ts";
import { comma, id, integer, join, literal, ref, type Sql, sql } from "../sql/fragment.ts";
import { codecs } from "./encode.ts";
import { conflictMatches } from "./insert.ts";
import { returnedRow } from "./returned.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, guardedTable, makeAliases } from "./table.ts";
import { targetSql } from "./update.ts";
import { rowsParameter, typedCell, updateCell, whereSql } from "./write.ts";

/**
 * How a write that is not kept tells its rows. What RETURNING gives is lost with the batch, so the rows are looked up
 * from within it: what is known before the write is `held`, and after it `told` gives the rows as JSON,
 * `{"rows": […], "merged": [[position, row], …]}`. A row is an array of its JSON as text and its sort keys.
 */
export interface RollbackPlan {
  readonly held: Sql<Slot>;
  readonly told: Sql<Slot>;
}

/** What `changes/scratch.ts` keeps, as this plan reads it. */
export interface Notes {
  readonly held: Sql<never>;
  readonly inserted: (table: string) => Sql<never>;
}

export function planRollback(
  secured: SecuredInsert | SecuredUpdate | SecuredDelete,
  columns: readonly Column[],
  notes: Notes,
): Result<RollbackPlan, Failure> {
  if (secured.kind === "insert") return rollbackInsert(secured, columns, notes);
  return secured.kind === "update" ? rollbackUpdate(secured, columns, notes) : rollbackDelete(secured, notes);
}

/**
 * Rows that an insert makes are in the change log, in their order. Rows that an upsert merges need not be there, as where
 * nothing changes: they are those whose key was there before, `held` by their positions.
 */
function rollbackInsert(
  secured: SecuredInsert,
  columns: readonly Column[],
  notes: Notes,
): Result<RollbackPlan, Failure> {
  const { collection, conflict } = secured.insert;
  const row = rowText(collection, secured.returning, makeAliases());
  if (!row.ok) return row;
  const table = id(collection.name);
  const key = collection.primaryKey.map((name) => {
    const given = sql<Slot>`l."key" ->> ${literal(`$.${JSON.stringify(name)}`)}`;
    return sql<Slot>`${ref(collection.name, name)} = ${keyValue(collection, name, given)}`;
  });
  const log = notes.inserted(collection.name);
  const made = sql<Slot>`select ${row.value} as j from (${log}) l join ${table} on ${join(key, sql` and `)} order by l."seq" limit -1`;
  const matches = conflict?.action === "merge" ? conflictMatches(secured.insert, columns) : null;
  if (matches === null) return ok({ held: sql`null`, told: rowsObject(made, null) });
  const found = sql<Slot>`exists (select 1 from ${table} where ${matches})`;
  const held = sql<Slot>`(select json_group_array(json_each.key) from json_each(${rowsParameter}) where ${found})`;
  const was = sql<Slot>`json_each.key in (select h.value from json_each(${notes.held}) h)`;
  const merged = sql<Slot>`select json_array(json_each.key, json(${row.value})) as j from json_each(${rowsParameter}) join ${table} on ${matches} where ${was}`;
  return ok({ held, told: rowsObject(made, merged) });
}

/** The rows are known by the keys that they will have. */
function rollbackUpdate(
  secured: SecuredUpdate,
  columns: readonly Column[],
  notes: Notes,
): Result<RollbackPlan, Failure> {
  const { collection } = secured.update;
  const aliases = makeAliases();
  const target = targetSql({ collection, target: secured.target, when: secured.change.when, aliases });
  if (!target.ok) return target;
  const row = rowText(collection, secured.returning, aliases);
  if (!row.ok) return row;
  const table = id(collection.name);
  const keys = collection.primaryKey.map((name) => {
    const index = columns.findIndex((column) => column.name === name);
    const column = columns[index];
    const next = column === undefined ? ref(collection.name, name) : typedCell(column, updateCell(column, index));
    return keyJson(collection, name, next);
  });
  const held = sql<Slot>`(select json_group_array(json_array(${comma(keys)})) from ${table}${target.value})`;
  const matches = collection.primaryKey.map((name, index) => {
    const given = sql<Slot>`h.value ->> ${integer(index)}`;
    return sql<Slot>`${ref(collection.name, name)} = ${keyValue(collection, name, given)}`;
  });
  const rows = sql<Slot>`select ${row.value} as j from json_each(${notes.held}) h join ${table}${whereSql(matches)} order by h.key limit -1`;
  return ok({ held, told: rowsObject(rows, null) });
}

/** The rows are told before they are gone. */
function rollbackDelete(secured: SecuredDelete, notes: Notes): Result<RollbackPlan, Failure> {
  const { collection } = secured.delete;
  const aliases = makeAliases();
  const target = targetSql({ collection, target: secured.target, when: secured.when, aliases });
  if (!target.ok) return target;
  const row = rowText(collection, secured.returning, aliases);
  if (!row.ok) return row;
  const rows = sql<Slot>`select json(${row.value}) as j from ${id(collection.name)}${target.value}`;
  const held = sql<Slot>`(select json_group_array(json(j)) from (${rows}))`;
  return ok({ held, told: sql`json_object('rows', json(${notes.held}))` });
}

function rowsObject(rows: Sql<Slot>, merged: Sql<Slot> | null): Sql<Slot> {
  const list = (select: Sql<Slot>): Sql<Slot> => sql`(select json_group_array(json(j)) from (${select}))`;
  if (merged === null) return sql`json_object('rows', ${list(rows)})`;
  return sql`json_object('rows', ${list(rows)}, 'merged', ${list(merged)})`;
}

/** The JSON of a row is text here, or its numbers would be read and written again on the way. */
function rowText(collection: Collection, returning: SecuredRead | null, aliases: Aliases): Result<Sql<Slot>, Failure> {
  const table = returning === null ? null : guardedTable(returning.source, collection.name, aliases);
  const row = returnedRow(returning, table, aliases);
  if (!row.ok) return row;
  return ok(sql`json_array(${comma([sql<Slot>`(${row.value.json}) || ''`, ...row.value.keys])})`);
}

function keyJson(collection: Collection, name: string, value: Sql<Slot>): Sql<Slot> {
  const kind = collection.columns.get(name)?.type.kind.name;
  if (kind === "bytes") return sql`hex(${value})`;
  if (kind !== "real" && kind !== "numeric") return value;
  return sql`iif(typeof(${value}) = 'real', json(printf('%!.17g', ${value})), ${value})`;
}

function keyValue(collection: Collection, name: string, given: Sql<Slot>): Sql<Slot> {
  const column = collection.columns.get(name);
  if (column === undefined) throw new TypeError(`no column ${name}`);
  return typedCell(column, codecs[column.type.kind.encoding].store(sql`(${given})`));
}
