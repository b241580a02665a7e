import * as fc from "fast-check";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { gotrue } from "../routes.ts";
import { challenge, queryOf, redirectUri, type Stage, stage, url, verifier } from "./test-server.ts";

const someId = "00000000-0000-4000-8000-000000000000";

describe("the redirect to the client", () => {
  it.each([
    ["nothing", null],
    ["another path", `${redirectUri}/`],
    ["a longer path", `${redirectUri}/../../evil`],
    ["a query", `${redirectUri}?next=https://evil.example`],
    ["a fragment", `${redirectUri}#x`],
    ["another case", redirectUri.toUpperCase()],
    ["another host", "https://client.example.evil.example/callback"],
    ["a user name", "https://client.example@evil.example/callback"],
    ["another port", "https://client.example:444/callback"],
    ["plain HTTP", "http://client.example/callback"],
    ["a script", "javascript:alert(1)//https://client.example/callback"],
    ["a blank in front", ` ${redirectUri}`],
    ["a backslash", "https://client.example\\@evil.example/callback"],
    ["a loopback address", "http://127.0.0.1/callback"],
  ])("goes nowhere with %s for a redirect URI", async (_name, uri) => {
    const { ask, register } = await stage();
    const { id } = await register();
    const { status, headers, body } = await ask(`GET /oauth/authorize?${queryOf(id, { redirect_uri: uri })}`);
    expect([status, headers.get("location"), body.error]).toEqual([400, null, "invalid_request"]);
  });

  it("goes nowhere for a client that there is not, or with parameters that stand twice", async () => {
    const { ask, register } = await stage();
    const { id } = await register();
    for (const query of [
      queryOf(someId),
      queryOf("x' or 1=1 --"),
      `${queryOf(id)}&client_id=${someId}`,
      `${queryOf(id)}&redirect_uri=${encodeURIComponent("https://evil.example/")}`,
    ]) {
      const { status, headers } = await ask(`GET /oauth/authorize?${query}`);
      expect([status, headers.get("location")]).toEqual([400, null]);
    }
  });

  it("has a free port on the user's own machine, and nothing else that is free", async () => {
    const { register, authorize, ask } = await stage();
    const { id } = await register({ redirect_uris: ["http://127.0.0.1:1/cb?a=1"] });
    const answer = await authorize(id, { redirect_uri: "http://127.0.0.1:49152/cb?a=1" });
    expect(answer.host).toBe("127.0.0.1:49152");
    expect(answer.searchParams.get("a")).toBe("1");
    for (const uri of [
      "http://localhost:1/cb?a=1",
      "http://127.0.0.1:1/cb",
      "https://127.0.0.1:1/cb?a=1",
      "http://127.0.0.1.evil.example:1/cb?a=1",
      "http://127.0.0.1:1@evil.example/cb?a=1",
      "http://127.0.0.1:99999/cb?a=1",
    ]) {
      expect((await ask(`GET /oauth/authorize?${queryOf(id, { redirect_uri: uri })}`)).status).toBe(400);
    }
  });

  it.each([
    ["a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
    ["no method", { code_challenge_method: null }, "invalid_request"],
    ["no challenge", { code_challenge: null }, "invalid_request"],
    ["a short challenge", { code_challenge: "x" }, "invalid_request"],
    ["the implicit flow", { response_type: "token" }, "unsupported_response_type"],
    ["a hybrid flow", { response_type: "code id_token" }, "unsupported_response_type"],
    ["no response type", { response_type: null }, "invalid_request"],
    ["the answer in the fragment", { response_mode: "fragment" }, "invalid_request"],
    ["a scope that there is not", { scope: "openid admin" }, "invalid_scope"],
    ["two blanks in the scope", { scope: "openid  email" }, "invalid_scope"],
    ["a request object", { request: "e30.e30." }, "request_not_supported"],
    ["a request URI", { request_uri: "https://evil.example/" }, "request_uri_not_supported"],
    ["no interaction", { prompt: "none" }, "login_required"],
    ["no interaction, and some", { prompt: "none login" }, "invalid_request"],
    ["an age that is none", { max_age: "-1" }, "invalid_request"],
    ["an age in words", { max_age: "1e3" }, "invalid_request"],
    ["a resource with a fragment", { resource: `${url}/mcp#x` }, "invalid_target"],
  ])("tells the client of %s, with its state and who tells", async (_name, change, error) => {
    const { ask, register } = await stage();
    const { id } = await register();
    const { status, headers } = await ask(`GET /oauth/authorize?${queryOf(id, change)}`);
    const location = new URL(headers.get("location") ?? "");
    expect([status, location.origin + location.pathname]).toEqual([303, redirectUri]);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      error,
      error_description: expect.any(String),
      state: "a state",
      iss: `${url}/auth/v1`,
    });
  });

  it("asks for no scope beyond those of the client and of the definition", async () => {
    const made = await stage({ access: "user", dynamicRegistration: true, scopes: ["openid", "email"] });
    const { id } = await made.register({ scope: "openid profile" });
    expect((await made.authorize(id, { scope: "openid" })).searchParams.get("code")).not.toBeNull();
    for (const scope of ["email", "profile", "phone"]) {
      expect((await made.authorize(id, { scope })).searchParams.get("error")).toBe("invalid_scope");
    }
  });
});

