import { statement } from "../sql/compile.ts";
import { type Sql, sql, value } from "../sql/fragment.ts";
import { databaseNow } from "./instants.ts";
import type { Store } from "./ports.ts";

/**
 * True while the session of this id is active: one look-up by primary key. Put it into the batch that reads or writes
 * the data, so that revocation costs no round trip. The session's row is the whole truth: logging out, a ban, a change
 * of role or of password delete it. An API key has such a row too.
 */
export function alive<S>(sessionId: Sql<S>): Sql<S> {
  return sql<S>`exists (select 1 from "auth_sessions" where "id" = ${sessionId}
    and ("not_after" is null or "not_after" > ${databaseNow}))`;
}

export async function isAlive(store: Store, sessionId: string): Promise<boolean> {
  const select = statement(sql`select ${alive(value(sessionId))} as "alive"`);
  const [found] = await store.batch([select], { retry: true });
  return found?.rows[0]?.alive === 1;
}
