import type { Context } from "hono";
import { isConfidential, type OAuthClient } from "../../auth/oauth-server/client.ts";
import type { ClientGrant } from "../../auth/oauth-server/exchange.ts";
import { type OAuthError, refuse } from "../../auth/oauth-server/protocol-error.ts";
import type { OAuthServer } from "../../auth/oauth-server/server.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { ok, type Result } from "../../kernel/result.ts";
import { requireAdmin } from "../admin/access.ts";
import { noStore } from "../cache.ts";
import { provenKey } from "../dpop.ts";
import { clientOf } from "../surface.ts";
import { credentialsOf, readParameters } from "./parameters.ts";
import { sendOAuthError } from "./protocol.ts";
import type { ServerSurface } from "./server-surface.ts";

/** `POST /oauth/token` (RFC 6749 section 3.2), `/oauth/revoke` (RFC 7009) and `/oauth/introspect` (RFC 7662). */
export function clientTokenEndpoints(surface: ServerSurface): void {
  const { app, server } = surface;
  app.post("/oauth/token", async (c) => {
    const asked = await authenticated(c, server);
    if (!asked.ok) return sendOAuthError(c, asked.error);
    const handler = grants.get(asked.value.parameters.get("grant_type") ?? "");
    if (handler === undefined) return sendOAuthError(c, grantTypeError(asked.value.parameters));
    const granted = await handler(c, server, asked.value);
    return granted.ok ? c.json(tokenJson(granted.value), 200, noStore) : sendOAuthError(c, granted.error);
  });

  app.post("/oauth/revoke", async (c) => {
    const asked = await authenticated(c, server);
    if (!asked.ok) return sendOAuthError(c, asked.error);
    const token = asked.value.parameters.get("token");
    if (token === null || token === "") return sendOAuthError(c, missing("token"));
    const done = await server.revoke({ token, client: asked.value.client, from: clientOf(c) });
    return done.ok ? c.body(null, 200, noStore) : sendOAuthError(c, done.error);
  });

  app.post("/oauth/introspect", async (c) => {
    const asked = await mayIntrospect(c, surface);
    if (!asked.ok) return sendOAuthError(c, asked.error);
    const { token, clientId } = asked.value;
    if (token === null || token === "") return sendOAuthError(c, missing("token"));
    return c.json(await server.introspect({ token, clientId }), 200, noStore);
  });
}

/** RFC 7662 section 2.1: a client that proves itself, or the service. `client_id` alone is everybody's to say. */
async function mayIntrospect(
  c: Context,
  { auth, server }: ServerSurface,
): Promise<Result<{ readonly token: string | null; readonly clientId: string | null }, OAuthError>> {
  const isBasic = /^basic /i.test(c.req.header("authorization") ?? "");
  if (!isBasic && (await requireAdmin(c, auth)).ok) {
    const parameters = await readParameters(c);
    return parameters.ok ? ok({ token: parameters.value.get("token"), clientId: null }) : parameters;
  }
  const asked = await authenticated(c, server);
  if (!asked.ok) return asked;
  const { client, parameters } = asked.value;
  if (isConfidential(client)) return ok({ token: parameters.get("token"), clientId: client.id });
  return refuse("invalid_client", "A client without a secret cannot prove itself");
}

interface Asked {
  readonly client: OAuthClient;
  readonly parameters: URLSearchParams;
}

async function authenticated(c: Context, server: OAuthServer): Promise<Result<Asked, OAuthError>> {
  const parameters = await readParameters(c);
  if (!parameters.ok) return parameters;
  const credentials = credentialsOf(c, parameters.value);
  if (!credentials.ok) return credentials;
  const client = await server.authenticate(credentials.value);
  return client.ok ? ok({ client: client.value, parameters: parameters.value }) : client;
}

type GrantHandler = (c: Context, server: OAuthServer, asked: Asked) => Promise<Result<ClientGrant, OAuthError>>;

/** By `grant_type`; a further one is a further entry. */
const grants: ReadonlyMap<string, GrantHandler> = new Map<string, GrantHandler>([
  ["authorization_code", codeGrant],
  ["refresh_token", refreshGrant],
]);

function grantTypeError(parameters: URLSearchParams): OAuthError {
  if ((parameters.get("grant_type") ?? "") === "") return missing("grant_type");
  return { error: "unsupported_grant_type", description: "grant_type is authorization_code or refresh_token" };
}

function missing(name: string): OAuthError {
  return { error: "invalid_request", description: `${name} is missing` };
}

async function codeGrant(c: Context, server: OAuthServer, { client, parameters }: Asked) {
  const code = parameters.get("code") ?? "";
  const verifier = parameters.get("code_verifier") ?? "";
  if (code === "" || verifier === "") return refuse("invalid_request", "code or code_verifier is missing");
  return server.exchange({
    code,
    verifier,
    redirectUri: parameters.get("redirect_uri"),
    resource: parameters.get("resource"),
    client,
    from: clientOf(c),
    isBound: provenKey(c) !== null,
  });
}

async function refreshGrant(c: Context, server: OAuthServer, { client, parameters }: Asked) {
  const refreshToken = parameters.get("refresh_token") ?? "";
  if (refreshToken === "") return refuse("invalid_request", "refresh_token is missing");
  return server.refresh({
    refreshToken,
    scope: parameters.get("scope"),
    resource: parameters.get("resource"),
    client,
    from: clientOf(c),
    provenKey: provenKey(c),
  });
}

/** RFC 6749 section 5.1, and `id_token` (OpenID Connect Core 1.0 section 3.1.3.3). */
function tokenJson({ grant, scope, idToken, hasRefreshToken }: ClientGrant): JsonObject {
  return {
    access_token: grant.accessToken,
    token_type: "bearer",
    expires_in: grant.expiresInSeconds,
    scope,
    ...(hasRefreshToken ? { refresh_token: grant.refreshToken } : {}),
    ...(idToken === null ? {} : { id_token: idToken }),
  };
}
