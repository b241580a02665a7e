import type { Auth } from "../../auth/auth.ts";
import type { JsonObject } from "../../kernel/json.ts";

/** What is said of the server: RFC 8414 section 2 and OpenID Connect Discovery 1.0 section 3. Null where it has no URL. */
export function serverMetadata({ settings }: Pick<Auth, "settings">): JsonObject | null {
  const { issuer, oauthServer, publicOrigin, signingAlgorithm } = settings;
  if (!/^https?:/.test(issuer)) return null;
  const base = publicOrigin === null ? issuer : `${publicOrigin}/auth/v1`;
  const keys = {
    issuer,
    jwks_uri: `${base}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: [signingAlgorithm],
    subject_types_supported: ["public"],
  };
  // Who verifies tokens finds the keys by it.
  if (oauthServer === null) return { ...keys, response_types_supported: [] };
  const methods = ["none", "client_secret_basic", "client_secret_post"];
  return {
    ...keys,
    authorization_endpoint: `${base}/oauth/authorize`,
    token_endpoint: `${base}/oauth/token`,
    userinfo_endpoint: `${base}/oauth/userinfo`,
    revocation_endpoint: `${base}/oauth/revoke`,
    introspection_endpoint: `${base}/oauth/introspect`,
    ...(oauthServer.dynamicRegistration ? { registration_endpoint: `${base}/oauth/clients/register` } : {}),
    scopes_supported: [...oauthServer.scopes],
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "auth_time",
      "nonce",
      "at_hash",
      "email",
      "email_verified",
      "phone_number",
      "phone_number_verified",
      "name",
      "picture",
      "preferred_username",
      "updated_at",
    ],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_methods_supported: methods.filter((method) => method !== "none"),
    code_challenge_methods_supported: ["S256"],
    dpop_signing_alg_values_supported: ["ES256", "ES384", "EdDSA", "PS256", "RS256"],
    authorization_response_iss_parameter_supported: true,
    prompt_values_supported: ["none", "login", "consent", "select_account"],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  };
}

export interface WellKnownSurface {
  readonly path: string;
  readonly fetch: (request: Request) => Response;
}

const headers = { "content-type": "application/json", "cache-control": "public, max-age=600" };

/**
 * `/.well-known`: where clients look that put the well-known part before the issuer's path (RFC 8414 section 3.1), and
 * what a protected resource says of who lets in (RFC 9728 section 3). `resources` are the paths of those.
 */
export function wellKnownSurface(auth: Pick<Auth, "settings">, resources: readonly string[]): WellKnownSurface {
  const metadata = serverMetadata(auth);
  const { issuer, oauthServer, publicOrigin } = auth.settings;
  const issuerPath = metadata === null ? "" : new URL(issuer).pathname.replace(/\/$/, "");
  const documents = new Map<string, JsonObject>();
  if (metadata !== null) documents.set(`/openid-configuration${issuerPath}`, metadata);
  if (metadata !== null && oauthServer !== null) {
    documents.set(`/oauth-authorization-server${issuerPath}`, metadata);
    const origin = publicOrigin ?? new URL(issuer).origin;
    for (const path of oauthServer.access.kind === "userinfo" ? [] : resources) {
      documents.set(`/oauth-protected-resource${path}`, {
        resource: `${origin}${path}`,
        authorization_servers: [issuer],
        scopes_supported: [...oauthServer.scopes],
        bearer_methods_supported: ["header"],
      });
    }
  }
  const texts = new Map([...documents].map(([path, document]) => [path, JSON.stringify(document)]));
  return {
    path: "/.well-known",
    fetch(request) {
      const text = texts.get(new URL(request.url).pathname.slice("/.well-known".length));
      if (text === undefined) return Response.json({ error: "not_found" }, { status: 404 });
      if (request.method !== "GET" && request.method !== "HEAD") {
        return Response.json({ error: "invalid_request" }, { status: 405, headers: { allow: "GET,HEAD" } });
      }
      return new Response(request.method === "HEAD" ? null : text, { headers });
    },
  };
}
