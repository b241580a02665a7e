import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@supabase/supabase-js";
import * as oauth from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { type Browser, findChromium, startChromium } from "./chromium.ts";
import { app, origin, port } from "./oauth-server-app.ts";
import { showsText } from "./page-text.ts";

// A real server over a real socket; its clients are the unmodified openid-client and supabase-js.

const secret = "a secret for nothing but this test alone";
const issuer = new URL(`${origin}/auth/v1`);
const redirectUri = "http://127.0.0.1:7777/callback";
const plain = { execute: [oauth.allowInsecureRequests] };
const credentials = { email: "ada@example.com", password: "correct horse battery" };

let side: Side;
let anonKey = "";

beforeAll(async () => {
  side = await startSide({
    name: "oauth",
    script: await bundle(new URL("./oauth-server-worker.ts", import.meta.url)),
    bindings: { PERIGEE_SECRET: secret },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
    port,
  });
  await side.database.batch((await ddl(app)).map((sql) => side.database.prepare(sql)));
  anonKey = await apiKey("anon", secret);
  expect((await user().auth.signUp(credentials)).error).toBeNull();
});

afterAll(() => side?.stop());

function user() {
  return createClient(origin, anonKey, { auth: { persistSession: false } });
}

async function signedIn() {
  const supabase = user();
  expect((await supabase.auth.signInWithPassword(credentials)).error).toBeNull();
  return supabase;
}

