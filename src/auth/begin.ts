import { type Statement, statement } from "../sql/compile.ts";
import { type Sql, sql, value } from "../sql/fragment.ts";
import { type Grant, grant } from "./access-token.ts";
import { audit } from "./audit/record.ts";
import { signedIn } from "./audit/signed-in.ts";
import type { AuthContext, Client } from "./context.ts";
import { instant } from "./instants.ts";
import { insertFirstToken, newRefreshToken } from "./refresh-tokens.ts";
import { type AuthenticationMethod, type ClientStart, insertSession, startSession } from "./session.ts";
import { readUser } from "./user.ts";

export interface Beginning {
  readonly user: { readonly id: string; readonly role: string };
  readonly method: AuthenticationMethod["method"];
  readonly client: Client;
  /** What must still hold of the user's row when the session is written. That he is not banned is added. */
  readonly condition: Sql;
  /** What runs before the session is written, in the same batch. */
  readonly before?: readonly Statement[];
  /** What is changed along with it, in the same batch, given the condition that the session was written. */
  readonly effects?: (begun: Sql, sessionId: string) => readonly Statement[];
  /** Whose the session is, where it is not the user's own. */
  readonly oauth?: ClientStart;
}

/** Writes a session and what belongs to it, in one batch; null where the condition does not hold (any more). */
export async function beginSession(context: AuthContext, beginning: Beginning): Promise<Grant | null> {
  const { user, method, client, condition, before = [], effects = () => [], oauth } = beginning;
  const nowMs = context.clock();
  const now = value(instant(nowMs));
  const session = startSession({ userId: user.id, method, client, nowMs, oauth }, context.settings);
  const first = await newRefreshToken();
  const allowed = sql`${condition} and ("banned_until" is null or "banned_until" <= ${now})`;
  const begun = sql`exists (select 1 from "auth_sessions" where "id" = ${value(session.id)})`;
  const isUser = sql`"id" = ${value(user.id)} and ${begun}`;
  const results = await context.store.batch(
    [
      ...before,
      insertSession(session, allowed),
      await audit(context, signedIn(user, session)),
      insertFirstToken(first.hash, session.id),
      ...effects(begun, session.id),
      statement(sql`update "auth_users" set "last_sign_in_at" = ${now}, "updated_at" = ${now} where ${isUser}`),
      statement(sql`select * from "auth_users" where ${isUser}`),
    ],
    { retry: before.length === 0 },
  );
  const row = results.at(-1)?.rows[0];
  return row === undefined ? null : grant(context, { user: readUser(row), session, refreshToken: first.token });
}
