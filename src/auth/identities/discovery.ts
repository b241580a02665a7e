import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import type { JsonObject } from "../../kernel/json.ts";
import type { Clock } from "../ports.ts";
import type { Provider } from "./options.ts";
import { askJson, type Fetch, ProviderError } from "./remote.ts";

/** What is needed of a discovery document (OpenID Connect Discovery 1.0 section 3). */
export interface Endpoints {
  readonly authorize: string;
  readonly token: string;
  /** Null where there is none. */
  readonly userInfo: string | null;
  /** Whether the secret goes into the body instead of the header. */
  readonly secretInBody: boolean;
  /** Null of a provider that gives no ID tokens. */
  readonly keys: JWTVerifyGetKey | null;
}

export type Discover = (provider: Provider) => Promise<Endpoints>;

const ttlMs = 3_600_000;

const github: Endpoints = {
  authorize: "https://github.com/login/oauth/authorize",
  token: "https://github.com/login/oauth/access_token",
  userInfo: "https://api.github.com/user",
  secretInBody: true,
  keys: null,
};

/** Reads a provider's document once an hour. Finished ones are kept, never promises. Throws ProviderError. */
export function discovery(fetch: Fetch, clock: Clock): Discover {
  const found = new Map<string, { readonly endpoints: Endpoints; readonly untilMs: number }>();
  return async ({ kind, issuer }) => {
    if (kind === "github") return github;
    const kept = found.get(issuer);
    if (kept !== undefined && kept.untilMs > clock()) return kept.endpoints;
    const document = await askJson(fetch, `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    // Section 4.3: or one provider could speak for another.
    if (document.issuer !== issuer) throw new ProviderError(`${issuer} is described as somebody else`);
    const endpoints = read(document, fetch);
    found.set(issuer, { endpoints, untilMs: clock() + ttlMs });
    return endpoints;
  };
}

function read(document: JsonObject, fetch: Fetch): Endpoints {
  const url = (name: string): string => {
    const given = document[name];
    if (typeof given !== "string" || !URL.canParse(given)) throw new ProviderError(`no ${name}`);
    return given;
  };
  const methods = document.token_endpoint_auth_methods_supported;
  const inBody = Array.isArray(methods) && !methods.includes("client_secret_basic");
  return {
    authorize: url("authorization_endpoint"),
    token: url("token_endpoint"),
    userInfo: typeof document.userinfo_endpoint === "string" ? url("userinfo_endpoint") : null,
    secretInBody: inBody,
    keys: createRemoteJWKSet(new URL(url("jwks_uri")), {
      timeoutDuration: 10_000,
      [customFetch]: (address: string, init: RequestInit) => fetch(address, init),
    }),
  };
}
