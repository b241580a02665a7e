import type { Failure } from "../kernel/failure.ts";
import { collect, ok, type Result } from "../kernel/result.ts";
import type { Order } from "../query/read.ts";
import type { SecuredRead } from "../rules/secure.ts";
import { comma, id, type Sql, sql } from "../sql/fragment.ts";
import { orderKey } from "./rows.ts";
import { rowObject } from "./select.ts";
import type { Slot } from "./slot.ts";
import type { Aliases, Table } from "./table.ts";

/** What a write gives back of each row. */
export interface ReturnedRow {
  readonly json: Sql<Slot>;
  /** What the rows are sorted by, one value a term of `order`. */
  readonly keys: readonly Sql<Slot>[];
}

/** How one term of an order sorts. RETURNING knows no order, so the engine sorts the rows. */
export interface RowOrder {
  readonly descending: boolean;
  readonly nulls: "first" | "last";
}

/** Null for a write that gives nothing back: a row is then a 1. */
export function returnedRow(
  returning: SecuredRead | null,
  table: Table | null,
  aliases: Aliases,
): Result<ReturnedRow, Failure> {
  if (returning === null || table === null) return ok({ json: sql`1`, keys: [] });
  const json = rowObject(returning.select, table, aliases);
  if (!json.ok) return json;
  const keys = collect(returning.order, (term) => sortKey(term, returning, table, aliases));
  return keys.ok ? ok({ json: json.value, keys: keys.value }) : keys;
}

/** `… as j, … as o0` */
export function returnedColumns({ json, keys }: ReturnedRow): Sql<Slot> {
  return comma([sql<Slot>`${json} as j`, ...keys.map((key, index) => sql<Slot>`${key} as ${id(`o${index}`)}`)]);
}

export function rowOrders(returning: SecuredRead | null): readonly RowOrder[] {
  return (returning?.order ?? []).map(({ descending, nulls }) => ({
    descending,
    nulls: nulls ?? (descending ? "first" : "last"),
  }));
}

function sortKey(order: Order, read: SecuredRead, table: Table, aliases: Aliases): Result<Sql<Slot>, Failure> {
  const key = orderKey(order, read, table, aliases);
  if (!key.ok || order.field.column.type.kind.name !== "bytes") return key;
  // As hex they sort alike, and JSON can hold them.
  return ok(sql`case when ${key.value} is not null then hex(${key.value}) end`);
}
