import { createHash, randomBytes } from "node:crypto";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { app, clientId, issuer, issuerPort, site } from "./federation-app.ts";
import { type Person, signInAt, startOidc } from "./oidc-server.ts";

// The unmodified supabase-js, Perigee in a workerd of its own, and oidc-provider as the provider: three programs.

const secret = "a secret for nothing but this test alone";
const clientSecret = "the provider's secret for: this+test";
const people = new Map<string, Person>([
  ["ada", { email: "ada@example.com", verified: true }],
  ["bob", { email: "bob@example.com", verified: true }],
  ["eve", { email: "ada@example.com", verified: false }],
  ["cleo", { email: "cleo@example.com", verified: true }],
  ["dan", { email: "dan@example.com", verified: true }],
  ["gil", { email: "gil@example.com", verified: true }],
  ["hal", { email: "hal@example.com", verified: true }],
  ["ivy", { email: "ivy@example.com", verified: true }],
]);

let side: Side;
let provider: { stop(): Promise<void> };
let anonKey: string;

beforeAll(async () => {
  anonKey = await apiKey("anon", secret);
  side = await startSide({
    name: "federation",
    script: await bundle(new URL("./federation-worker.ts", import.meta.url)),
    bindings: {
      PERIGEE_SECRET: secret,
      PERIGEE_INBOX: "on",
      PERIGEE_OAUTH_SECRETS: JSON.stringify({ local: clientSecret }),
    },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
  });
  await side.database.batch((await ddl(app)).map((sql) => side.database.prepare(sql)));
  const redirectUri = `${base()}/auth/v1/callback`;
  provider = await startOidc({ issuer, port: issuerPort, clientId, clientSecret, redirectUri, people });
});

afterAll(async () => {
  await provider?.stop();
  await side?.stop();
});

const base = (): string => `http://${side.host}:${side.port}`;
const isHome = (url: URL): boolean => url.origin === site;
const fragment = (url: URL): Record<string, string> => Object.fromEntries(new URLSearchParams(url.hash.slice(1)));

function client(flowType: "implicit" | "pkce"): SupabaseClient {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, item: string) => void kept.set(key, item),
    removeItem: (key: string) => void kept.delete(key),
  };
  return createClient(base(), anonKey, {
    auth: { flowType, storage, autoRefreshToken: false, detectSessionInUrl: false },
  });
}

async function start(supabase: SupabaseClient, path = "/done"): Promise<string> {
  const options = { redirectTo: `${site}${path}`, skipBrowserRedirect: true };
  const { data, error } = await supabase.auth.signInWithOAuth({ provider: "local" as never, options });
  expect(error).toBeNull();
  return data.url ?? "";
}

it("signs in by PKCE, and the provider's token comes along once", async () => {
  const supabase = client("pkce");
  const landed = await signInAt(await start(supabase), "bob", isHome);
  expect(landed.pathname).toBe("/done");
  const { data, error } = await supabase.auth.exchangeCodeForSession(landed.searchParams.get("code") ?? "");
  expect(error).toBeNull();
  expect(data.session?.provider_token).toEqual(expect.any(String));
  expect(data.user).toMatchObject({
    email: "bob@example.com",
    app_metadata: { provider: "local", providers: ["local"] },
    user_metadata: { full_name: "Person bob", email_verified: true },
    identities: [expect.objectContaining({ provider: "local", id: "bob" })],
  });
  const claims = (await supabase.auth.getClaims()).data?.claims;
  expect(claims?.amr).toMatchObject([{ method: "oauth" }]);
  const again = await signInAt(await start(supabase), "bob", isHome);
  const second = await supabase.auth.exchangeCodeForSession(again.searchParams.get("code") ?? "");
  expect(second.data.user?.id).toBe(data.user?.id);
});

