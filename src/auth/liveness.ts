import { type Sql, sql } from "../sql/fragment.ts";
import { databaseNow } from "./instants.ts";

/**
 * True while the session of this id is active: one look-up by primary key. Put it into the batch that reads or writes
 * the data, so that revocation costs no round trip. The session's row is the whole truth: logging out, a ban, a change
 * of role or of password delete it.
 */
export function alive<S>(sessionId: Sql<S>): Sql<S> {
  return sql<S>`exists (select 1 from "auth_sessions" where "id" = ${sessionId}
    and ("not_after" is null or "not_after" > ${databaseNow}))`;
}
