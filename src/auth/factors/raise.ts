import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { type Grant, grant } from "../access-token.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { newRefreshToken } from "../refresh-tokens.ts";
import { readUser } from "../user.ts";
import { deedOf } from "./events.ts";
import type { FactorMethod, StoredFactor } from "./factor.ts";
import { type Member, type MemberState, memberAlive } from "./member.ts";

export interface Proof {
  readonly member: Member;
  readonly state: MemberState;
  readonly factor: StoredFactor;
  readonly challengeId: string;
  readonly method: FactorMethod;
  readonly client: Client;
  /** What must still hold of the factor's row when the proof is written. */
  readonly condition: Sql;
  /** What the proof changes in the factor's row: `"name" = value, …`. */
  readonly changes: Sql;
}

/**
 * Raises the session to aal2, in one batch. A challenge is answered once: the new refresh token is written where it is
 * still there, and everything after is written where that token is. Refresh tokens of before the proof are gone, so that
 * who holds one cannot refresh into aal2; the user's sessions without a second factor end, as in GoTrue. Those of clients
 * that were let in never have one: they end with the first factor alone.
 */
export async function raise(context: AuthContext, proof: Proof): Promise<Result<Grant, AuthReason>> {
  const { member, state, factor, challengeId, method } = proof;
  const nowMs = context.clock();
  const now = value(instant(nowMs));
  const amr = withMethod(state.amr, method, Math.floor(nowMs / 1000));
  const next = await newRefreshToken();
  const isFactor = sql`"id" = ${value(factor.id)} and "user_id" = ${value(member.userId)}`;
  const written = sql`exists (select 1 from "auth_refresh_tokens" where "token_hash" = ${value(next.hash)})`;
  const ofUser = sql`"user_id" = ${value(member.userId)} and ${written}`;
  const results = await context.store.batch(
    [
      statement(sql`insert into "auth_refresh_tokens" ("token_hash", "session_id", "user_id", "created_at")
        select ${value(next.hash)}, "id", "user_id", ${now} from "auth_sessions"
        where "id" = ${value(member.sessionId)} and "user_id" = ${value(member.userId)} and ${memberAlive(member)}
          and exists (select 1 from "auth_challenges" where "id" = ${value(challengeId)}
            and "factor_id" = ${value(factor.id)} and "expires_at" > ${now})
          and exists (select 1 from "auth_factors" where ${isFactor} and ${proof.condition})`),
      await audit(
        context,
        deedOf(state.user, { action: "verification_attempted", factorId: factor.id, client: proof.client }),
      ),
      statement(sql`delete from "auth_challenges" where "id" = ${value(challengeId)} and ${written}`),
      statement(sql`update "auth_factors" set "attempts" = 0, "locked_until" = null, "updated_at" = iif("status" = 'verified', "updated_at", ${now}),
          "status" = 'verified', ${proof.changes} where ${isFactor} and ${written}`),
      statement(sql`update "auth_sessions" set "aal" = 'aal2', "amr" = ${value(amr)}, "factor_id" = ${value(factor.id)},
          "updated_at" = ${now} where "id" = ${value(member.sessionId)} and ${written}`),
      statement(sql`delete from "auth_refresh_tokens" where "session_id" = ${value(member.sessionId)}
        and "token_hash" <> ${value(next.hash)} and ${written}`),
      statement(sql`delete from "auth_sessions" where ${ofUser} and "aal" < 'aal2'
        and ("oauth_client_id" is null or ${value(factor.isVerified ? 0 : 1)} = 1)`),
      statement(sql`delete from "auth_factors" where ${ofUser} and "status" = 'unverified'
        and "factor_type" = ${value(factor.type)}`),
      statement(sql`select * from "auth_users" where "id" = ${value(member.userId)} and ${written}`),
    ],
    { retry: false },
  );
  const row = results.at(-1)?.rows[0];
  if (row === undefined) return refuseProof(context, proof);
  const session = { id: member.sessionId, aal: "aal2", amr };
  return ok(await grant(context, { user: readUser(row), session, refreshToken: next.token }));
}

/** What a wrong answer gets. It was counted before; here it is written down. */
export async function refuseProof(context: AuthContext, proof: Refused): Promise<Result<never, AuthReason>> {
  const { state, factor, client, method } = proof;
  const deed = { action: "verification_attempted", factorId: factor.id, client, outcome: "failure" } as const;
  await context.store.batch([await audit(context, deedOf(state.user, deed), "always")], { retry: true });
  if (method === "mfa/webauthn") return err({ kind: "factor", reason: { kind: "proofWrong" } });
  return err({ kind: "factor", reason: { kind: "codeWrong", of: method === "mfa/phone" ? "phone" : "totp" } });
}

type Refused = Pick<Proof, "state" | "factor" | "client" | "method">;

/** The methods of a session, each once, the latest first. */
function withMethod(amr: string, method: FactorMethod, timestamp: number): string {
  const before: Json = JSON.parse(amr);
  const others = Array.isArray(before) ? before.filter(isJsonObject).filter((entry) => entry.method !== method) : [];
  return JSON.stringify([{ method, timestamp }, ...others] satisfies readonly JsonObject[]);
}
