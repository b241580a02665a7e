import { ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { hashed } from "../refresh-tokens.ts";
import { readText } from "../rows.ts";
import type { VerifyToken } from "../verify.ts";
import type { OAuthClient } from "./client.ts";
import { type OAuthError, refuse } from "./protocol-error.ts";

export interface Revocation {
  readonly token: string;
  readonly client: OAuthClient;
  readonly from: Client;
}

/**
 * RFC 7009: ends the session of a refresh or an access token, of the client's own. What is no token of ours is as good as
 * revoked; another client's is refused (section 2.1).
 */
export async function revokeToken(
  context: AuthContext,
  verify: VerifyToken,
  { token, client, from }: Revocation,
): Promise<Result<null, OAuthError>> {
  const { hash } = await hashed(token);
  const verified = token.length <= 16_384 ? await verify(token) : null;
  const sessionId = verified?.ok === true ? verified.value.principal.sessionId : null;
  const find = sql`select "id", "user_id", "oauth_client_id" from "auth_sessions" where "id" = ${value(sessionId)}
    or "id" = (select "session_id" from "auth_refresh_tokens" where "token_hash" = ${value(hash)})`;
  const [found] = await context.store.batch([statement(find)], { retry: true });
  const row = found?.rows[0];
  if (row === undefined) return ok(null);
  if (row.oauth_client_id !== client.id) return refuse("invalid_grant", "The token is not one of the client's");
  const id = readText(row, "id");
  const end = sql`delete from "auth_sessions" where "id" = ${value(id)}`;
  const actor = { id: readText(row, "user_id"), role: "authenticated" };
  const traits = { session_id: id, client_id: client.id, cause: "revoked_by_client" };
  const entry = await audit(context, { action: "token_revoked", outcome: "success", actor, client: from, traits });
  await context.store.batch([statement(end), entry], { retry: true });
  return ok(null);
}
