import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { judgeOwner } from "../account.ts";
import { alive } from "../liveness.ts";
import type { ResultSet, Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { readText } from "../rows.ts";
import type { User } from "../user.ts";

/** A principal with a session, which a factor needs: the session is what it raises. */
export interface Member {
  readonly userId: string;
  readonly sessionId: string;
}

/** A user, and what his session has proved as the database has it, whatever the token says. */
export interface MemberState {
  readonly user: User;
  readonly aal: string;
  /** JSON text. */
  readonly amr: string;
}

export function memberOf({ id, sessionId }: Principal): Result<Member, AuthReason> {
  if (id === null) return err({ kind: "noSubject" });
  return sessionId === null ? err({ kind: "sessionNotFound" }) : ok({ userId: id, sessionId });
}

/** True in SQL while the member's session is active. */
export function memberAlive({ sessionId }: Member): Sql {
  return alive(value(sessionId));
}

/** True in SQL where the session has proved a second factor, or the user has none to prove. */
export function proven({ userId, sessionId }: Member): Sql {
  return sql`(exists (select 1 from "auth_sessions" where "id" = ${value(sessionId)} and "aal" = 'aal2')
    or not exists (select 1 from "auth_factors" where "user_id" = ${value(userId)} and "status" = 'verified'))`;
}

export function selectMember(member: Member): Statement {
  return statement(sql`select u.*, ${memberAlive(member)} as "session_alive",
      coalesce(s."aal", 'aal1') as "session_aal", coalesce(s."amr", '[]') as "session_amr"
    from "auth_users" u left join "auth_sessions" s on s."id" = ${value(member.sessionId)} and s."user_id" = u."id"
    where u."id" = ${value(member.userId)}`);
}

export function judgeMember(row: Row | undefined, nowMs: number): Result<MemberState, AuthReason> {
  const user = judgeOwner(row, nowMs);
  if (!user.ok || row === undefined) return user.ok ? err({ kind: "userNotFound" }) : user;
  return ok({ user: user.value, aal: readText(row, "session_aal"), amr: readText(row, "session_amr") });
}

export function selectFactor(member: Member, factorId: string): Statement {
  return statement(sql`select * from "auth_factors" where "id" = ${value(factorId)}
    and "user_id" = ${value(member.userId)}`);
}

/** Whether the statement wrote its row. D1 counts what triggers write along with it. */
export function wrote(result: ResultSet | undefined): boolean {
  return result !== undefined && result.changes > 0;
}
