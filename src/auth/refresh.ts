import { err, ok, type Result } from "../kernel/result.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { empty, type Sql, sql, value } from "../sql/fragment.ts";
import { type Grant, grant } from "./access-token.ts";
import type { AuditEvent } from "./audit/entry.ts";
import { audit } from "./audit/record.ts";
import type { AuthContext, Client } from "./context.ts";
import { instant } from "./instants.ts";
import { readClientSession } from "./oauth-server/client-session.ts";
import type { Row } from "./ports.ts";
import type { AuthReason } from "./reasons.ts";
import { hashed, type RefreshToken, successor } from "./refresh-tokens.ts";
import { readOptionalText, readText } from "./rows.ts";
import type { AuthSettings } from "./settings.ts";
import { isBanned, readUser } from "./user.ts";

/** How many refreshes may happen inside the grace of one token and still lead its holder to the newest one. */
const maxStepsInGrace = 64;

/**
 * The refresh grant, in one batch: a fresh token is marked as used and its successor stored. A token that was used
 * within the grace gives the newest successor, so that requests at the same time and a lost answer harm nobody. A token
 * that was used longer ago ends its session: it is in two hands (RFC 9700 section 4.14.2).
 */
export async function refresh(
  context: AuthContext,
  token: string,
  { client, provenKey, oauthClientId = null }: RefreshRequest,
): Promise<Result<Grant, AuthReason>> {
  const times = { ...refreshTimes(context.clock(), context.settings), provenKey, oauthClientId };
  const used = await hashed(token);
  const key = await context.keys("refreshTokens");
  const next = await successor(token, key);
  // Harmless to run twice: the second run finds the token used just now, which the grace covers.
  const [before, , , , after] = await context.store.batch(statements(used, next, times), { retry: true });
  const row = before?.rows[0];
  if (row === undefined) return err({ kind: "refreshTokenNotFound" });
  const refusal = judge(row, times);
  if (refusal?.kind === "refreshTokenUsed") await endReused(context, row, client);
  if (refusal !== null) return err(refusal);
  const sessionId = readText(row, "session_id");
  const nextRow = after?.rows[0];
  if (nextRow === undefined) return err({ kind: "sessionNotFound" });
  const newest = nextRow.used_at === null ? next : await newestAfter(context, { from: next, key, sessionId });
  if (newest === null) return err({ kind: "refreshTokenNotFound" });
  const session = {
    id: sessionId,
    aal: readText(row, "session_aal"),
    amr: readText(row, "session_amr"),
    dpopJkt: readOptionalText(row, "session_dpop_jkt"),
    oauth: readClientSession(row),
  };
  return ok(await grant(context, { user: readUser(row), session, refreshToken: newest.token }));
}

export interface RefreshRequest {
  readonly client: Client;
  /** The thumbprint of the key that the request has proved: a bound session needs its own (RFC 9449 section 5). */
  readonly provenKey: string | null;
  /** The client that asks: a session is refreshed by who has it. Default null, the user himself. */
  readonly oauthClientId?: string | null;
}

/** Texts as they are stored. */
interface RefreshTimes {
  readonly now: string;
  readonly graceStart: string;
  /** A session that was refreshed before is inactive; null for no such limit. */
  readonly inactiveBefore: string | null;
}

interface RefreshTerms extends RefreshTimes, Required<Pick<RefreshRequest, "provenKey" | "oauthClientId">> {}

function refreshTimes(nowMs: number, settings: AuthSettings): RefreshTimes {
  const { refreshReuseGraceSeconds, sessionInactivitySeconds } = settings;
  return {
    now: instant(nowMs),
    graceStart: instant(nowMs - refreshReuseGraceSeconds * 1000),
    inactiveBefore: sessionInactivitySeconds === null ? null : instant(nowMs - sessionInactivitySeconds * 1000),
  };
}

/** Null where the token may be refreshed. The statements below have the same conditions. */
function judge(row: Row, times: RefreshTerms): AuthReason | null {
  const notAfter = readOptionalText(row, "session_not_after");
  const usedAt = readOptionalText(row, "token_used_at");
  const boundTo = readOptionalText(row, "session_dpop_jkt");
  if (readOptionalText(row, "oauth_client_id") !== times.oauthClientId) return { kind: "refreshTokenNotFound" };
  if (boundTo !== null && boundTo !== times.provenKey) return { kind: "proofMissing" };
  if (isBanned(readUser(row), times.now)) return { kind: "userBanned" };
  if (notAfter !== null && notAfter <= times.now) return { kind: "sessionExpired", inactive: false };
  if (times.inactiveBefore !== null && readText(row, "session_updated_at") < times.inactiveBefore) {
    return { kind: "sessionExpired", inactive: true };
  }
  return usedAt !== null && usedAt < times.graceStart ? { kind: "refreshTokenUsed" } : null;
}

