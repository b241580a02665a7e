import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Insert } from "../query/write.ts";
import { holds, yes } from "../rules/expression.ts";
import type { SecuredInsert } from "../rules/secure-write.ts";
import { ruleSql } from "../rules/to-sql.ts";
import type { Column } from "../schema/model.ts";
import { abort } from "../sql/abort.ts";
import { template } from "../sql/compile.ts";
import { comma, id, join, ref, type Sql, sql } from "../sql/fragment.ts";
import { rowOrders } from "./returned.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, makeAliases } from "./table.ts";
import { insertCell, returningSql, rowsParameter, typedCell, type WritePlan } from "./write.ts";

/**
 * An insert as one statement, whatever the number of rows: they come as one JSON parameter. `columns` is the order of
 * a row's cells, those that rules and defaults fill in included. `session` comes before all else: nothing is told to
 * somebody whose session has ended.
 */
export function planInsert(
  secured: SecuredInsert,
  columns: readonly Column[],
  session: Sql<Slot> | null,
): Result<WritePlan, Failure> {
  const { insert } = secured;
  const { collection } = insert;
  const aliases = makeAliases();
  const early = earlyCheck(secured, columns, aliases);
  const returning = returningSql({
    collection,
    returning: secured.returning,
    check: early === null ? secured.check : yes,
    reason: `insert:${collection.name}`,
    aliases,
  });
  if (!returning.ok) return returning;
  const into = sql`insert into ${id(collection.name)}`;
  const rest = { guards: [], before: null, targets: null, order: rowOrders(secured.returning) };
  if (columns.length === 0) {
    const main = template(sql<Slot>`${into} default values ${returning.value}`);
    return ok({ ...rest, existing: null, main });
  }
  const names = comma(columns.map((column) => id(column.name)));
  const cells = comma(columns.map(insertCell));
  const conditions = [session, early].filter((condition) => condition !== null);
  // Without a condition SQLite would take ON CONFLICT for a join's.
  const where = conditions.length === 0 ? sql<Slot>`true` : join(conditions, sql` and `);
  const from = sql<Slot>`select ${cells} from json_each(${rowsParameter}) where ${where}`;
  const conflict = conflictSql(secured, columns, aliases);
  const matches = secured.insert.conflict?.action === "merge" ? conflictMatches(secured.insert, columns) : null;
  const found = sql<Slot>`exists (select 1 from ${id(collection.name)} where ${matches ?? sql`false`})`;
  return ok({
    ...rest,
    existing:
      matches === null
        ? null
        : template(sql<Slot>`select count(*) as n from json_each(${rowsParameter}) where ${found}`),
    main: template(sql<Slot>`${into} (${names}) ${from} ${conflict}${returning.value}`),
  });
}

/** That a row of the table is the one that the row at hand conflicts with; null where the rows leave its key open. */
export function conflictMatches({ collection, conflict }: Insert, columns: readonly Column[]): Sql<Slot> | null {
  const matches: Sql<Slot>[] = [];
  for (const name of conflict?.columns ?? []) {
    const index = columns.findIndex((column) => column.name === name);
    const column = columns[index];
    if (column === undefined) return null;
    matches.push(sql`${ref(collection.name, name)} = ${typedCell(column, insertCell(column, index))}`);
  }
  return join(matches, sql` and `);
}

/**
 * The rule on each new row, before it is written: a constraint that fails first would tell what rows there are, and an
 * upsert that ignores gives no row to judge. Null where the rule looks at what only the database fills in: RETURNING is
 * then the first to see it.
 */
function earlyCheck(secured: SecuredInsert, columns: readonly Column[], aliases: Aliases): Sql<Slot> | null {
  const { collection } = secured.insert;
  if (holds(secured.check) || columns.length === 0) return null;
  const cells = new Map(columns.map((column, index) => [column.name, typedCell(column, insertCell(column, index))]));
  let isWhole = true;
  const check = ruleSql<Slot>(secured.check, {
    column(name) {
      const column = collection.columns.get(name);
      if (!cells.has(name) && (column === undefined || column.hasDefault || column.generated)) isWhole = false;
      return cells.get(name) ?? sql`null`;
    },
    alias: aliases,
  });
  return isWhole ? sql`case when ${check} then 1 else ${abort(`insert:${collection.name}`)} end` : null;
}

function conflictSql(secured: SecuredInsert, columns: readonly Column[], aliases: Aliases): Sql<Slot> {
  const { conflict } = secured.insert;
  if (conflict === null) return sql``;
  const target = comma(conflict.columns.map((name) => id(name)));
  const given = new Set(conflict.update ?? secured.insert.columns.map((column) => column.name));
  const changed = columns.filter(
    ({ name, indexes = name, makeUpdate }) => given.has(name) || given.has(indexes) || makeUpdate !== null,
  );
  if (conflict.action === "ignore" || changed.length === 0) return sql`on conflict (${target}) do nothing `;
  const sets = comma(changed.map((column) => sql`${id(column.name)} = ${ref("excluded", column.name)}`));
  const guard = mergeGuard(secured, new Set(changed.map((column) => column.name)), aliases);
  return sql`on conflict (${target}) do update set ${sets}${guard === null ? sql`` : sql` where ${guard}`} `;
}

/** The row that is there must be the caller's to change, and the row as merged must fulfil the update's check. */
function mergeGuard(secured: SecuredInsert, changed: ReadonlySet<string>, aliases: Aliases): Sql<Slot> | null {
  const { merge, insert } = secured;
  if (merge === null) return null;
  const name = insert.collection.name;
  const old = (column: string): Sql<Slot & never> => ref(name, column);
  const merged = (column: string): Sql<Slot & never> => (changed.has(column) ? ref("excluded", column) : old(column));
  const conditions: Sql<Slot>[] = [];
  if (!holds(merge.when)) conditions.push(ruleSql(merge.when, { column: old, alias: aliases }));
  if (!holds(merge.check)) conditions.push(ruleSql(merge.check, { column: merged, before: old, alias: aliases }));
  if (conditions.length === 0) return null;
  return sql`case when ${join(conditions, sql` and `)} then 1 else ${abort(`update:${name}`)} end`;
}