describe("a registration", () => {
  it.each([
    ["no redirect URI", { redirect_uris: [] }, "invalid_redirect_uri"],
    [
      "too many of them",
      { redirect_uris: Array.from({ length: 11 }, (_, n) => `https://x.example/${n}`) },
      "invalid_redirect_uri",
    ],
    ["plain HTTP", { redirect_uris: ["http://client.example/"] }, "invalid_redirect_uri"],
    ["a fragment", { redirect_uris: ["https://client.example/#x"] }, "invalid_redirect_uri"],
    ["a pattern", { redirect_uris: ["https://*.example/"] }, "invalid_redirect_uri"],
    ["a user name", { redirect_uris: ["https://a@client.example/"] }, "invalid_redirect_uri"],
    ["a script", { redirect_uris: ["javascript:alert(1)"] }, "invalid_redirect_uri"],
    ["a scheme without a dot", { redirect_uris: ["myapp://callback"] }, "invalid_redirect_uri"],
    ["no URI", { redirect_uris: ["callback"] }, "invalid_redirect_uri"],
    ["something else than a text", { redirect_uris: [1] }, "invalid_client_metadata"],
    ["the password grant", { grant_types: ["password"] }, "invalid_client_metadata"],
    [
      "its own credentials as a grant",
      { grant_types: ["authorization_code", "client_credentials"] },
      "invalid_client_metadata",
    ],
    ["the implicit flow", { response_types: ["token"] }, "invalid_client_metadata"],
    ["a method that there is not", { token_endpoint_auth_method: "private_key_jwt" }, "invalid_client_metadata"],
    ["two minds", { token_endpoint_auth_method: "none", client_type: "confidential" }, "invalid_client_metadata"],
    ["a name that turns round", { client_name: "a\u202eb" }, "invalid_client_metadata"],
    ["a script for a logo", { logo_uri: "javascript:alert(1)" }, "invalid_client_metadata"],
    ["scopes that there are not", { scope: "admin root" }, "invalid_client_metadata"],
  ])("with %s is refused", async (_name, change, error) => {
    const { ask } = await stage();
    const json = { client_name: "x", redirect_uris: [redirectUri], ...change };
    const { status, body } = await ask("POST /oauth/clients/register", { json });
    expect([status, body.error]).toEqual([400, error]);
  });

  it("is for the service alone unless the definition says otherwise", async () => {
    const { ask, serviceToken } = await stage({ access: "user" });
    const json = { client_name: "x", redirect_uris: ["com.example.app:/cb", "myapp://cb"] };
    expect((await ask("POST /oauth/clients/register", { json })).body.error).toBe("registration_not_supported");
    expect((await ask("POST /admin/oauth/clients", { json })).status).toBe(401);
    const made = await ask("POST /admin/oauth/clients", { json, token: serviceToken });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  });

  it("says what was registered, and its secret once", async () => {
    const { ask } = await stage();
    const json = { client_name: "x", redirect_uris: ["com.example.app:/cb"], scope: "openid unknown", extra: 1 };
    const { status, body } = await ask("POST /oauth/clients/register", { json });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({
      client_id: expect.any(String),
      client_id_issued_at: expect.any(Number),
      client_secret: expect.any(String),
      client_secret_expires_at: 0,
      token_endpoint_auth_method: "client_secret_basic",
      registration_type: "dynamic",
      scope: "openid",
    });
  });
});