/** What reaches data in the name of a client. */
async function rest(path: string, token: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${origin}/rest/v1/${path}`, { ...init, headers });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

interface Walk {
  readonly config: oauth.Configuration;
  readonly verifier: string;
  readonly nonce: string;
  readonly state: string;
  readonly callback: URL;
}

/** Up to the redirect back: the page of consent is the site's own, with auth-js. */
async function walk(config: oauth.Configuration, more: Readonly<Record<string, string>> = {}): Promise<Walk> {
  const verifier = oauth.randomPKCECodeVerifier();
  const [nonce, state] = [oauth.randomNonce(), oauth.randomState()];
  const url = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid email",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    nonce,
    state,
    ...more,
  });
  const begun = await fetch(url, { redirect: "manual" });
  expect(begun.status).toBe(303);
  const id = new URL(begun.headers.get("location") ?? "").searchParams.get("authorization_id") ?? "";
  const supabase = await signedIn();
  const details = await supabase.auth.oauth.getAuthorizationDetails(id);
  expect(details.error).toBeNull();
  const redirect =
    details.data && "redirect_url" in details.data
      ? details.data.redirect_url
      : (await supabase.auth.oauth.approveAuthorization(id)).data?.redirect_url;
  return { config, verifier, nonce, state, callback: new URL(redirect ?? "") };
}

function exchange({ config, verifier, nonce, state, callback }: Walk) {
  const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true };
  return oauth.authorizationCodeGrant(config, callback, checks);
}

/** openid-client tells in the cause what it does not like. */
function because(parameter: string) {
  return { cause: { message: expect.stringContaining(parameter) } };
}

function register(metadata: Partial<oauth.ClientMetadata> = {}, method = oauth.None()) {
  const given = {
    client_name: "Reader",
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: "none",
    ...metadata,
  };
  return oauth.dynamicClientRegistration(issuer, given, method, plain);
}

describe("openid-client", () => {
  it("finds the server, registers, signs in, asks who it is, refreshes, reads, revokes", async () => {
    const config = await register();
    expect(config.serverMetadata().issuer).toBe(issuer.href);
    const walked = await walk(config);
    const tokens = await exchange(walked);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ email: credentials.email, nonce: walked.nonce });
    const info = await oauth.fetchUserInfo(config, tokens.access_token, claims?.sub ?? "");
    expect(info).toEqual({ sub: claims?.sub, email: credentials.email, email_verified: true });

    const written = await rest("notes", tokens.access_token, {
      method: "POST",
      body: JSON.stringify({ body: "hello" }),
    });
    expect(written.status, JSON.stringify(written.body)).toBe(201);
    expect((await rest("notes?select=body", tokens.access_token)).body).toEqual([{ body: "hello" }]);

    const renewed = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
    expect((await rest("notes?select=body", renewed.access_token)).status).toBe(200);
    await oauth.tokenRevocation(config, renewed.refresh_token ?? "");
    expect((await rest("notes?select=body", renewed.access_token)).status).toBe(401);
    await expect(oauth.refreshTokenGrant(config, renewed.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
    });
  });

  it("proves itself with a secret, finds the server by OAuth's own metadata, and binds tokens to a key", async () => {
    const confidential = await register(
      { token_endpoint_auth_method: "client_secret_basic" },
      oauth.ClientSecretBasic(),
    );
    const { client_id: id, client_secret: own } = confidential.clientMetadata();
    const options = { ...plain, algorithm: "oauth2" } as const;
    const config = await oauth.discovery(issuer, id, String(own), oauth.ClientSecretBasic(String(own)), options);
    expect((await exchange(await walk(config))).token_type).toBe("bearer");
    const wrong = await oauth.discovery(issuer, id, "wrong", oauth.ClientSecretPost("wrong"), options);
    await expect(exchange(await walk(wrong))).rejects.toMatchObject({ error: "invalid_client", status: 401 });

    const DPoP = oauth.getDPoPHandle(config, await oauth.randomDPoPKeyPair());
    const walked = await walk(config);
    const bound = await oauth.authorizationCodeGrant(
      config,
      walked.callback,
      { pkceCodeVerifier: walked.verifier, expectedNonce: walked.nonce, expectedState: walked.state },
      undefined,
      { DPoP },
    );
    expect(bound.token_type).toBe("dpop");
    expect((await rest("notes", bound.access_token)).status).toBe(401);
    await oauth.fetchUserInfo(config, bound.access_token, bound.claims()?.sub ?? "", { DPoP });
    await oauth.refreshTokenGrant(config, bound.refresh_token ?? "", undefined, { DPoP });
  });

  it("asks what its tokens stand for, how fresh the sign-in is, and not to be shown a page", async () => {
    const registered = await register({ token_endpoint_auth_method: "client_secret_basic" }, oauth.ClientSecretBasic());
    const walked = await walk(registered, { max_age: "60" });
    const checks = { pkceCodeVerifier: walked.verifier, expectedNonce: walked.nonce, expectedState: walked.state };
    const tokens = await oauth.authorizationCodeGrant(registered, walked.callback, { ...checks, maxAge: 60 });
    expect(tokens.claims()?.auth_time).toBeTypeOf("number");
    const { client_id } = registered.clientMetadata();
    const told = await oauth.tokenIntrospection(registered, tokens.access_token);
    expect(told).toMatchObject({ active: true, client_id, scope: "openid email", token_type: "Bearer" });
    await oauth.tokenRevocation(registered, tokens.access_token);
    expect(await oauth.tokenIntrospection(registered, tokens.access_token)).toEqual({ active: false });
    expect(await oauth.tokenIntrospection(registered, tokens.refresh_token ?? "")).toEqual({ active: false });

    const challenge = await oauth.calculatePKCECodeChallenge(walked.verifier);
    const asked = {
      redirect_uri: redirectUri,
      code_challenge: challenge,
      code_challenge_method: "S256",
      prompt: "none",
    };
    const silent = await fetch(oauth.buildAuthorizationUrl(registered, asked), { redirect: "manual" });
    const back = new URL(silent.headers.get("location") ?? "");
    await expect(oauth.authorizationCodeGrant(registered, back)).rejects.toMatchObject({ error: "login_required" });
  });

  it("notices an answer of another server, and a state that is not its own", async () => {
    const walked = await walk(await register());
    const elsewhere = new URL(walked.callback);
    elsewhere.searchParams.set("iss", "https://evil.example");
    await expect(exchange({ ...walked, callback: elsewhere })).rejects.toMatchObject(because("iss"));
    const silent = new URL(walked.callback);
    silent.searchParams.delete("iss");
    await expect(exchange({ ...walked, callback: silent })).rejects.toMatchObject(because("iss"));
    await expect(exchange({ ...walked, state: "another" })).rejects.toMatchObject(because("state"));
  });

  it("has a code once; when it comes again, what it gave is over on the next request", async () => {
    const walked = await walk(await register());
    const tokens = await exchange(walked);
    expect((await rest("notes", tokens.access_token)).status).toBe(200);
    await expect(exchange(walked)).rejects.toMatchObject({ error: "invalid_grant" });
    expect((await rest("notes", tokens.access_token)).status).toBe(401);
  });
});

describe("the definition and the user", () => {
  it("keep clients out of what is the user's alone, and take back what they gave", async () => {
    const supabase = await signedIn();
    const { data: clients } = await createClient(
      origin,
      await apiKey("service_role", secret),
    ).auth.admin.oauth.listClients();
    const reader = clients.clients.find(({ client_type }) => client_type === "public");
    const config = await oauth.discovery(issuer, reader?.client_id ?? "", undefined, oauth.None(), plain);
    const tokens = await exchange(await walk(config));
    expect((await supabase.from("secrets").insert({ id: 1 }).select()).error).toBeNull();
    expect((await supabase.from("secrets").select("id")).data).toEqual([{ id: 1 }]);
    expect((await rest("secrets?select=id", tokens.access_token)).body).toEqual([]);
    const put = { method: "POST", body: JSON.stringify({ id: 2 }) };
    expect((await rest("secrets", tokens.access_token, put)).status).toBe(403);
    const as = createClient(origin, anonKey, { accessToken: async () => tokens.access_token });
    expect((await as.from("notes").select("id")).error).toBeNull();
    const asUser = await fetch(`${origin}/auth/v1/user`, {
      method: "PUT",
      headers: { authorization: `Bearer ${tokens.access_token}`, "content-type": "application/json" },
      body: JSON.stringify({ password: "another horse battery" }),
    });
    expect(asUser.status).toBe(403);

    expect((await supabase.auth.oauth.listGrants()).data?.length).toBeGreaterThan(0);
    expect((await supabase.auth.oauth.revokeGrant({ clientId: reader?.client_id ?? "" })).error).toBeNull();
    expect((await rest("notes", tokens.access_token)).status).toBe(401);
  });

  it("are found where RFC 8414 and RFC 9728 say", async () => {
    const read = async (path: string) => (await fetch(`${origin}${path}`)).json();
    const server = await read("/.well-known/oauth-authorization-server/auth/v1");
    expect(server).toEqual(await read("/auth/v1/.well-known/oauth-authorization-server"));
    expect(server).toEqual(await read("/auth/v1/.well-known/openid-configuration"));
    expect(await read("/.well-known/oauth-protected-resource/rest/v1")).toMatchObject({
      resource: `${origin}/rest/v1`,
      authorization_servers: [issuer.href],
    });
    expect((await fetch(`${origin}/.well-known/nothing`)).status).toBe(404);
  });

  it("are asked only so often: registrations, and secrets that are guessed", async () => {
    const headers = { "content-type": "application/json", "cf-connecting-ip": "203.0.113.7" };
    const send = async (path: string, body: unknown) => {
      const response = await fetch(`${issuer.href}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    };
    const metadata = { client_name: "x", redirect_uris: [redirectUri] };
    for (let turn = 0; turn < 6; turn++) expect((await send("/oauth/clients/register", metadata)).status).toBe(201);
    expect(await send("/oauth/clients/register", metadata)).toMatchObject({
      status: 429,
      body: { error: "temporarily_unavailable", error_description: expect.any(String) },
    });
    const guess = {
      grant_type: "refresh_token",
      refresh_token: "x",
      client_id: crypto.randomUUID(),
      client_secret: "x",
    };
    const guesses = await Promise.all(Array.from({ length: 61 }, () => send("/oauth/token", guess)));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(60);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(1);
  });
});

