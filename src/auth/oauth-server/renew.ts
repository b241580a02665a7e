import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AuthContext, Client } from "../context.ts";
import { refresh } from "../refresh.ts";
import { hashed } from "../refresh-tokens.ts";
import { readOptionalText } from "../rows.ts";
import type { OAuthClient } from "./client.ts";
import type { ClientGrant } from "./exchange.ts";
import { type OAuthError, refuse } from "./protocol-error.ts";
import { storedScopes } from "./scopes.ts";

export interface ClientRefresh {
  readonly refreshToken: string;
  /** What is asked for: what was agreed to, and no more (RFC 6749 section 6). */
  readonly scope: string | null;
  readonly resource: string | null;
  readonly client: OAuthClient;
  readonly from: Client;
  readonly provenKey: string | null;
}

/** The refresh of a client's session: of its own alone, with the rotation and the detection of reuse that all have. */
export async function renew(context: AuthContext, asked: ClientRefresh): Promise<Result<ClientGrant, OAuthError>> {
  if (!asked.client.grantTypes.includes("refresh_token")) {
    return refuse("unauthorized_client", "The client is not registered for refresh_token");
  }
  // Before the token is used up by it.
  const { hash } = await hashed(asked.refreshToken);
  const select = sql`select s."scopes" as "scopes", s."resource" as "resource" from "auth_refresh_tokens" t
      join "auth_sessions" s on s."id" = t."session_id"
    where t."token_hash" = ${value(hash)} and s."oauth_client_id" = ${value(asked.client.id)}`;
  const [found] = await context.store.batch([statement(select)], { retry: true });
  const row = found?.rows[0];
  if (row === undefined) return invalid;
  const scopes: readonly string[] = storedScopes(readOptionalText(row, "scopes"));
  if (asked.scope !== null && !asked.scope.split(" ").every((scope) => scopes.includes(scope))) {
    return refuse("invalid_scope", "scope holds what was not agreed to");
  }
  if (asked.resource !== null && asked.resource !== row.resource) {
    return refuse("invalid_target", "resource is not the one that was agreed to");
  }
  const by = { client: asked.from, provenKey: asked.provenKey, oauthClientId: asked.client.id };
  const grant = await refresh(context, asked.refreshToken, by);
  if (grant.ok) return ok({ grant: grant.value, scope: scopes.join(" "), idToken: null, hasRefreshToken: true });
  const isProof = grant.error.kind === "proofMissing";
  return isProof ? err({ error: "invalid_grant", description: "The session is bound to a key" }) : invalid;
}

const invalid: Result<never, OAuthError> = refuse("invalid_grant", "The refresh token is wrong, used up or another's");
