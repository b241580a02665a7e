import { randomBytes, toBase64Url } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import type { ProviderTokens } from "../flows/exchange.ts";
import { type CodeChallenge, s256 } from "../flows/pkce.ts";
import type { Links } from "../flows/send.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { hashed } from "../refresh-tokens.ts";
import { readOptionalText, readText } from "../rows.ts";
import { seal, unseal } from "../seal.ts";
import type { Discover, Endpoints } from "./discovery.ts";
import type { Provider } from "./options.ts";
import { completed, githubProfile, type Profile, profileOfClaims, readIdToken } from "./profile.ts";
import { askJson, type Fetch, ProviderError } from "./remote.ts";
import type { Linking } from "./resolve.ts";

/** What is needed to speak to providers. */
export interface Providers {
  readonly discover: Discover;
  readonly fetch: Fetch;
  /** The client secret of a provider; null for a client without one. */
  readonly secretOf: (name: string) => string | null;
}

/** How long somebody may take at the provider. */
const stateTtlMs = 600_000;

export interface Authorization {
  readonly provider: Provider;
  readonly links: Links;
  readonly scopes: string | null;
  /** The client's own parameters for the provider, such as `prompt`. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly challenge: CodeChallenge | null;
  readonly linking: Linking | null;
  /** The secret of the asking browser's cookie; null where it may have kept none. */
  readonly browser: string | null;
}

/**
 * The URL at the provider to send the browser to. `state` is good once and for ten minutes (RFC 6749 section 10.12); PKCE
 * and, of an OpenID provider, a nonce bind the code to it (RFC 9700 section 2.1.1).
 */
export async function authorizationUrl(
  context: AuthContext,
  providers: Providers,
  authorization: Authorization,
): Promise<string> {
  const { provider, links, challenge, linking } = authorization;
  const endpoints = await providers.discover(provider);
  const { token: state, hash } = await hashed(toBase64Url(randomBytes(32)));
  const secrets: Secrets = {
    nonce: toBase64Url(randomBytes(16)),
    verifier: toBase64Url(randomBytes(32)),
    browserHash: authorization.browser === null ? null : (await hashed(authorization.browser)).hash,
  };
  const nowMs = context.clock();
  const sealed = await seal(JSON.stringify(secrets), { key: await context.keys("providerTokens"), owner: hash });
  await context.store.batch(
    [
      statement(sql`delete from "auth_oauth_states" where "expires_at" <= ${value(instant(nowMs))}`),
      statement(sql`insert or ignore into "auth_oauth_states" ("state_hash", "provider", "redirect_to", "secrets",
          "code_challenge", "code_challenge_method", "user_id", "session_id", "created_at", "expires_at")
        values (${value(hash)}, ${value(provider.name)}, ${value(links.redirectTo)}, ${value(sealed)},
          ${value(challenge?.challenge ?? null)}, ${value(challenge?.method ?? null)},
          ${value(linking?.userId ?? null)}, ${value(linking?.sessionId ?? null)},
          ${value(instant(nowMs))}, ${value(instant(nowMs + stateTtlMs))})`),
    ],
    { retry: true },
  );
  const url = new URL(endpoints.authorize);
  for (const [name, parameter] of authorization.parameters) url.searchParams.set(name, parameter);
  const ours = {
    client_id: provider.clientId,
    redirect_uri: callbackUrl(links.origin),
    response_type: "code",
    scope: merged(provider.scopes, authorization.scopes),
    state,
    code_challenge: await s256(secrets.verifier),
    code_challenge_method: "S256",
    ...(provider.kind === "oidc" ? { nonce: secrets.nonce } : {}),
  };
  for (const [name, parameter] of Object.entries(ours)) url.searchParams.set(name, parameter);
  return url.href;
}

function callbackUrl(origin: string): string {
  return `${origin}/auth/v1/callback`;
}

function merged(scopes: string, more: string | null): string {
  return [...new Set(`${scopes} ${more ?? ""}`.split(/[\s,]+/).filter((scope) => scope !== ""))].join(" ");
}