describe("a decision", () => {
  async function pending(made: Stage) {
    const { id: clientId } = await made.register();
    const begun = await made.ask(`GET /oauth/authorize?${queryOf(clientId)}`);
    const id = new URL(begun.headers.get("location") ?? "").searchParams.get("authorization_id") ?? "";
    return { clientId, id, path: `/oauth/authorizations/${id}` };
  }

  it("is the user's who saw the request first, once", async () => {
    const made = await stage();
    const { ask, userToken } = made;
    const { path } = await pending(made);
    const approve = (token: string) => ask(`POST ${path}/consent`, { token, json: { action: "approve" } });
    const credentials = { email: "eve@example.com", password: "correct horse" };
    const eve = (await ask("POST /signup", { json: credentials })).body.access_token;
    expect((await approve(userToken)).status).toBe(404);
    expect((await ask(`GET ${path}`, { token: userToken })).body).toMatchObject({
      authorization_id: expect.any(String),
      redirect_uri: redirectUri,
      client: { id: expect.any(String), name: "Client" },
      user: { email: "ada@example.com" },
      scope: "openid email profile",
    });
    for (const line of [`GET ${path}`, `POST ${path}/consent`]) {
      const { status, body } = await ask(line, {
        token: eve,
        ...(line.startsWith("P") ? { json: { action: "deny" } } : {}),
      });
      expect([status, body.error_code]).toEqual([404, "oauth_authorization_not_found"]);
    }
    expect((await ask(`POST ${path}/consent`, { token: userToken, json: { action: "maybe" } })).status).toBe(400);
    expect((await approve(userToken)).status).toBe(200);
    expect((await approve(userToken)).status).toBe(400);
  });

  it("to deny is told to the client, and gives no code", async () => {
    const made = await stage();
    const { path } = await pending(made);
    await made.ask(`GET ${path}`, { token: made.userToken });
    const { body } = await made.ask(`POST ${path}/consent`, { token: made.userToken, json: { action: "deny" } });
    const { searchParams } = new URL(body.redirect_url);
    expect([searchParams.get("error"), searchParams.get("iss"), searchParams.get("code")]).toEqual([
      "access_denied",
      `${url}/auth/v1`,
      null,
    ]);
  });

  it("is nobody's from a page elsewhere, without a token, by the service, or after ten minutes", async () => {
    const made = await stage();
    const { ask, userToken, serviceToken, clock } = made;
    const { path } = await pending(made);
    const headers = { origin: "https://evil.example" };
    expect((await ask(`GET ${path}`, { token: userToken, headers })).status).toBe(400);
    expect((await ask(`GET ${path}`)).status).toBe(401);
    expect((await ask(`GET ${path}`, { token: serviceToken })).status).toBe(403);
    expect((await ask(`GET ${path}`, { token: userToken, headers: { origin: url } })).status).toBe(200);
    clock.advanceSeconds(601);
    expect((await ask(`POST ${path}/consent`, { token: userToken, json: { action: "approve" } })).status).toBe(404);
  });

  it("needs the second factor of who has one", async () => {
    const made = await stage();
    const { ask, userToken } = made;
    const { path } = await pending(made);
    const factor = await ask("POST /factors", { token: userToken, json: { factor_type: "totp", friendly_name: "x" } });
    await made.store.batch(
      [{ sql: `update "auth_factors" set "status" = 'verified' where "id" = ?1`, params: [factor.body.id] }],
      { retry: false },
    );
    const { status, body } = await ask(`GET ${path}`, { token: userToken });
    expect([status, body.error_code]).toEqual([401, "insufficient_aal"]);
  });
});

