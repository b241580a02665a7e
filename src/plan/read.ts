import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { SecuredRead } from "../rules/secure.ts";
import { type Template, template } from "../sql/compile.ts";
import { empty, id, join, type Sql, sql } from "../sql/fragment.ts";
import { isAggregated } from "./aggregate.ts";
import { rowsSql } from "./rows.ts";
import { groupedRows, neededColumns, pageSql, rowObject } from "./select.ts";
import type { Slot } from "./slot.ts";
import { makeAliases, selectedTable } from "./table.ts";

export interface ReadPlan {
  /**
   * One statement. Each row has one column, `j`: a row's JSON text. Before those come `heads` rows: NULL for the session's
   * check, then the total.
   */
  readonly statement: Template<Slot>;
  readonly heads: number;
  readonly total: boolean;
}

export interface ReadPlanOptions {
  /** Count all matching rows as well. */
  readonly total: boolean;
  /** The most rows that the answer holds. */
  readonly maxRows: number;
  /** Fails the statement where the caller's session has ended; null where there is none to check. */
  readonly check: Sql<Slot> | null;
}

/** A read, however deep, as one statement. Throws SqlLimitError where it is larger than the database takes. */
export function planRead(read: SecuredRead, options: ReadPlanOptions): Result<ReadPlan, Failure> {
  const aliases = makeAliases();
  const rows = rowsSql(read, { aliases, link: null, most: options.maxRows });
  if (!rows.ok) return rows;
  const { table, matching, tail } = rows.value;
  if (isAggregated(read.select)) {
    const groups = groupedRows(read, rows.value, { aliases, most: options.maxRows });
    if (!groups.ok) return groups;
    const body = sql<Slot>`select ${groups.value.object} as j ${groups.value.from}`;
    return ok(assemble({ before: empty, body, matching, isBare: false }, options));
  }
  // Sorting makes what is selected for every row that might be among the first: so the page is chosen before.
  const paged = read.order.length > 0 || (read.embeds.length > 0 && read.offset !== null);
  const page = paged ? selectedTable(read.source, aliases()) : table;
  const object = rowObject(read.select, page, aliases);
  if (!object.ok) return object;
  if (!paged) {
    const body = sql<Slot>`select ${object.value} as j ${matching}${tail}`;
    return ok(assemble({ before: empty, body, matching, isBare: false }, options));
  }
  const name = id(page.alias);
  const inner = pageSql(neededColumns(read), table, sql`${matching}${tail}`);
  const before = sql<Slot>`with ${name} as materialized (${inner}) `;
  return ok(assemble({ before, body: sql`select ${object.value} as j from ${name}`, matching, isBare: true }, options));
}

interface Parts {
  /** `with … `, or nothing. */
  readonly before: Sql<Slot>;
  readonly body: Sql<Slot>;
  /** `from … where …` of all rows, for the total. */
  readonly matching: Sql<Slot>;
  /** The body has neither order nor limit: it can stand in a compound as it is. */
  readonly isBare: boolean;
}

/** Puts the head rows in front, in the same statement. */
function assemble({ before, body, matching, isBare }: Parts, { check, total }: ReadPlanOptions): ReadPlan {
  const heads: Sql<Slot>[] = [];
  if (check !== null) heads.push(sql`select ${check} as j`);
  if (total) heads.push(sql`select count(*) as j ${matching}`);
  const last = isBare || heads.length === 0 ? body : sql<Slot>`select j from (${body})`;
  const text = sql<Slot>`${before}${join([...heads, last], sql` union all `)}`;
  return { statement: template(text), heads: heads.length, total };
}
