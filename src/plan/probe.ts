import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { SecuredDelete, SecuredInsert, SecuredUpdate } from "../rules/secure-write.ts";
import type { Collection, Column, ForeignKey } from "../schema/model.ts";
import { comma, id, join, ref, type Sql, sql } from "../sql/fragment.ts";
import { codecs } from "./encode.ts";
import { conflictMatches } from "./insert.ts";
import type { Slot } from "./slot.ts";
import { makeAliases } from "./table.ts";
import { targetSql } from "./update.ts";
import { insertCell, rowsParameter, typedCell, updateCell, whereSql } from "./write.ts";

// What to ask the database once it has refused a write: SQLite says which columns or that some foreign key, but no value.
// Each statement gives at most one row.

/** `p`: the place of the first given row whose key is in the table. Null where the rows leave a column of it open. */
export function takenKey(secured: SecuredInsert, columns: readonly Column[], key: readonly string[]): Sql<Slot> | null {
  const { collection } = secured.insert;
  const cells = cellsOf(columns, insertCell);
  const matches = key.flatMap((name) => {
    const cell = cells.get(name);
    return cell === undefined ? [] : [sql<Slot>`${ref(collection.name, name)} = ${cell}`];
  });
  if (matches.length < key.length) return null;
  // A row that is merged keeps its own key.
  const merged = secured.insert.conflict === null ? null : conflictMatches(secured.insert, columns);
  const other = merged === null ? [] : [sql<Slot>`(${merged}) is not true`];
  const taken = sql<Slot>`select 1 from ${id(collection.name)}${whereSql([...matches, ...other])}`;
  return sql`select json_each.key as p from json_each(${rowsParameter}) where exists (${taken}) order by json_each.key limit 1`;
}

/** `k`: the key, as text, that an update gives to a row and another row has. */
export function clashingKey(
  secured: SecuredUpdate,
  columns: readonly Column[],
  key: readonly string[],
): Result<Sql<Slot>, Failure> {
  const { collection } = secured.update;
  const aliases = makeAliases();
  const target = targetSql({ collection, target: secured.target, when: secured.change.when, aliases });
  if (!target.ok) return target;
  const next = nextOf(collection, columns);
  const other = aliases();
  const table = id(collection.name);
  const same = key.map((name) => sql<Slot>`${ref(other, name)} = ${next(name)}`);
  const itself = collection.primaryKey.map((name) => sql<Slot>`${ref(other, name)} = ${ref(collection.name, name)}`);
  const taken = sql<Slot>`exists (select 1 from ${table} ${id(other)}${whereSql([...same, sql`not (${join(itself, sql` and `)})`])})`;
  const shown = keyText(collection, key, next);
  const there = sql<Slot>`select ${shown} from ${table}${andWhere(target.value, taken)} limit 1`;
  const twice = sql<Slot>`select ${shown} from ${table}${target.value} group by ${comma(key.map(next))} having count(*) > 1 limit 1`;
  return ok(sql`select coalesce((${there}), (${twice})) as k`);
}

/** `k`: the first value of a foreign key, as text, that is in no row of its target. Null where it does not change. */
export function missingTarget(
  secured: SecuredInsert | SecuredUpdate,
  columns: readonly Column[],
  key: ForeignKey,
): Result<Sql<Slot> | null, Failure> {
  const given = columns.map((column) => column.name);
  const aliases = makeAliases();
  const alias = aliases();
  const conditions = (next: (name: string) => Sql<Slot>): Sql<Slot>[] => {
    const matches = key.columns.map(
      (name, index) => sql<Slot>`${ref(alias, key.targetColumns[index] ?? "")} = ${next(name)}`,
    );
    const found = sql<Slot>`exists (select 1 from ${id(key.target)} ${id(alias)}${whereSql(matches)})`;
    return [...key.columns.map((name) => sql<Slot>`${next(name)} is not null`), sql`not ${found}`];
  };
  if (secured.kind === "insert") {
    if (!key.columns.every((name) => given.includes(name))) return ok(null);
    const cells = cellsOf(columns, insertCell);
    const next = (name: string): Sql<Slot> => cells.get(name) ?? sql`null`;
    const shown = keyText(secured.insert.collection, key.columns, next);
    return ok(
      sql`select ${shown} as k from json_each(${rowsParameter})${whereSql(conditions(next))} order by json_each.key limit 1`,
    );
  }
  if (!key.columns.some((name) => given.includes(name))) return ok(null);
  const { collection } = secured.update;
  const target = targetSql({ collection, target: secured.target, when: secured.change.when, aliases });
  if (!target.ok) return target;
  const next = nextOf(collection, columns);
  const shown = keyText(collection, key.columns, next);
  const broken = join(conditions(next), sql` and `);
  return ok(sql`select ${shown} as k from ${id(collection.name)}${andWhere(target.value, broken)} limit 1`);
}

