import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Update } from "../query/write.ts";
import { type Expression, holds, usesBefore, yes } from "../rules/expression.ts";
import type { SecuredRead } from "../rules/secure.ts";
import type { SecuredDelete, SecuredUpdate } from "../rules/secure-write.ts";
import { ruleSql, storedSql } from "../rules/to-sql.ts";
import type { Collection, Column } from "../schema/model.ts";
import { abort } from "../sql/abort.ts";
import { type Template, template } from "../sql/compile.ts";
import { comma, definitionSql, id, ref, type Sql, sql } from "../sql/fragment.ts";
import { returnedColumns, returnedRow, rowOrders } from "./returned.ts";
import { filterConditions, rowsSql, ruleConditions } from "./rows.ts";
import { sealedUpdate } from "./sealed-update.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, guardedTable, makeAliases, tableRule } from "./table.ts";
import { returningSql, typedCell, updateCell, type WritePlan, whereSql } from "./write.ts";

/** An update as one statement; a check that compares with the row before adds a guard in front of it. */
export function planUpdate(
  secured: SecuredUpdate,
  columns: readonly Column[],
  { session, mostSealed }: { readonly session: Sql<Slot> | null; readonly mostSealed: number },
): Result<WritePlan, Failure> {
  const { collection } = secured.update;
  const { when, check } = secured.change;
  const aliases = makeAliases();
  const early = usesBefore(check);
  const target = targetSql({ collection, target: secured.target, when, session, aliases });
  if (!target.ok) return target;
  const returning = returningSql({
    collection,
    returning: secured.returning,
    check: early ? yes : check,
    reason: `update:${collection.name}`,
    aliases,
  });
  if (!returning.ok) return returning;
  const rowwise = sealedUpdate(collection, columns, { target: target.value, most: mostSealed });
  const given = columns.map((column, index) => sql<Slot>`${id(column.name)} = ${rowwise.cell(column, index)}`);
  const sets = [...given, ...defaultSets(secured.update)];
  // Where only generated columns are set to their default, nothing is: the rows are the answer all the same.
  const [key = ""] = collection.primaryKey;
  if (sets.length === 0) sets.push(sql`${id(key)} = ${id(key)}`);
  const main = template(
    sql<Slot>`update ${id(collection.name)} set ${comma(sets)}${rowwise.from}${rowwise.where} ${returning.value}`,
  );
  const guards = early ? [checkGuard(secured, columns, target.value, aliases)] : [];
  const { targets } = rowwise;
  return ok({ guards, before: null, existing: null, targets, main, order: rowOrders(secured.returning) });
}

/** SQLite has no `set … = default`. A generated column's default is what it is anyway. */
function defaultSets({ collection, defaults = [] }: Update): readonly Sql<Slot>[] {
  return defaults
    .filter((column) => !column.generated && column.makeDefault === null)
    .flatMap((column) => [column, ...indexOf(collection, column)])
    .map((column) => sql<Slot>`${id(column.name)} = ${defaultSql(column)}`);
}

/** The blind index of an encrypted column. */
function indexOf({ columns }: Collection, { encrypted }: Column): readonly Column[] {
  const index = columns.get(encrypted?.index ?? "");
  return index === undefined ? [] : [index];
}

function defaultSql(column: Column): Sql<Slot> {
  if (column.default === null) return sql`null`;
  return column.default.kind === "sql" ? definitionSql(column.default.text) : storedSql(column.default.stored);
}

/** A delete as one statement. Where related rows are wanted back they are read first: a cascade may take them along. */
export function planDelete(secured: SecuredDelete, session: Sql<Slot> | null): Result<WritePlan, Failure> {
  const { collection } = secured.delete;
  const aliases = makeAliases();
  const target = targetSql({ collection, target: secured.target, when: secured.when, session, aliases });
  if (!target.ok) return target;
  const early = secured.returning !== null && secured.returning.embeds.length > 0;
  const returning = returningSql({
    collection,
    returning: early ? null : deletedRow(secured.returning),
    check: yes,
    reason: `hidden:${collection.name}`,
    aliases,
  });
  if (!returning.ok) return returning;
  const main = template(sql<Slot>`delete from ${id(collection.name)}${target.value} ${returning.value}`);
  const rest = { guards: [], existing: null, targets: null, main, order: rowOrders(secured.returning) };
  if (!early || secured.returning === null) return ok({ ...rest, before: null });
  const table = guardedTable(secured.returning.source, collection.name, aliases);
  const row = returnedRow(secured.returning, table, aliases);
  if (!row.ok) return row;
  const before = template(sql<Slot>`select ${returnedColumns(row.value)} from ${id(collection.name)}${target.value}`);
  return ok({ ...rest, before });
}

interface Target {
  readonly collection: Collection;
  readonly target: SecuredRead;
  readonly when: Expression;
  /** Comes first: nothing is told to somebody whose session has ended. */
  readonly session?: Sql<Slot> | null;
  readonly aliases: Aliases;
}

/** Which rows: visible to the caller, let through by the filters, allowed by the rule; with a limit, by their key. */
export function targetSql(options: Target): Result<Sql<Slot>, Failure> {
  const { collection, target, when, session = null, aliases } = options;
  const first = session === null ? [] : [session];
  const { name } = collection;
  if (target.limit !== null || target.offset !== null) {
    const rows = rowsSql(target, { aliases, link: null, most: null });
    if (!rows.ok) return rows;
    const { table, from, where, tail } = rows.value;
    const allowed = holds(when) ? where : [...where, tableRule(when, table.alias, aliases)];
    const key = (alias: string): Sql<never> => comma(collection.primaryKey.map((column) => ref(alias, column)));
    const chosen = sql<Slot>`select ${key(table.alias)} from ${from}${whereSql(allowed)}${tail}`;
    return ok(whereSql([...first, sql`(${key(name)}) in (${chosen})`]));
  }
  const conditions: Sql<Slot>[] = holds(when) ? [...first] : [...first, tableRule(when, name, aliases)];
  conditions.push(...ruleConditions(target.source, name, aliases));
  const filtered = filterConditions(target, guardedTable(target.source, name, aliases), aliases);
  if (!filtered.ok) return filtered;
  conditions.push(...filtered.value);
  return ok(whereSql(conditions));
}

/** Looks at each row before it is changed: as it is, and as it will be with the new cells in place. */
function checkGuard(
  secured: SecuredUpdate,
  columns: readonly Column[],
  target: Sql<Slot>,
  aliases: Aliases,
): Template<Slot> {
  const { name } = secured.update.collection;
  const old = (column: string): Sql<never> => ref(name, column);
  const cells = new Map(columns.map((column, index) => [column.name, typedCell(column, updateCell(column, index))]));
  for (const column of secured.update.defaults ?? [])
    if (!cells.has(column.name)) cells.set(column.name, defaultSql(column));
  const check = ruleSql<Slot>(secured.change.check, {
    column: (column) => cells.get(column) ?? old(column),
    before: old,
    alias: aliases,
  });
  const where = target.parts.length === 0 ? sql<Slot>` where ` : sql<Slot>`${target} and `;
  const broken = sql<Slot>`exists (select 1 from ${id(name)}${where}(${check}) is not true)`;
  return template(sql<Slot>`select case when ${broken} then ${abort(`update:${name}`)} end`);
}

/** A deleted row was visible when it was chosen: there is nothing left to check. */
function deletedRow(returning: SecuredRead | null): SecuredRead | null {
  return returning === null ? null : { ...returning, source: { ...returning.source, rows: yes } };
}
