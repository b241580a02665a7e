import type { Context } from "hono";
import type { Grant } from "../auth/access-token.ts";
import type { ProviderTokens } from "../auth/flows/exchange.ts";
import type { GoTrueError } from "./errors.ts";

/** 303, for nobody's cache; the page that it leads to is not told where it was come from, tokens included. */
export function redirect(c: Context, location: string): Response {
  return c.body(null, 303, { location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
}

/** The implicit flow: the session in the fragment, which no server sees. What is in the target's own fragment gives way. */
export function withSession(target: string, grant: Grant, more: Readonly<Record<string, string>>): string {
  return withFragment(target, {
    access_token: grant.accessToken,
    expires_at: String(grant.expiresAtSeconds),
    expires_in: String(grant.expiresInSeconds),
    refresh_token: grant.refreshToken,
    token_type: "bearer",
    ...more,
  });
}

export function providerMembers(tokens: ProviderTokens | null): Readonly<Record<string, string>> {
  return {
    ...(tokens?.accessToken ? { provider_token: tokens.accessToken } : {}),
    ...(tokens?.refreshToken ? { provider_refresh_token: tokens.refreshToken } : {}),
  };
}

/** PKCE: the code in the query, because a server may be the client (RFC 6749 section 4.1.2). */
export function withCode(target: string, code: string): string {
  return withQuery(target, { code });
}

const oauthWords: ReadonlyMap<number, string> = new Map([
  [400, "invalid_request"],
  [401, "unauthorized_client"],
  [403, "access_denied"],
  [422, "invalid_request"],
  [500, "server_error"],
  [503, "temporarily_unavailable"],
]);

/** As GoTrue tells a page of an error: in the fragment, and for PKCE in the query too. */
export function withError(target: string, error: GoTrueError, isPkce: boolean): string {
  const members = {
    error: oauthWords.get(error.status) ?? "invalid_request",
    error_code: error.code,
    error_description: error.message,
  };
  return withFragment(isPkce ? withQuery(target, members) : target, members);
}

/** What is said to a page in words: one of two confirmations is there. */
export function withMessage(target: string, message: string, isPkce: boolean): string {
  return withFragment(isPkce ? withQuery(target, { message }) : target, { message });
}

function withFragment(target: string, members: Readonly<Record<string, string>>): string {
  return `${target.split("#", 1)[0] ?? ""}#${new URLSearchParams(members)}`;
}

function withQuery(target: string, members: Readonly<Record<string, string>>): string {
  const url = new URL(target);
  for (const [name, member] of Object.entries(members)) url.searchParams.set(name, member);
  return url.href;
}
