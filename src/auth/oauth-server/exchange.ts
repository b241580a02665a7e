import { ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import { audit } from "../audit/record.ts";
import { beginSession } from "../begin.ts";
import type { AuthContext, Client } from "../context.ts";
import { fitsChallenge } from "../flows/pkce.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import { hashed } from "../refresh-tokens.ts";
import { readOptionalText, readText } from "../rows.ts";
import { isBanned, readUser, type User } from "../user.ts";
import type { OAuthClient } from "./client.ts";
import type { ClientSession } from "./client-session.ts";
import { idToken } from "./id-token.ts";
import { type OAuthError, refuse } from "./protocol-error.ts";
import { storedScopes } from "./scopes.ts";

export interface CodeExchange {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string | null;
  readonly resource: string | null;
  readonly client: OAuthClient;
  readonly from: Client;
  /** Whether the answer is bound to a key afterwards. */
  readonly isBound: boolean;
}

/** What a client gets. */
export interface ClientGrant {
  readonly grant: Grant;
  readonly scope: string;
  readonly idToken: string | null;
  readonly hasRefreshToken: boolean;
}

/**
 * RFC 6749 section 4.1.3 and RFC 7636 section 4.5. A code is good once, for the client, redirect URI, resource and
 * verifier that it was asked for with. One that comes again is in two hands: what it gave ends (section 4.1.2).
 */
export async function exchangeCode(
  context: AuthContext,
  exchange: CodeExchange,
): Promise<Result<ClientGrant, OAuthError>> {
  const { hash } = await hashed(exchange.code);
  const [found] = await context.store.batch([select(hash)], { retry: true });
  const row = found?.rows[0];
  if (row === undefined || row.client_id !== exchange.client.id) return invalid;
  if (row.status === "used") return endReplayed(context, { hash, row, from: exchange.from });
  if (row.status !== "approved" || readText(row, "code_expires_at") <= instant(context.clock())) return invalid;
  if (!(await fits(exchange, row))) {
    await context.store.batch([statement(sql`${use(null)} where ${isUnused(hash)}`)], { retry: true });
    return invalid;
  }
  const user = readUser(row);
  if (isBanned(user, instant(context.clock()))) return refuse("access_denied", "The user is not let in");
  const session: ClientSession = {
    clientId: exchange.client.id,
    scopes: storedScopes(readText(row, "request_scope")),
    resource: readOptionalText(row, "resource"),
  };
  const authTimeMs = Date.parse(readText(row, "auth_time"));
  const grant = await beginSession(context, {
    user,
    method: "oauth_provider/authorization_code",
    client: exchange.from,
    oauth: { session, signedInMs: authTimeMs },
    condition: sql`exists (select 1 from "auth_oauth_authorizations" where ${isUnused(hash)})
      and exists (select 1 from "auth_oauth_consents" where "user_id" = ${value(user.id)}
        and "client_id" = ${value(session.clientId)})`,
    effects: (begun, sessionId) => [statement(sql`${use(sessionId)} where ${isUnused(hash)} and ${begun}`)],
  });
  // Somebody was faster, or the consent is gone.
  if (grant === null) return endReplayed(context, { hash, row, from: exchange.from });
  return ok(await granted(context, { exchange, grant, session, authTimeMs, nonce: readOptionalText(row, "nonce") }));
}

function select(hash: string): Statement {
  return statement(sql`select u.*, a."client_id" as "client_id", a."status" as "status",
      a."redirect_uri" as "redirect_uri", a."scope" as "request_scope", a."nonce" as "nonce",
      a."resource" as "resource", a."code_challenge" as "code_challenge", a."auth_time" as "auth_time",
      a."expires_at" as "code_expires_at"
    from "auth_oauth_authorizations" a join "auth_users" u on u."id" = a."user_id"
    where a."code_hash" = ${value(hash)}`);
}

const invalid: Result<never, OAuthError> = refuse("invalid_grant", "The code is wrong, used, expired or another's");

function use(sessionId: string | null): Sql {
  return sql`update "auth_oauth_authorizations" set "status" = 'used', "session_id" = ${value(sessionId)}`;
}

function isUnused(hash: string): Sql {
  return sql`"code_hash" = ${value(hash)} and "status" = 'approved'`;
}

async function fits({ verifier, redirectUri, resource }: CodeExchange, row: Row): Promise<boolean> {
  if (redirectUri !== null && redirectUri !== row.redirect_uri) return false;
  if (resource !== null && resource !== row.resource) return false;
  return fitsChallenge(verifier, { challenge: readText(row, "code_challenge"), method: "s256" });
}

interface Replayed {
  readonly hash: string;
  readonly row: Row;
  readonly from: Client;
}

async function endReplayed(context: AuthContext, { hash, row, from }: Replayed): Promise<Result<never, OAuthError>> {
  const user: User = readUser(row);
  const actor = { id: user.id, role: user.role };
  const traits = { client_id: readText(row, "client_id"), cause: "authorization_code_reused" };
  const end = statement(sql`delete from "auth_sessions" where "user_id" = ${value(user.id)} and "id" =
    (select "session_id" from "auth_oauth_authorizations" where "code_hash" = ${value(hash)})`);
  const entry = await audit(context, { action: "token_revoked", outcome: "failure", actor, client: from, traits });
  await context.store.batch([end, entry], { retry: true });
  return invalid;
}

interface Granting {
  readonly exchange: CodeExchange;
  readonly grant: Grant;
  readonly session: ClientSession;
  readonly authTimeMs: number;
  readonly nonce: string | null;
}

async function granted(context: AuthContext, granting: Granting): Promise<ClientGrant> {
  const { exchange, grant, session, authTimeMs, nonce } = granting;
  const accessToken = exchange.isBound ? null : grant.accessToken;
  const token = session.scopes.includes("openid")
    ? await idToken(context, { user: grant.user, session, nonce, authTimeMs, accessToken })
    : null;
  const hasRefreshToken = exchange.client.grantTypes.includes("refresh_token");
  return { grant, scope: session.scopes.join(" "), idToken: token, hasRefreshToken };
}
