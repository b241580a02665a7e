import type { JsonObject } from "../../kernel/json.ts";
import { statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import { isApiKey } from "../keys/api-key-format.ts";
import { alive } from "../liveness.ts";
import type { Row } from "../ports.ts";
import { hashed } from "../refresh-tokens.ts";
import { readOptionalText, readText } from "../rows.ts";
import type { VerifyToken } from "../verify.ts";

export interface Introspection {
  readonly token: string;
  /** The client that asks, which is told of its own tokens alone; null for the service, which is told of all. */
  readonly clientId: string | null;
}

const inactive: JsonObject = { active: false };

/**
 * What a token of a session stands for: RFC 7662 section 2.2. Whatever does not hold (any more) or is another client's is
 * `active: false`, and nothing else is said of it.
 */
export async function introspect(
  context: AuthContext,
  verify: VerifyToken,
  { token, clientId }: Introspection,
): Promise<JsonObject> {
  if (token.length > 16_384 || isApiKey(token)) return inactive;
  const { hash } = await hashed(token);
  const verified = await verify(token);
  const sessionId = verified.ok ? verified.value.principal.sessionId : null;
  const now = value(instant(context.clock()));
  const isAsked: Sql = clientId === null ? sql`1` : sql`s."oauth_client_id" = ${value(clientId)}`;
  const refreshed = sql`select "session_id" from "auth_refresh_tokens"
    where "token_hash" = ${value(hash)} and "used_at" is null`;
  const find = sql`select s."oauth_client_id" as "oauth_client_id", s."scopes" as "scopes", s."user_id" as "user_id",
      s."not_after" as "not_after", s."updated_at" as "updated_at", s."dpop_jkt" as "dpop_jkt"
    from "auth_sessions" s join "auth_users" u on u."id" = s."user_id"
    where (s."id" = ${value(sessionId)} or s."id" = (${refreshed})) and ${alive(sql`s."id"`)}
      and (u."banned_until" is null or u."banned_until" <= ${now}) and ${isAsked}`;
  const [found] = await context.store.batch([statement(find)], { retry: true });
  const row = found?.rows[0];
  if (row === undefined) return inactive;
  if (verified.ok) return accessTokenJson(verified.value.principal.claims);
  return isIdle(context, row) ? inactive : refreshTokenJson(context, row);
}

/** As the token has them; who holds it can read them anyway. */
const told = ["client_id", "scope", "sub", "aud", "iss", "exp", "iat", "jti", "cnf"] as const;

function accessTokenJson(claims: JsonObject): JsonObject {
  const members = told.flatMap((name) => (claims[name] === undefined ? [] : [[name, claims[name]] as const]));
  return { active: true, token_type: claims.cnf === undefined ? "Bearer" : "DPoP", ...Object.fromEntries(members) };
}

function isIdle(context: AuthContext, row: Row): boolean {
  const { sessionInactivitySeconds: seconds } = context.settings;
  return seconds !== null && readText(row, "updated_at") < instant(context.clock() - seconds * 1000);
}

function refreshTokenJson({ settings }: AuthContext, row: Row): JsonObject {
  const clientId = readOptionalText(row, "oauth_client_id");
  const notAfter = readOptionalText(row, "not_after");
  const jkt = readOptionalText(row, "dpop_jkt");
  return {
    active: true,
    sub: readText(row, "user_id"),
    iss: settings.issuer,
    ...(clientId === null ? {} : { client_id: clientId, scope: readOptionalText(row, "scopes") ?? "" }),
    ...(notAfter === null ? {} : { exp: Math.floor(Date.parse(notAfter) / 1000) }),
    ...(jkt === null ? {} : { cnf: { jkt } }),
  };
}