it("signs in by the implicit flow, to the account of the verified address", async () => {
  const supabase = client("implicit");
  const { data: own } = await supabase.auth.signUp({ email: "ada@example.com", password: "correct horse" });
  expect(own.session).toBeNull();
  const landed = fragment(await signInAt(await start(supabase), "ada", isHome));
  const { access_token = "", refresh_token = "", provider_token } = landed;
  expect(provider_token).toEqual(expect.any(String));
  const { data } = await supabase.auth.setSession({ access_token, refresh_token });
  expect(data.user?.app_metadata).toEqual({ provider: "email", providers: ["email", "local"] });
  expect(data.user?.email_confirmed_at).toEqual(expect.any(String));
  // The password was set by who had not shown that the address is his.
  const password = await client("implicit").auth.signInWithPassword({
    email: "ada@example.com",
    password: "correct horse",
  });
  expect(password.error).toMatchObject({ code: "invalid_credentials" });
});

it("gives an address that the provider does not vouch for to nobody", async () => {
  const landed = fragment(await signInAt(await start(client("implicit")), "eve", isHome));
  const supabase = client("implicit");
  const { access_token = "", refresh_token = "" } = landed;
  const { data } = await supabase.auth.setSession({ access_token, refresh_token });
  expect(data.user).toMatchObject({ email: "", identities: [expect.objectContaining({ id: "eve" })] });
});

it("links to who is signed in, lists and unlinks", async () => {
  const supabase = client("pkce");
  const { data: anonymous } = await supabase.auth.signInAnonymously();
  const options = { redirectTo: `${site}/linked`, skipBrowserRedirect: true };
  const asked = await supabase.auth.linkIdentity({ provider: "local" as never, options });
  expect(asked.error).toBeNull();
  const landed = await signInAt(asked.data.url ?? "", "cleo", isHome);
  await supabase.auth.exchangeCodeForSession(landed.searchParams.get("code") ?? "");
  const { data } = await supabase.auth.getUserIdentities();
  const [identity] = data?.identities ?? [];
  expect(identity).toMatchObject({ provider: "local", id: "cleo", user_id: anonymous.user?.id });
  expect((await supabase.auth.getUser()).data.user?.is_anonymous).toBe(false);
  if (identity === undefined) throw new Error("nothing to unlink");
  const only = await supabase.auth.unlinkIdentity(identity);
  expect(only.error).toMatchObject({ status: 422, code: "single_identity_not_deletable" });
  const unknown = await supabase.auth.unlinkIdentity({ ...identity, identity_id: crypto.randomUUID() });
  expect(unknown.error).toMatchObject({ status: 422, code: "identity_not_found" });
  const thief = client("pkce");
  await thief.auth.signInAnonymously();
  const stolen = await thief.auth.linkIdentity({ provider: "local" as never, options });
  const refused = await signInAt(stolen.data.url ?? "", "cleo", isHome);
  expect(fragment(refused).error_code).toBe("identity_already_exists");
});

const isCallback = (url: URL): boolean => url.origin === base() && url.pathname.endsWith("/callback");

/** The provider's page that `linkIdentity` leads to. */
async function startLink(supabase: SupabaseClient): Promise<string> {
  const options = { redirectTo: `${site}/linked`, skipBrowserRedirect: true };
  const { data, error } = await supabase.auth.linkIdentity({ provider: "local" as never, options });
  expect(error).toBeNull();
  return data?.url ?? "";
}

async function linked(supabase: SupabaseClient): Promise<readonly string[]> {
  const { data } = await supabase.auth.getUserIdentities();
  return (data?.identities ?? []).map(({ id }) => id);
}

/** The page that asks, as a browser without cookies sees it that the provider has sent back. */
async function askedPage(start: string, login: string) {
  const page = await fetch(await signInAt(start, login, isCallback), { redirect: "manual" });
  const html = await page.text();
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return { page, html, cookie, code: /name="code" value="([^"]+)"/.exec(html)?.[1] ?? "" };
}

