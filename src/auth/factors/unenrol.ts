import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { deedOf } from "./events.ts";
import { readStoredFactor } from "./factor.ts";
import {
  judgeMember,
  type Member,
  memberAlive,
  memberOf,
  proven,
  selectFactor,
  selectMember,
  wrote,
} from "./member.ts";

export interface Unenrolment {
  readonly factorId: string;
  readonly client: Client;
}

/** Removes a factor of the caller's own; a verified one only where the session has proved a second factor. */
export async function unenrol(
  context: AuthContext,
  principal: Principal,
  { factorId, client }: Unenrolment,
): Promise<Result<null, AuthReason>> {
  const member = memberOf(principal);
  if (!member.ok) return member;
  const isMine = sql`"id" = ${value(factorId)} and "user_id" = ${value(member.value.userId)}`;
  const others = leavesNoCodesAlone(member.value, factorId);
  const [found, factorRows, deleted] = await context.store.batch(
    [
      selectMember(member.value),
      selectFactor(member.value, factorId),
      statement(sql`delete from "auth_factors" where ${isMine} and ${memberAlive(member.value)}
        and "factor_type" <> 'recovery_code' and ("status" <> 'verified' or (${proven(member.value)} and ${others}))`),
      await audit(context, deedOf(principal, { action: "factor_unenrolled", factorId, client })),
    ],
    { retry: false },
  );
  const state = judgeMember(found?.rows[0], context.clock());
  if (!state.ok) return state;
  const row = factorRows?.rows[0];
  if (row === undefined) return err({ kind: "factor", reason: { kind: "factorNotFound" } });
  if (wrote(deleted)) return ok(null);
  const { isVerified, type } = readStoredFactor(row);
  if (type === "recovery_code") return err({ kind: "factor", reason: { kind: "recoveryCodes" } });
  if (!isVerified) return err({ kind: "conflict" });
  if (state.value.aal === "aal2") return err({ kind: "factor", reason: { kind: "recoveryCodesLeft" } });
  return err({ kind: "factor", reason: { kind: "insufficientAssurance", to: "unenroll" } });
}

/** Recovery codes are never the only factor. */
function leavesNoCodesAlone({ userId }: Member, factorId: string): Sql {
  const ofUser = sql`from "auth_factors" where "user_id" = ${value(userId)} and "status" = 'verified'`;
  return sql`(not exists (select 1 ${ofUser} and "factor_type" = 'recovery_code')
    or exists (select 1 ${ofUser} and "factor_type" <> 'recovery_code' and "id" <> ${value(factorId)}))`;
}
