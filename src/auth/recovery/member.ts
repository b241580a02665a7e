import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import { readStoredFactor, type StoredFactor } from "../factors/factor.ts";
import { judgeMember, type Member, type MemberState, memberAlive, memberOf, selectMember } from "../factors/member.ts";
import type { AuthReason } from "../reasons.ts";
import type { RecoveryReason } from "./reasons.ts";

/** A member with the factor of his recovery codes, if there is one. */
export interface Holder {
  readonly member: Member;
  readonly state: MemberState;
  readonly factor: StoredFactor | null;
}

export async function holderOf(context: AuthContext, principal: Principal): Promise<Result<Holder, AuthReason>> {
  const member = memberOf(principal);
  if (!member.ok) return member;
  const own = sql`select * from "auth_factors" where ${isCodes(member.value)}`;
  const reads = [selectMember(member.value), statement(own)];
  const [found, factors] = await context.store.batch(reads, { retry: true });
  const state = judgeMember(found?.rows[0], context.clock());
  if (!state.ok) return state;
  const row = factors?.rows[0];
  return ok({ member: member.value, state: state.value, factor: row === undefined ? null : readStoredFactor(row) });
}

/** The row of a member's recovery codes. */
export function isCodes({ userId }: Member): Sql {
  return sql`"user_id" = ${value(userId)} and "factor_type" = 'recovery_code'`;
}

/** True in SQL while the session is active and has proved a second factor. */
export function isRaised(member: Member): Sql {
  return sql`${memberAlive(member)} and exists (select 1 from "auth_sessions"
    where "id" = ${value(member.sessionId)} and "aal" = 'aal2')`;
}

export function refused(reason: RecoveryReason): Result<never, AuthReason> {
  return err({ kind: "recovery", reason });
}
