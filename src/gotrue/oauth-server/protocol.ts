import type { Context } from "hono";
import type { OAuthError, OAuthErrorCode } from "../../auth/oauth-server/protocol-error.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { noStore } from "../cache.ts";

// The endpoints that clients of others speak to answer in OAuth's form, whatever refuses.

const protocolPath = /\/oauth\/(?:authorize|token|revoke|introspect|userinfo|clients\/register)$/;

export function isProtocolPath(path: string): boolean {
  return protocolPath.test(path);
}

type Status = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422 | 429 | 500 | 503;

const statuses: Readonly<Partial<Record<OAuthErrorCode, Status>>> = {
  invalid_client: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  registration_not_supported: 403,
  server_error: 500,
  temporarily_unavailable: 503,
};

/** RFC 6749 section 5.2. A client that has tried `Authorization` is told its scheme. */
export function sendOAuthError(c: Context, { error, description }: OAuthError): Response {
  const status = statuses[error] ?? 400;
  const hasTried = c.req.header("authorization") !== undefined;
  const challenge = error === "invalid_client" && hasTried ? { "www-authenticate": 'Basic realm="oauth"' } : {};
  return c.json({ error, error_description: description }, status, { ...noStore, ...challenge });
}

const words: ReadonlyMap<number, OAuthErrorCode> = new Map([
  [401, "invalid_token"],
  [403, "invalid_token"],
  [429, "temporarily_unavailable"],
  [500, "server_error"],
  [503, "temporarily_unavailable"],
]);

/** An error of what stands in front of every endpoint, in OAuth's form. */
export function oauthBody(given: {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly errorId?: string;
}): JsonObject {
  const error = given.code === "invalid_dpop_proof" ? given.code : (words.get(given.status) ?? "invalid_request");
  const id = given.errorId === undefined ? {} : { error_id: given.errorId };
  return { error, error_description: given.message, ...id };
}
