import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { SecuredRead } from "../rules/secure.ts";
import { type Template, template } from "../sql/compile.ts";
import { id, type Sql, sql } from "../sql/fragment.ts";
import { isAggregated } from "./aggregate.ts";
import { type RowsSql, rowsSql } from "./rows.ts";
import { groupedRows, neededColumns, pageSql, rowObject } from "./select.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, makeAliases, selectedTable } from "./table.ts";

export interface ReadPlan {
  /** One statement. Each row has one column, `j`: a row's JSON text; with a total, the first row is the total. */
  readonly statement: Template<Slot>;
  readonly total: boolean;
}

export interface ReadPlanOptions {
  /** Count all matching rows as well. */
  readonly total: boolean;
  /** The most rows that the answer holds. */
  readonly maxRows: number;
}

/** A read, however deep, as one statement. Throws SqlLimitError where it is larger than the database takes. */
export function planRead(read: SecuredRead, options: ReadPlanOptions): Result<ReadPlan, Failure> {
  const aliases = makeAliases();
  const rows = rowsSql(read, { aliases, link: null, most: options.maxRows });
  if (!rows.ok) return rows;
  const { table, matching, tail } = rows.value;
  if (isAggregated(read.select)) return planGroups(read, rows.value, { ...options, aliases });
  const paged = read.embeds.length > 0 && (read.order.length > 0 || read.offset !== null);
  const page = paged ? selectedTable(read.source, aliases()) : table;
  const object = rowObject(read.select, page, aliases);
  if (!object.ok) return object;
  const count = sql<Slot>`select count(*) as j ${matching}`;
  let text: Sql<Slot>;
  if (paged) {
    const inner = pageSql(neededColumns(read), table, sql`${matching}${tail}`);
    const name = id(page.alias);
    const body = sql<Slot>`select ${object.value} as j from ${name}`;
    text = sql`with ${name} as materialized (${inner}) ${options.total ? sql`${count} union all ${body}` : body}`;
  } else {
    const body = sql<Slot>`select ${object.value} as j ${matching}${tail}`;
    text = options.total ? sql`${count} union all select j from (${body})` : body;
  }
  return ok({ statement: template(text), total: options.total });
}

function planGroups(
  read: SecuredRead,
  rows: RowsSql,
  options: ReadPlanOptions & { readonly aliases: Aliases },
): Result<ReadPlan, Failure> {
  const groups = groupedRows(read, rows, { aliases: options.aliases, most: options.maxRows });
  if (!groups.ok) return groups;
  const body = sql<Slot>`select ${groups.value.object} as j ${groups.value.from}`;
  const count = sql<Slot>`select count(*) as j ${rows.matching}`;
  const text = options.total ? sql<Slot>`${count} union all select j from (${body})` : body;
  return ok({ statement: template(text), total: options.total });
}