describe("a client's token", () => {
  it("opens nothing of the account but what it may learn", async () => {
    const made = await stage(
      { access: "user", dynamicRegistration: true },
      { webauthn: { rpId: "api.example", origins: [url] } },
    );
    const { body } = await made.connect((await made.register()).id);
    const app = gotrue(made.auth);
    const lines = app.routes
      .filter(({ method, path }) => method !== "ALL" && !path.includes("*"))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, someId)}`);
    expect(lines.length).toBeGreaterThan(60);
    const open = new Set<string>();
    for (const line of lines) {
      const given = line.startsWith("GET")
        ? {}
        : { json: { password: "another horse", email: "eve@example.com", action: "approve" } };
      const { status } = await made.ask(line, { token: body.access_token, ...given });
      expect(status, line).toBeLessThan(500);
      if (status < 400) open.add(line);
    }
    // What needs no token at all, and the two that are for clients.
    const forAnybody = new Set<string>();
    for (const line of open) {
      const given = line.startsWith("GET")
        ? {}
        : { json: { password: "another horse", email: "eva@example.com", action: "approve" } };
      if ((await made.ask(line, given)).status < 400) forAnybody.add(line);
    }
    expect([...open].filter((line) => !forAnybody.has(line)).sort()).toEqual([
      "GET /oauth/userinfo",
      "GET /user",
      "POST /oauth/userinfo",
    ]);
    expect((await made.ask("GET /user", { token: made.userToken })).body.email).toBe("ada@example.com");
  });
});

const members = fc.constantFrom(
  "client_id",
  "client_secret",
  "redirect_uri",
  "redirect_uris",
  "response_type",
  "scope",
  "state",
  "nonce",
  "resource",
  "prompt",
  "max_age",
  "code",
  "code_verifier",
  "code_challenge",
  "code_challenge_method",
  "grant_type",
  "refresh_token",
  "token",
  "action",
  "authorization_id",
  "form",
  "client_name",
  "grant_types",
  "token_endpoint_auth_method",
  "__proto__",
  "page",
);

it("no request makes a fault, and every error has OAuth's form or GoTrue's", async () => {
  const made = await stage();
  const { id } = await made.register();
  const { id: own, secret } = await made.register({ token_endpoint_auth_method: "client_secret_post" });
  const connected = await made.connect(id);
  const app = new Hono().route("/auth/v1", gotrue(made.auth, { onFault: (error) => expect.fail(String(error)) }));
  const word = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(id, own, secret, redirectUri, "code", "S256", challenge, verifier, "authorization_code"),
    fc.constantFrom("refresh_token", "openid email", "approve", "none", String(connected.body.refresh_token), "\u0000"),
  );
  const endpoint = fc.constantFrom(
    ["GET", "/oauth/authorize"],
    ["POST", "/oauth/authorize"],
    ["POST", "/oauth/token"],
    ["POST", "/oauth/token"],
    ["POST", "/oauth/revoke"],
    ["POST", "/oauth/introspect"],
    ["GET", `/oauth/authorizations/${someId}/login_required`],
    ["POST", "/oauth/clients/register"],
    ["GET", "/oauth/userinfo"],
    ["GET", `/oauth/authorizations/${someId}`],
    ["GET", "/oauth/authorizations/%00"],
    ["POST", `/oauth/authorizations/${someId}/consent`],
    ["GET", "/user/oauth/grants"],
    ["GET", "/oauth/consent"],
    ["POST", "/oauth/consent"],
    ["DELETE", "/user/oauth/grants"],
    ["POST", "/admin/oauth/clients"],
    ["PUT", `/admin/oauth/clients/${id}`],
    ["POST", `/admin/oauth/clients/${own}/regenerate_secret`],
    ["DELETE", "/admin/oauth/clients/x"],
  );
  const body = fc.oneof(
    fc.record({ kind: fc.constant("form" as const), pairs: fc.array(fc.tuple(members, word), { maxLength: 8 }) }),
    fc.record({ kind: fc.constant("json" as const), json: fc.dictionary(members, fc.oneof(word, fc.jsonValue())) }),
    fc.record({ kind: fc.constant("text" as const), text: fc.string() }),
  );
  const authorization = fc.oneof(
    fc.constantFrom(undefined, `Bearer ${made.userToken}`, `Bearer ${connected.body.access_token}`),
    fc.constantFrom(
      `Bearer ${made.serviceToken}`,
      "Basic",
      "Basic !!!",
      `Basic ${btoa("%:%")}`,
      `Basic ${btoa(`${own}:x`)}`,
    ),
    fc.string().map((text) => `Basic ${btoa(encodeURIComponent(text))}`),
  );
  const request = fc.record({
    endpoint,
    body,
    authorization,
    query: fc.array(fc.tuple(members, word), { maxLength: 8 }),
  });
  const holds = fc.asyncProperty(
    request,
    async ({ endpoint: [method = "", path = ""], body: given, authorization: header, query }) => {
      const sent =
        given.kind === "form"
          ? new URLSearchParams(given.pairs)
          : given.kind === "json"
            ? JSON.stringify(given.json)
            : given.text;
      const headers = {
        ...(given.kind === "json" ? { "content-type": "application/json" } : {}),
        ...(header === undefined ? {} : { authorization: header }),
      };
      const target = `${url}/auth/v1${path}?${new URLSearchParams(query)}`;
      const response = await app.request(target, { method, headers, ...(method === "GET" ? {} : { body: sent }) });
      expect(response.status).toBeLessThan(500);
      const location = response.headers.get("location");
      if (location !== null)
        expect(location.startsWith(`${redirectUri}?`) || location.startsWith(`${url}/auth/v1/`)).toBe(true);
      if (response.status < 400 || path === "/oauth/consent") return;
      const error = await response.json<Record<string, unknown>>();
      const isOAuth = /\/oauth\/(authorize|token|revoke|introspect|userinfo|clients\/register)$/.test(path);
      if (isOAuth) expect(error).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
      else expect(error).toMatchObject({ error_code: expect.any(String), msg: expect.any(String) });
    },
  );
  await fc.assert(holds, { numRuns: 2500 });
}, 180_000);
