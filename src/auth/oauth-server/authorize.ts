import { randomBytes, toBase64Url } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import { type OAuthClient, readClient, selectClient, uuidForm } from "./client.ts";
import { type Prompt, readPrompt } from "./prompt.ts";
import { type OAuthError, refuse } from "./protocol-error.ts";
import { isRegistered } from "./redirect-uris.ts";
import { readScope, type Scope } from "./scopes.ts";

/** How long a user may take to sign in and to think. */
const requestTtlMs = 600_000;

export interface AuthorizationRequest {
  /** As they came, in the query or a form. */
  readonly parameters: URLSearchParams;
  /** Where this server is: resources have to be here. */
  readonly origin: string;
}

/** Where an error is told: at the client, once it is sure that it is one. */
export interface RefusedAuthorization {
  readonly error: OAuthError;
  readonly redirectUri: string | null;
  readonly state: string | null;
}

/** A request that waits for a decision. */
export interface Begun {
  readonly id: string;
  /** Nothing may be shown to the user. */
  readonly isSilent: boolean;
}

/**
 * RFC 6749 section 4.1.1 with what OAuth 2.1 demands: PKCE with S256 (RFC 7636) from every client, the exact redirect
 * URI. Gives the id of the request, under which a user decides about it.
 */
export async function beginAuthorization(
  context: AuthContext,
  { parameters, origin }: AuthorizationRequest,
): Promise<Result<Begun, RefusedAuthorization>> {
  const client = await clientOf(context, parameters);
  if (!client.ok) return err({ error: client.error, redirectUri: null, state: null });
  const redirectUri = parameters.get("redirect_uri") ?? "";
  const given = parameters.get("state");
  const state = given !== null && given.length <= maxTextLength ? given : null;
  const request = readRequest({ parameters, client: client.value, origin }, context);
  if (!request.ok) return err({ error: request.error, redirectUri, state });
  const id = toBase64Url(randomBytes(32));
  const nowMs = context.clock();
  const now = value(instant(nowMs));
  const until = value(instant(nowMs + requestTtlMs));
  const { scopes, challenge, nonce, resource, prompt, isSilent, maxAgeSeconds } = request.value;
  const since = maxAgeSeconds === null ? null : instant(Math.max(nowMs - maxAgeSeconds * 1000, 0));
  await context.store.batch(
    [
      statement(sql`delete from "auth_oauth_authorizations" where "forget_at" <= ${now}`),
      statement(sql`insert into "auth_oauth_authorizations" ("id", "client_id", "redirect_uri", "scope", "state", "nonce",
          "resource", "prompt", "signed_in_since", "code_challenge", "created_at", "expires_at", "forget_at")
        select ${value(id)}, "id", ${value(redirectUri)}, ${value(scopes.join(" "))}, ${value(state)}, ${value(nonce)},
          ${value(resource)}, ${value(prompt)}, ${value(since)}, ${value(challenge)}, ${now}, ${until}, ${until}
        from "auth_oauth_clients" where "id" = ${value(client.value.id)}`),
    ],
    { retry: false },
  );
  return ok({ id, isSilent });
}

const maxTextLength = 2048;

/** Parameters that decide; one that stands twice means two things (RFC 6749 section 3.1). `resource` may. */
const single = [
  "client_id",
  "redirect_uri",
  "response_type",
  "response_mode",
  "scope",
  "state",
  "code_challenge",
  "code_challenge_method",
  "nonce",
  "prompt",
  "max_age",
];

async function clientOf(context: AuthContext, parameters: URLSearchParams): Promise<Result<OAuthClient, OAuthError>> {
  const id = parameters.get("client_id") ?? "";
  if (parameters.getAll("client_id").length > 1 || parameters.getAll("redirect_uri").length > 1) {
    return refuse("invalid_request", "A parameter stands twice");
  }
  const [found] = uuidForm.test(id) ? await context.store.batch([selectClient(id)], { retry: true }) : [];
  const row = found?.rows[0];
  if (row === undefined) return refuse("invalid_request", "client_id is missing or not known");
  const client = readClient(row);
  const isKnown = isRegistered(parameters.get("redirect_uri") ?? "", client.redirectUris);
  return isKnown ? ok(client) : refuse("invalid_request", "redirect_uri is missing or not registered");
}

interface ReadRequest extends Prompt {
  readonly scopes: readonly Scope[];
  readonly challenge: string;
  readonly nonce: string | null;
  readonly resource: string | null;
}

interface Asked extends AuthorizationRequest {
  readonly client: OAuthClient;
}

function readRequest(
  { parameters, client, origin }: Asked,
  { settings }: AuthContext,
): Result<ReadRequest, OAuthError> {
  const text = (name: string): string | null => parameters.get(name);
  if (single.some((name) => parameters.getAll(name).length > 1)) {
    return refuse("invalid_request", "A parameter stands twice");
  }
  if (single.some((name) => (text(name)?.length ?? 0) > maxTextLength)) {
    return refuse("invalid_request", "A parameter is too long");
  }
  if (text("request") !== null) return refuse("request_not_supported", "request is not supported");
  if (text("request_uri") !== null) return refuse("request_uri_not_supported", "request_uri is not supported");
  if (text("response_type") === null) return refuse("invalid_request", "response_type is missing");
  if (text("response_type") !== "code") return refuse("unsupported_response_type", "response_type is code alone");
  if ((text("response_mode") ?? "query") !== "query") return refuse("invalid_request", "response_mode is query alone");
  const challenge = text("code_challenge") ?? "";
  if (text("code_challenge_method") !== "S256") {
    return refuse("invalid_request", "code_challenge_method must be S256");
  }
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) return refuse("invalid_request", "code_challenge must be a SHA-256");
  const allowed = settings.oauthServer?.scopes ?? new Set<Scope>();
  const scopes = readScope(text("scope"), client.scopes === null ? allowed : narrowed(allowed, client.scopes));
  if (!scopes.ok) return refuse("invalid_scope", "scope holds what the client may not ask for");
  const resource = readResource(parameters.getAll("resource"), origin);
  if (!resource.ok) return resource;
  const prompt = readPrompt(text("prompt"), text("max_age"));
  if (!prompt.ok) return prompt;
  if (prompt.value.isSilent && settings.oauthServer?.silentPage !== true) {
    return refuse("login_required", "Whether the user is signed in is not known here");
  }
  return ok({ ...prompt.value, scopes: scopes.value, challenge, nonce: text("nonce"), resource: resource.value });
}

function narrowed(allowed: ReadonlySet<Scope>, own: readonly Scope[]): ReadonlySet<Scope> {
  return new Set(own.filter((scope) => allowed.has(scope)));
}

/** RFC 8707 section 2: an absolute URI without fragment, here of one resource of this server. */
export function readResource(given: readonly string[], origin: string): Result<string | null, OAuthError> {
  const [resource, ...more] = given;
  if (resource === undefined) return ok(null);
  const isHere = more.every((other) => other === resource) && isUri(resource) && new URL(resource).origin === origin;
  return isHere ? ok(resource) : refuse("invalid_target", "resource is not one of this server");
}

function isUri(text: string): boolean {
  return text.length <= maxTextLength && !/[\s\\#\p{C}]/u.test(text) && URL.canParse(text);
}