/** A sign-in that was under way. */
export interface PendingState extends Secrets {
  readonly provider: string;
  readonly redirectTo: string;
  readonly challenge: CodeChallenge | null;
  readonly linking: Linking | null;
}

interface Secrets {
  readonly nonce: string;
  readonly verifier: string;
  /** SHA-256 of the cookie of the browser that asked. */
  readonly browserHash: string | null;
}

/** Takes a state, once; null where it is unknown, used or over. */
export async function takeState(context: AuthContext, state: string): Promise<PendingState | null> {
  const { hash } = await hashed(state);
  const take = sql`delete from "auth_oauth_states" where "state_hash" = ${value(hash)} returning *`;
  const [taken] = await context.store.batch([statement(take)], { retry: false });
  const row = taken?.rows[0];
  if (row === undefined || readText(row, "expires_at") <= instant(context.clock())) return null;
  const opened = await unseal(readText(row, "secrets"), { key: await context.keys("providerTokens"), owner: hash });
  return opened === null ? null : readState(row, JSON.parse(opened));
}

function readState(row: Row, secrets: Secrets): PendingState {
  const challenge = readOptionalText(row, "code_challenge");
  const userId = readOptionalText(row, "user_id");
  return {
    provider: readText(row, "provider"),
    redirectTo: readText(row, "redirect_to"),
    challenge:
      challenge === null ? null : { challenge, method: row.code_challenge_method === "plain" ? "plain" : "s256" },
    linking: userId === null ? null : { userId, sessionId: readOptionalText(row, "session_id") },
    ...secrets,
  };
}

export interface Returned {
  readonly provider: Provider;
  readonly state: PendingState;
  readonly code: string;
  readonly origin: string;
}

export interface ProvenProfile {
  readonly profile: Profile;
  readonly tokens: ProviderTokens;
}

/** Exchanges the provider's code and reads who it stands for. Throws ProviderError. */
export async function proveProfile(
  providers: Providers,
  { provider, state, code, origin }: Returned,
): Promise<Result<ProvenProfile, AuthReason>> {
  const endpoints = await providers.discover(provider);
  const answer = await askJson(
    providers.fetch,
    endpoints.token,
    tokenRequest(provider, endpoints, {
      secret: providers.secretOf(provider.name),
      form: {
        grant_type: "authorization_code",
        code,
        redirect_uri: callbackUrl(origin),
        code_verifier: state.verifier,
      },
    }),
  );
  const accessToken = typeof answer.access_token === "string" ? answer.access_token : null;
  const refreshToken = typeof answer.refresh_token === "string" ? answer.refresh_token : null;
  const tokens = { accessToken, refreshToken };
  if (provider.kind === "github") {
    if (accessToken === null) throw new ProviderError("github gave no token");
    return ok({ profile: await githubProfile(providers.fetch, accessToken), tokens });
  }
  const idToken = typeof answer.id_token === "string" ? answer.id_token : "";
  const claims = await readIdToken(provider, endpoints, idToken);
  if (claims === null) return err({ kind: "flow", reason: "idTokenInvalid" });
  if (claims.nonce !== state.nonce) return err({ kind: "flow", reason: "nonceMismatch" });
  const whole = await completed(providers.fetch, claims, { userInfo: endpoints.userInfo, accessToken });
  return ok({ profile: profileOfClaims(provider.name, whole), tokens });
}

interface TokenForm {
  readonly secret: string | null;
  readonly form: Readonly<Record<string, string>>;
}

/** RFC 6749 section 2.3.1: the secret in the header, form-encoded, or in the body where the provider knows only that. */
function tokenRequest({ clientId }: Provider, { secretInBody }: Endpoints, { secret, form }: TokenForm): RequestInit {
  const body = new URLSearchParams(form);
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  if (secret !== null && !secretInBody) {
    const encoded = [clientId, secret].map((part) => new URLSearchParams({ "": part }).toString().slice(1));
    headers.authorization = `Basic ${btoa(encoded.join(":"))}`;
  } else {
    body.set("client_id", clientId);
    if (secret !== null) body.set("client_secret", secret);
  }
  return { method: "POST", headers, body: body.toString() };
}
