import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { hasVerifiedFactor } from "../factors/factor.ts";
import { judgeMember, memberAlive, memberOf, proven, selectMember } from "../factors/member.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { type Passkey, readPasskey } from "./passkey.ts";

/** The caller's own passkeys, in the order of their registration. */
export async function listPasskeys(
  context: AuthContext,
  principal: Principal,
): Promise<Result<readonly Passkey[], AuthReason>> {
  const member = memberOf(principal);
  if (!member.ok) return member;
  const reads = [selectMember(member.value), selectPasskeysOf(member.value.userId)];
  const [found, kept] = await context.store.batch(reads, { retry: true });
  const state = judgeMember(found?.rows[0], context.clock());
  return state.ok ? ok((kept?.rows ?? []).map(readPasskey)) : state;
}

export function selectPasskeysOf(userId: string): Statement {
  return statement(sql`select * from "auth_passkeys" where "user_id" = ${value(userId)} order by "created_at", "id"`);
}

export interface Renaming {
  readonly id: string;
  readonly friendlyName: string;
}

export async function renamePasskey(
  context: AuthContext,
  principal: Principal,
  { id, friendlyName }: Renaming,
): Promise<Result<Passkey, AuthReason>> {
  const member = memberOf(principal);
  if (!member.ok) return member;
  const now = instant(context.clock());
  const rename = sql`update "auth_passkeys" set "friendly_name" = ${value(friendlyName)}, "updated_at" = ${value(now)}
    where ${isMine(member.value.userId, id)} and ${memberAlive(member.value)} returning *`;
  const [found, renamed] = await context.store.batch([selectMember(member.value), statement(rename)], { retry: true });
  const state = judgeMember(found?.rows[0], context.clock());
  if (!state.ok) return state;
  const row = renamed?.rows[0];
  return row === undefined ? err({ kind: "passkey", reason: "notFound" }) : ok(readPasskey(row));
}

export interface PasskeyRemoval {
  readonly id: string;
  readonly client: Client;
}

/** Removes one of the caller's own; who has a second factor has to have proved it. */
export async function deletePasskey(
  context: AuthContext,
  principal: Principal,
  { id, client }: PasskeyRemoval,
): Promise<Result<null, AuthReason>> {
  const member = memberOf(principal);
  if (!member.ok) return member;
  const waysIn = hasOtherWayIn(member.value.userId, id);
  const remove = sql`delete from "auth_passkeys" where ${isMine(member.value.userId, id)}
    and ${memberAlive(member.value)} and ${proven(member.value)} and ${waysIn} returning "id"`;
  const actor = { id: member.value.userId, role: principal.role };
  const traits = { passkey_id: id };
  const entry = await audit(context, { action: "passkey_deleted", outcome: "success", actor, client, traits });
  const own = statement(sql`select 1 from "auth_passkeys" where ${isMine(member.value.userId, id)}`);
  const statements = [selectMember(member.value), own, statement(remove), entry];
  const [found, kept, removed] = await context.store.batch(statements, { retry: false });
  const state = judgeMember(found?.rows[0], context.clock());
  if (!state.ok) return state;
  if (removed?.rows.length === 1) return ok(null);
  const { user, aal } = state.value;
  const isLow = hasVerifiedFactor(user.factors) && aal !== "aal2";
  if (isLow) return err({ kind: "passkey", reason: "insufficientAssurance" });
  return err({ kind: "passkey", reason: kept?.rows.length === 1 ? "onlyWayIn" : "notFound" });
}

/** A user without address has nothing but passkeys: the last one stays. */
function hasOtherWayIn(userId: string, id: string): Sql {
  return sql`(exists (select 1 from "auth_users" where "id" = ${value(userId)} and ("email" is not null or "phone" is not null))
    or exists (select 1 from "auth_passkeys" where "user_id" = ${value(userId)} and "id" <> ${value(id)}))`;
}

function isMine(userId: string, id: string): Sql {
  return sql`"id" = ${value(id)} and "user_id" = ${value(userId)}`;
}