function answer(action: string, code: string, headers: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ action, code });
  return fetch(`${base()}/auth/v1/callback/confirm`, { method: "POST", redirect: "manual", headers, body });
}

it("links nothing by PKCE where another browser comes back than the one that began", async () => {
  const attacker = client("pkce");
  await attacker.auth.signInAnonymously();
  const landed = await signInAt(await startLink(attacker), "dan", isHome);
  const code = landed.searchParams.get("code") ?? "";
  expect(code).not.toBe("");
  expect(await linked(attacker)).toEqual([]);
  const victim = client("pkce");
  await start(victim);
  expect((await victim.auth.exchangeCodeForSession(code)).error).toMatchObject({ code: "bad_code_verifier" });
  expect((await attacker.auth.exchangeCodeForSession(code)).error).toMatchObject({ code: "flow_state_not_found" });
  expect(await linked(attacker)).toEqual([]);
  // The identity is still free for who it belongs to.
  const own = fragment(await signInAt(await start(client("implicit")), "dan", isHome));
  expect(own.access_token).toEqual(expect.any(String));
});

it("asks who comes back without PKCE, and links nothing until it is told to", async () => {
  const attacker = client("implicit");
  await attacker.auth.signInAnonymously();
  const { page, html, cookie, code } = await askedPage(await startLink(attacker), "gil");
  expect(page.status).toBe(200);
  expect(html).toContain("gil@example.com");
  expect(html).toMatch(/a guest since \d{4}-/);
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(cookie).toMatch(/^__Host-perigee-link=/);
  expect(await linked(attacker)).toEqual([]);
  const foreign = await answer("link", code, { cookie, origin: "https://evil.example" });
  expect(foreign.status).toBe(403);
  const cancelled = await answer("cancel", code, { cookie });
  expect(fragment(new URL(cancelled.headers.get("location") ?? "")).error).toBe("access_denied");
  expect((await answer("link", code, { cookie })).status).toBe(400);
  const second = await askedPage(await startLink(attacker), "gil");
  expect((await answer("link", second.code, {})).status).toBe(400);
  expect((await answer("link", second.code, { cookie: second.cookie })).status).toBe(400);
  expect(await linked(attacker)).toEqual([]);
});

it("links without PKCE where who comes back says so", async () => {
  const supabase = client("implicit");
  const { data: anonymous } = await supabase.auth.signInAnonymously();
  const { cookie, code } = await askedPage(await startLink(supabase), "hal");
  const done = await answer("link", code, { cookie, origin: base(), "sec-fetch-site": "same-origin" });
  const { access_token = "", refresh_token = "" } = fragment(new URL(done.headers.get("location") ?? ""));
  const { data } = await supabase.auth.setSession({ access_token, refresh_token });
  expect(data.user?.id).toBe(anonymous.user?.id);
  expect(await linked(supabase)).toEqual(["hal"]);
});

it("asks nobody who comes back with the cookie of the browser that began", async () => {
  const supabase = client("implicit");
  const { data } = await supabase.auth.signInAnonymously();
  const asked = `${base()}/auth/v1/user/identities/authorize?provider=local&skip_http_redirect=true`;
  const query = `&redirect_to=${encodeURIComponent(`${site}/linked`)}`;
  const headers = { apikey: anonKey, authorization: `Bearer ${data.session?.access_token}` };
  const elsewhere = await fetch(asked + query, { headers: { ...headers, origin: "https://sibling.example.com" } });
  expect(elsewhere.headers.getSetCookie()).toEqual([]);
  const response = await fetch(asked + query, { headers: { ...headers, "sec-fetch-site": "same-origin" } });
  const [cookie = ""] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-perigee-link=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const [name = "", secret = ""] = cookie.split(/[=;]/);
  const { url }: { readonly url: string } = await response.json();
  const landed = await signInAt(url, "ivy", isHome, new Map([[name, secret]]));
  expect(fragment(landed).access_token).toEqual(expect.any(String));
  expect(await linked(supabase)).toEqual(["ivy"]);
});

