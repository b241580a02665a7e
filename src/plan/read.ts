import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import { isAggregated } from "../query/read.ts";
import type { SecuredRead } from "../rules/secure.ts";
import { abort } from "../sql/abort.ts";
import { type Template, template } from "../sql/compile.ts";
import { comma, id, integer, join, type Sql, sql } from "../sql/fragment.ts";
import { type KeysetPlan, type KeysetSql, keysetSql, narrowed } from "./keyset.ts";
import { type RowsSql, rowsSql } from "./rows.ts";
import { groupedRows, neededColumns, pageSql, rowObject } from "./select.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, makeAliases, selectedTable } from "./table.ts";

/**
 * - array: one row, `n` the number of rows, `j` their JSON array, `t` the total. The cheapest by far, but D1 holds a
 *   value to 2 MB.
 * - rows: a row for each row, `j` its JSON text, after `heads` rows: NULL for the session's check, then the total.
 *
 * Of a page by place, `k` is its last row's values for a cursor, or in the form of rows each row's.
 */
export type ReadForm = "array" | "rows";

export interface ReadPlan {
  /** One statement. */
  readonly statement: Template<Slot>;
  readonly form: ReadForm;
  readonly heads: number;
  readonly total: boolean;
  /** Of a page by place. */
  readonly keyset: KeysetPlan | null;
}

export interface ReadPlanOptions {
  readonly form: ReadForm;
  /** Count all matching rows as well. */
  readonly total: boolean;
  /** The most rows that the answer holds. */
  readonly maxRows: number;
  /** The most bytes of its rows; in the form of an array nothing counts them, since D1 holds a value to less. */
  readonly maxBytes: number;
  /** Fails the statement where the caller's session has ended; null where there is none to check. */
  readonly check: Sql<Slot> | null;
}

/** A read, however deep, as one statement. Throws SqlLimitError where it is larger than the database takes. */
export function planRead(read: SecuredRead, options: ReadPlanOptions): Result<ReadPlan, Failure> {
  const aliases = makeAliases();
  const rows = rowsSql(read, { aliases, link: null, most: options.maxRows });
  if (!rows.ok) return rows;
  const keyset = keysetSql(read, rows.value.table);
  if (!keyset.ok) return keyset;
  const objects = isAggregated(read.select)
    ? groupObjects(read, rows.value, { aliases, most: options.maxRows })
    : pageObjects(read, rows.value, { aliases, keyset: keyset.value });
  if (!objects.ok) return objects;
  const parts: Parts = { ...objects.value, matching: rows.value.matching, keyset: keyset.value?.plan ?? null };
  return ok(options.form === "array" ? arrayPlan(parts, options) : rowsPlan(parts, options));
}

/** An object for each row of the answer, and the rows, order and limit included. */
interface Objects {
  readonly object: Sql<Slot>;
  readonly from: Sql<Slot>;
  /** Of a page by place: a row's values for a cursor. */
  readonly place: Sql<Slot> | null;
}

interface Parts extends Objects {
  /** `from … where …` of all rows, for the total. */
  readonly matching: Sql<Slot>;
  readonly keyset: KeysetPlan | null;
}

/** The page is chosen first, so that what is put together for a row is done for the rows of the page alone. */
function pageObjects(
  read: SecuredRead,
  rows: RowsSql,
  { aliases, keyset }: { readonly aliases: Aliases; readonly keyset: KeysetSql | null },
): Result<Objects, Failure> {
  const page = selectedTable(read.source, aliases());
  const object = rowObject(read.select, page, aliases);
  if (!object.ok) return object;
  const matching = keyset === null ? rows.matching : narrowed(rows.from, rows.where, keyset.condition);
  const more = keyset?.columns ?? [];
  const inner = pageSql(neededColumns(read), rows.table, { rows: sql`${matching}${rows.tail}`, more });
  const place = keyset === null ? null : keyset.values(page.alias);
  return ok({ object: object.value, from: sql`from (${inner}) ${id(page.alias)}`, place });
}

function groupObjects(
  read: SecuredRead,
  rows: RowsSql,
  options: { readonly aliases: Aliases; readonly most: number },
): Result<Objects, Failure> {
  const groups = groupedRows(read, rows, options);
  if (!groups.ok) return groups;
  const { object, from } = groups.value;
  const name = options.aliases();
  return ok({ object: sql`json("j")`, from: sql`from (select ${object} as "j" ${from}) ${id(name)}`, place: null });
}

/** The check is evaluated for the one row that there always is, and its failure is the statement's. */
function arrayPlan({ object, from, matching, place, keyset }: Parts, { check, total }: ReadPlanOptions): ReadPlan {
  const columns: Sql<Slot>[] = [sql`count(*) as n`, sql`json_group_array(${object}) as j`];
  if (total) columns.push(sql`(select count(*) ${matching}) as t`);
  if (check !== null) columns.push(sql`${check} as c`);
  if (place !== null) columns.push(sql`json_group_array(${place}) -> '$[#-1]' as k`);
  return { statement: template(sql<Slot>`select ${comma(columns)} ${from}`), form: "array", heads: 0, total, keyset };
}

/**
 * Puts the head rows in front, in the same statement. The bytes of the rows are summed up on the way: what is too much ends
 * the statement there, before all of it is in memory.
 */
function rowsPlan(
  { object, from, matching, place, keyset }: Parts,
  { check, total, maxBytes }: ReadPlanOptions,
): ReadPlan {
  const heads: Sql<Slot>[] = [];
  const none = place === null ? sql`, null as b` : sql`, null as k, null as b`;
  if (check !== null) heads.push(sql`select ${check} as j${none}`);
  if (total) heads.push(sql`select count(*) as j${none} ${matching}`);
  const [values, names] = place === null ? [sql``, sql``] : [sql<Slot>`, ${place} as k`, sql`, k`];
  const sum = sql`sum(length(cast(j as blob))) over (rows unbounded preceding)`;
  const bound = sql`case when ${sum} > ${integer(maxBytes)} then ${abort(`bytes:${maxBytes}`)} end as b`;
  const body = sql<Slot>`select j${names}, ${bound} from (select ${object} as j${values} ${from})`;
  const text = join([...heads, body], sql` union all `);
  return { statement: template(text), form: "rows", heads: heads.length, total, keyset };
}