function statements(used: RefreshToken, next: RefreshToken, times: RefreshTerms): readonly Statement[] {
  const { now, graceStart } = { now: value(times.now), graceStart: value(times.graceStart) };
  const active: Sql = times.inactiveBefore === null ? empty : sql`and s."updated_at" >= ${value(times.inactiveBefore)}`;
  const valid = sql`exists (select 1 from "auth_sessions" s join "auth_users" u on u."id" = s."user_id"
    where s."id" = "auth_refresh_tokens"."session_id" and (s."not_after" is null or s."not_after" > ${now})
      and (u."banned_until" is null or u."banned_until" <= ${now}) ${active}
      and s."oauth_client_id" is ${value(times.oauthClientId)}
      and (s."dpop_jkt" is null or s."dpop_jkt" is ${value(times.provenKey)}))`;
  const isUsed = sql`"token_hash" = ${value(used.hash)}`;
  return [
    statement(sql`select u.*, t."session_id" as "session_id", t."used_at" as "token_used_at",
        s."not_after" as "session_not_after", s."updated_at" as "session_updated_at",
        s."dpop_jkt" as "session_dpop_jkt", s."aal" as "session_aal", s."amr" as "session_amr",
        s."oauth_client_id" as "oauth_client_id", s."scopes" as "scopes", s."resource" as "resource"
      from "auth_refresh_tokens" t join "auth_sessions" s on s."id" = t."session_id"
        join "auth_users" u on u."id" = s."user_id" where t."token_hash" = ${value(used.hash)}`),
    statement(
      sql`update "auth_refresh_tokens" set "used_at" = ${now} where ${isUsed} and "used_at" is null and ${valid}`,
    ),
    statement(sql`insert or ignore into "auth_refresh_tokens"
        ("token_hash", "session_id", "user_id", "parent", "created_at")
      select ${value(next.hash)}, "session_id", "user_id", "token_hash", ${now} from "auth_refresh_tokens"
      where ${isUsed} and "used_at" >= ${graceStart} and ${valid}`),
    statement(sql`update "auth_sessions" set "updated_at" = ${now} where "id" =
      (select "session_id" from "auth_refresh_tokens" where ${isUsed} and "used_at" >= ${graceStart} and ${valid})`),
    statement(sql`select "used_at" from "auth_refresh_tokens" where "token_hash" = ${value(next.hash)}`),
  ];
}

/** Only now is it known whose the session was, and the log shall tell it: what was read holds still, a use is never undone. */
async function endReused(context: AuthContext, row: Row, client: Client): Promise<void> {
  const sessionId = readText(row, "session_id");
  const actor = { id: readText(row, "id"), role: readText(row, "role") };
  const traits = { session_id: sessionId, cause: "refresh_token_reused" };
  const event: AuditEvent = { action: "token_revoked", outcome: "failure", actor, client, traits };
  const end = statement(sql`delete from "auth_sessions" where "id" = ${value(sessionId)}`);
  await context.store.batch([end, await audit(context, event)], { retry: true });
}

interface ChainStart {
  readonly from: RefreshToken;
  readonly key: CryptoKey;
  readonly sessionId: string;
}

/** Follows the chain to the one token that is not used yet. */
async function newestAfter(context: AuthContext, { from, key, sessionId }: ChainStart): Promise<RefreshToken | null> {
  const chain: RefreshToken[] = [];
  for (let last = from; chain.length < maxStepsInGrace; chain.push(last)) last = await successor(last.token, key);
  const hashes = JSON.stringify(chain.map((link) => link.hash));
  const select = sql`select "token_hash" from "auth_refresh_tokens" where "session_id" = ${value(sessionId)}
    and "used_at" is null and "token_hash" in (select "value" from json_each(${value(hashes)}))`;
  const [found] = await context.store.batch([statement(select)], { retry: true });
  const unused = found?.rows[0]?.token_hash;
  return chain.find((link) => link.hash === unused) ?? null;
}