it("takes a state once, and no code without one", async () => {
  const supabase = client("implicit");
  const callback = await signInAt(await start(supabase), "bob", isCallback);
  const follow = async (url: string): Promise<URL> => {
    const response = await fetch(url, { redirect: "manual" });
    return new URL(response.headers.get("location") ?? "");
  };
  const other = new URL(callback);
  other.searchParams.set("iss", "https://other.example");
  expect(fragment(await follow(other.href)).error_code).toBe("bad_oauth_state");
  expect(fragment(await follow(callback.href)).error_code).toBe("bad_oauth_state");
  expect(fragment(await follow(`${base()}/auth/v1/callback?code=x&state=y`)).error_code).toBe("bad_oauth_state");
});

it("tells the page what the provider refuses", async () => {
  const url = new URL(await start(client("pkce")));
  const authorize = await fetch(url, { redirect: "manual" });
  const state = new URL(authorize.headers.get("location") ?? "").searchParams.get("state") ?? "";
  const refused = await fetch(`${base()}/auth/v1/callback?error=access_denied&error_description=No&state=${state}`, {
    redirect: "manual",
  });
  const landed = new URL(refused.headers.get("location") ?? "");
  expect(landed.origin + landed.pathname).toBe(`${site}/done`);
  expect(fragment(landed)).toEqual({
    error: "access_denied",
    error_code: "bad_oauth_callback",
    error_description: "No",
  });
});

it("knows no other provider and no SSO", async () => {
  const unknown = await fetch(`${base()}/auth/v1/authorize?provider=other`, { redirect: "manual" });
  expect(unknown.status).toBe(400);
  const sso = await client("pkce").auth.signInWithSSO({ domain: "example.com" });
  expect(sso.error).toMatchObject({ status: 404, code: "saml_provider_disabled" });
});

/** An ID token that an app of its own had from the provider. */
async function idToken(login: string, nonce: string): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const redirectUri = `${base()}/auth/v1/callback`;
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid email",
    nonce,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const landed = await signInAt(`${issuer}/auth?${query}`, login, (url) => url.origin === base());
  const response = await fetch(`${issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa([clientId, clientSecret].map(encodeURIComponent).join(":"))}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: landed.searchParams.get("code") ?? "",
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const answer: { readonly id_token?: string } = await response.json();
  return answer.id_token ?? "";
}

it("takes an ID token with its nonce", async () => {
  const supabase = client("implicit");
  const nonce = randomBytes(16).toString("hex");
  const token = await idToken("bob", createHash("sha256").update(nonce).digest("hex"));
  const wrong = await supabase.auth.signInWithIdToken({ provider: "local", token, nonce: "another" });
  expect(wrong.error).toMatchObject({ status: 400, message: "Nonces mismatch" });
  const without = await supabase.auth.signInWithIdToken({ provider: "local", token });
  expect(without.error).toMatchObject({ status: 400, message: "Nonces mismatch" });
  const { data, error } = await supabase.auth.signInWithIdToken({ provider: "local", token, nonce });
  expect(error).toBeNull();
  expect(data.user).toMatchObject({ email: "bob@example.com", identities: [expect.objectContaining({ id: "bob" })] });
});

it("takes no ID token that is not for it", async () => {
  const supabase = client("implicit");
  const token = await supabase.auth.signInWithIdToken({ provider: "local", token: "a.b.c" });
  expect(token.error).toMatchObject({ status: 400, message: "Bad ID token" });
});

it("shows its mail at /_inbox", async () => {
  await client("implicit").auth.signInWithOtp({ email: "dora@example.com" });
  const inbox = await fetch(`${base()}/_inbox`, { headers: { accept: "application/json" } });
  expect(await inbox.json()).toMatchObject({ messages: [{ to: "dora@example.com" }, { to: "ada@example.com" }] });
});
