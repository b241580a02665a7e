import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { type Sql, sql, value } from "../sql/fragment.ts";
import { audit } from "./audit/record.ts";
import type { AuthContext, Client } from "./context.ts";
import { instant } from "./instants.ts";
import { alive } from "./liveness.ts";
import type { Row } from "./ports.ts";
import type { AuthReason } from "./reasons.ts";
import { isBanned, readUser, type User } from "./user.ts";

/** A principal that stands for a user. */
export interface Owner {
  readonly userId: string;
  /** Null for a legacy token that names no session. */
  readonly sessionId: string | null;
}

export function ownerOf(principal: Principal): Result<Owner, AuthReason> {
  if (principal.id === null) return err({ kind: "noSubject" });
  return ok({ userId: principal.id, sessionId: principal.sessionId });
}

/** True in SQL while the owner's session is active, or where there is none to check. */
export function ownerAlive(owner: Owner): Sql {
  return owner.sessionId === null ? sql`1` : alive(value(owner.sessionId));
}

/** Reads the user and his session's liveness at once; `judgeOwner` reads the answer. */
export function selectOwner(owner: Owner): Statement {
  return statement(sql`select *, ${ownerAlive(owner)} as "session_alive",
      (select "aal" from "auth_sessions" where "id" = ${value(owner.sessionId)}) as "session_aal" from "auth_users"
    where "id" = ${value(owner.userId)}`);
}

export function judgeOwner(row: Row | undefined, nowMs: number): Result<User, AuthReason> {
  if (row === undefined) return err({ kind: "userNotFound" });
  if (row.session_alive !== 1) return err({ kind: "sessionNotFound" });
  const user = readUser(row);
  return isBanned(user, instant(nowMs)) ? err({ kind: "userBanned" }) : ok(user);
}

/** The user behind a token whose session is still active. */
export async function currentUser(context: AuthContext, principal: Principal): Promise<Result<User, AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const [found] = await context.store.batch([selectOwner(owner.value)], { retry: true });
  return judgeOwner(found?.rows[0], context.clock());
}

/** Which sessions to end: all of the user's, the token's own, or all but that. */
export type LogOutScope = "global" | "local" | "others";

export interface LogOut {
  readonly scope: LogOutScope;
  readonly client: Client;
}

/** Ends sessions. A token whose session is over ends nothing. Without a session in the token, all are ended. */
export async function logOut(
  context: AuthContext,
  principal: Principal,
  { scope, client }: LogOut,
): Promise<Result<null, AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const actor = { id: owner.value.userId, role: principal.role };
  const traits = { scope, session_id: owner.value.sessionId };
  const entry = await audit(context, { action: "logout", outcome: "success", actor, client, traits });
  const ended = statement(sql`delete from "auth_sessions" where "user_id" = ${value(owner.value.userId)}
    and ${inScope(owner.value, scope)} and ${ownerAlive(owner.value)}`);
  // Not retried: a second run would find the session gone and say so.
  const [found] = await context.store.batch([selectOwner(owner.value), ended, entry], { retry: false });
  const user = judgeOwner(found?.rows[0], context.clock());
  return user.ok ? ok(null) : user;
}

function inScope({ sessionId }: Owner, scope: LogOutScope): Sql {
  if (sessionId === null || scope === "global") return sql`1`;
  return scope === "local" ? sql`"id" = ${value(sessionId)}` : sql`"id" <> ${value(sessionId)}`;
}
