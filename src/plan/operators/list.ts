import { type Sql, sql } from "../../sql/fragment.ts";
import type { Slot } from "../slot.ts";

/**
 * Whether a list stands in the order of the sign to another, as PostgreSQL orders arrays: by the first elements that
 * differ, NULL being the largest, and a list before those that go on after it.
 */
export function listOrder(left: Sql<Slot>, sign: Sql<never>, right: Sql<Slot>): Sql<Slot> {
  const verdict = sql`case when a.key is null then -1 when b.key is null then 1 when a.value is null then 1 when b.value is null then -1 when a.value > b.value then 1 else -1 end`;
  const isDifferent = sql`a.key is null or b.key is null or a.value is not b.value`;
  const first = sql<Slot>`select ${verdict} from json_each(l) a full join json_each(${right}) b on a.key = b.key where ${isDifferent} order by ifnull(a.key, b.key) limit 1`;
  return sql`(select case when l is not null then ifnull((${first}), 0) ${sign} 0 end from (select ${left} as l))`;
}