const chromium = findChromium();
// `.ci/run` installs a browser and takes no excuse.
const isRequired = process.env.PERIGEE_BROWSER === "required";
if (chromium === null && !isRequired) {
  console.warn("the page of consent in a browser: skipped, because neither CHROMIUM_PATH nor PATH has a Chromium");
}

describe.skipIf(chromium === null && !isRequired)("the page of consent in a browser", () => {
  let browser: Browser;
  let target: HttpServer;
  const callbacks: string[] = [];

  beforeAll(async () => {
    if (chromium === null) throw new Error("no Chromium, though PERIGEE_BROWSER=required");
    browser = await startChromium(chromium);
    target = createServer((request, response) => {
      callbacks.push(String(request.url));
      response.end("arrived");
    });
    await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await browser?.stop();
    target?.close();
  });

  it("signs in and lets the client in, without a page of the site's own", async () => {
    const { port: free } = target.address() as AddressInfo;
    const back = `http://127.0.0.1:${free}/callback`;
    const service = createClient(origin, await apiKey("service_role", secret)).auth.admin.oauth;
    const metadata = { client_name: "Reader", redirect_uris: [back], token_endpoint_auth_method: "none" as const };
    const { data: made } = await service.createClient(metadata);
    const config = await oauth.discovery(issuer, made?.client_id ?? "", undefined, oauth.None(), plain);
    const verifier = oauth.randomPKCECodeVerifier();
    const url = oauth.buildAuthorizationUrl(config, {
      redirect_uri: back,
      scope: "openid email",
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const page = await browser.open(url.href);
    await showsText(page, "Sign in to decide");
    const fill = (name: string, text: string) =>
      page.evaluate(`document.querySelector("[name=${name}]").value = ${JSON.stringify(text)}`);
    const press = (action: string) => page.evaluate(`document.querySelector("[value=${action}]").click()`);
    await fill("email", credentials.email);
    await fill("password", credentials.password);
    await press("sign-in");
    await showsText(page, `You are signed in as ${credentials.email}`);
    expect(await page.evaluate<string>("document.cookie")).toBe("");
    // The policy lets the page's style in, and nothing else.
    expect(await page.evaluate<string>("getComputedStyle(document.querySelector('label, main')).display")).toBe(
      "block",
    );
    await press("approve");
    await showsText(page, "arrived");
    const answered = new URL(callbacks[0] ?? "", back);
    const tokens = await oauth.authorizationCodeGrant(config, answered, { pkceCodeVerifier: verifier });
    expect(tokens.claims()).toMatchObject({ email: credentials.email });
    await page.close();
  });
});