/** One step from a row to the rows that point at it. */
export interface Holder {
  readonly collection: Collection;
  readonly key: ForeignKey;
}

/**
 * `k`: the key, as text, of a row that the write takes away while others point at it. `path` leads from the collection to
 * those that hold it: all but the last are deleted along. Null where an update changes nothing that they point at.
 */
export function stillReferenced(
  secured: SecuredDelete | SecuredUpdate,
  columns: readonly Column[],
  path: readonly Holder[],
): Result<Sql<Slot> | null, Failure> {
  const [first] = path;
  if (first === undefined) return ok(null);
  const aliases = makeAliases();
  const isUpdate = secured.kind === "update";
  const { collection } = isUpdate ? secured.update : secured.delete;
  const when = isUpdate ? secured.change.when : secured.when;
  const { targetColumns } = first.key;
  if (isUpdate && !targetColumns.some((name) => columns.some((column) => column.name === name))) return ok(null);
  const target = targetSql({ collection, target: secured.target, when, aliases });
  if (!target.ok) return target;
  const old = (name: string): Sql<Slot> => ref(collection.name, name);
  let from = collection.name;
  let held = sql<Slot>``;
  let close = sql<Slot>``;
  for (const { collection: child, key } of path) {
    const alias = aliases();
    const above = from;
    const matches = key.columns.map(
      (name, index) => sql<Slot>`${ref(alias, name)} = ${ref(above, key.targetColumns[index] ?? "")}`,
    );
    const and = held.parts.length === 0 ? sql<Slot>`` : sql<Slot>` and `;
    held = sql`${held}${and}exists (select 1 from ${id(child.name)} ${id(alias)}${whereSql(matches)}`;
    close = sql`${close})`;
    from = alias;
  }
  const next = nextOf(collection, columns);
  const changed = targetColumns.map((name) => sql<Slot>`${next(name)} is not ${old(name)}`);
  const moved = isUpdate ? sql<Slot>`(${join(changed, sql` or `)}) and ` : sql<Slot>``;
  const shown = keyText(collection, targetColumns, old);
  return ok(
    sql`select ${shown} as k from ${id(collection.name)}${andWhere(target.value, sql`${moved}${held}${close}`)} limit 1`,
  );
}

function cellsOf(
  columns: readonly Column[],
  cell: (column: Column, index: number) => Sql<Slot>,
): ReadonlyMap<string, Sql<Slot>> {
  return new Map(columns.map((column, index) => [column.name, typedCell(column, cell(column, index))]));
}

/** A column's value after an update. */
function nextOf(collection: Collection, columns: readonly Column[]): (name: string) => Sql<Slot> {
  const cells = cellsOf(columns, updateCell);
  return (name) => cells.get(name) ?? ref(collection.name, name);
}

function keyText(collection: Collection, key: readonly string[], value: (name: string) => Sql<Slot>): Sql<Slot> {
  const texts = key.map((name) => {
    const column = collection.columns.get(name);
    const stored = sql<Slot>`(${value(name)})`;
    return column === undefined ? stored : sql<Slot>`(${codecs[column.type.kind.encoding].text(stored)})`;
  });
  return join(texts, sql` || ', ' || `);
}

function andWhere(where: Sql<Slot>, condition: Sql<Slot>): Sql<Slot> {
  return where.parts.length === 0 ? sql`${whereSql([condition])}` : sql`${where} and ${condition}`;
}
