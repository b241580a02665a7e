import { createHash } from "node:crypto";
import { Hono } from "hono";
import { expect } from "vitest";
import { apiKey } from "../../auth/api-keys.ts";
import type { OAuthServerOptions } from "../../auth/oauth-server/options.ts";
import type { AuthOptions } from "../../auth/settings.ts";
import { freshAuth, isolate, masterSecret, signedUp, type TestAuth } from "../../auth/test-auth.ts";
import { gotrue } from "../routes.ts";

// For tests alone: the OAuth server without a network, a user who is signed in, and a client that walks through the flow.

export const url = "https://api.example";
export const redirectUri = "https://client.example/callback";
export const verifier = "a-verifier-of-forty-three-characters-or-more-1";
export const challenge: string = createHash("sha256").update(verifier).digest("base64url");

export interface Asking {
  readonly token?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Member =
  | "access_token"
  | "refresh_token"
  | "id_token"
  | "scope"
  | "error"
  | "error_code"
  | "redirect_url"
  | "client_id"
  | "client_secret"
  | "id"
  | "email";

/** What answers are asked for by name; matchers see whatever else there is. */
export type Told = Readonly<Record<Member, string>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Told;
}

export interface Stage extends TestAuth {
  readonly userToken: string;
  readonly serviceToken: string;
  ask(line: string, asking?: Asking): Promise<Answer>;
  /** The id of a client; public unless it is said. */
  register(metadata?: Readonly<Record<string, unknown>>): Promise<{ readonly id: string; readonly secret: string }>;
  /** From the client's redirect to the code in its redirect URI. */
  authorize(clientId: string, parameters?: Readonly<Record<string, string | null>>): Promise<URL>;
  /** From there to tokens. */
  connect(clientId: string, parameters?: Readonly<Record<string, string | null>>): Promise<Answer>;
}

export async function stage(
  server: OAuthServerOptions = { access: "user", dynamicRegistration: true },
  settings: AuthOptions = {},
): Promise<Stage> {
  const made = await freshAuth({ settings: { url, rates: false, oauthServer: server, ...settings } });
  const { accessToken } = await signedUp(made.auth);
  return {
    ...made,
    ...walk(made, accessToken),
    userToken: accessToken,
    serviceToken: await apiKey("service_role", masterSecret),
  };
}

/** The same server after its definition was changed. */
export function redefined(before: Stage, settings: AuthOptions): Stage {
  const made = isolate({
    settings: { url, rates: false, ...settings },
    clock: { now: before.clock.now, advanceSeconds: before.clock.advanceSeconds },
  });
  return { ...before, ...made, ...walk(made, before.userToken) };
}

function walk({ auth }: TestAuth, userToken: string): Pick<Stage, "ask" | "register" | "authorize" | "connect"> {
  const app = new Hono().route(
    "/auth/v1",
    gotrue(auth, { mountedAt: "", onFault: (error) => expect.fail(String(error)) }),
  );
  const ask: Stage["ask"] = async (line, { token, form, json, headers = {} } = {}) => {
    const [method = "GET", path = "/"] = line.split(" ");
    const response = await app.request(`${url}/auth/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const register: Stage["register"] = async (metadata = {}) => {
    const given = {
      client_name: "Client",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "none",
      ...metadata,
    };
    const { status, body } = await ask("POST /oauth/clients/register", { json: given });
    expect(status, JSON.stringify(body)).toBe(201);
    return { id: body.client_id, secret: body.client_secret ?? "" };
  };
  const authorize: Stage["authorize"] = async (clientId, parameters = {}) => {
    const begun = await ask(`GET /oauth/authorize?${queryOf(clientId, parameters)}`);
    const page = new URL(begun.headers.get("location") ?? url);
    const id = page.searchParams.get("authorization_id");
    if (id === null) return page;
    const shown = await ask(`GET /oauth/authorizations/${id}`, { token: userToken });
    if (shown.body.redirect_url !== undefined) return new URL(shown.body.redirect_url);
    const decided = await ask(`POST /oauth/authorizations/${id}/consent`, {
      token: userToken,
      json: { action: "approve" },
    });
    expect(decided.status, JSON.stringify(decided.body)).toBe(200);
    return new URL(decided.body.redirect_url);
  };
  const connect: Stage["connect"] = async (clientId, parameters = {}) => {
    const code = (await authorize(clientId, parameters)).searchParams.get("code") ?? "";
    const uri = parameters.redirect_uri ?? redirectUri;
    const form = {
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: uri,
      client_id: clientId,
    };
    return ask("POST /oauth/token", { form });
  };
  return { ask, register, authorize, connect };
}

export function queryOf(clientId: string, parameters: Readonly<Record<string, string | null>> = {}): URLSearchParams {
  const all: Readonly<Record<string, string | null>> = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid email profile",
    state: "a state",
    nonce: "a nonce",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...parameters,
  };
  return new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
}
