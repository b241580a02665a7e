import type { JsonObject } from "../../kernel/json.ts";
import { type Principal, serviceRole } from "../../kernel/principal.ts";
import type { Row } from "../ports.ts";
import { readOptionalText } from "../rows.ts";
import type { AuthSettings } from "../settings.ts";
import type { User } from "../user.ts";
import { type Scope, storedScopes } from "./scopes.ts";

/** What a session knows that a client of others has for a user. */
export interface ClientSession {
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  /** Where the tokens are to be used, as the client said (RFC 8707). */
  readonly resource: string | null;
}

/** Null for a session of the user's own. */
export function readClientSession(row: Row): ClientSession | null {
  const clientId = readOptionalText(row, "oauth_client_id");
  if (clientId === null) return null;
  const scopes = storedScopes(readOptionalText(row, "scopes"));
  return { clientId, scopes, resource: readOptionalText(row, "resource") };
}

/** The client that a principal's token was given to; null for the user's own. */
export function clientIdOf({ claims }: Principal): string | null {
  return typeof claims.client_id === "string" ? claims.client_id : null;
}

/** The audience of tokens that reach nothing but `userinfo`: no other verification takes them. */
export function userInfoAudience(issuer: string): string {
  return `${issuer}/oauth/userinfo`;
}

/**
 * What a client's access token claims otherwise than the user's own: for whom it is, in whose rights, and no more of the
 * user than was agreed to.
 */
export function clientClaims(user: User, session: ClientSession, settings: AuthSettings): JsonObject {
  const { clientId, scopes, resource } = session;
  const access = settings.oauthServer?.access ?? { kind: "userinfo" };
  const own = user.role === serviceRole ? "anon" : user.role;
  const has = (scope: Scope): boolean => scopes.includes(scope);
  return {
    aud: audience(access.kind, resource, settings),
    role: access.kind === "role" ? access.role : own,
    email: has("email") ? (user.email ?? "") : "",
    phone: has("phone") ? (user.phone ?? "") : "",
    user_metadata: has("profile") ? user.userMetadata : {},
    app_metadata: access.kind === "userinfo" ? {} : user.appMetadata,
    client_id: clientId,
    scope: scopes.join(" "),
  };
}

function audience(access: string, resource: string | null, settings: AuthSettings): string | string[] {
  if (access === "userinfo") return userInfoAudience(settings.issuer);
  return resource === null ? settings.audience : [settings.audience, resource];
}
