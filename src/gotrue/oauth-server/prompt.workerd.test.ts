import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { queryOf, redirectUri, type Stage, stage, url, verifier } from "./test-server.ts";

// OpenID Connect Core 1.0, section 3.1.2.1: how much a client wants the user asked, and how fresh his sign-in.

const silent = { access: "user", dynamicRegistration: true, authorizationPath: "/connect", silentPage: true } as const;

async function begin({ ask }: Stage, clientId: string, parameters: Readonly<Record<string, string | null>>) {
  const begun = await ask(`GET /oauth/authorize?${queryOf(clientId, parameters)}`);
  const page = new URL(begun.headers.get("location") ?? url);
  return { page, id: page.searchParams.get("authorization_id") ?? "" };
}

async function freshToken({ ask }: Stage): Promise<string> {
  const json = { email: "ada@example.com", password: "correct horse" };
  const { status, body } = await ask("POST /token?grant_type=password", { json });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.access_token;
}

const refusalOf = (location: string) => Object.fromEntries(new URL(location).searchParams);

describe("the age of a sign-in", () => {
  it.each([
    ["max_age", { max_age: "60" }],
    ["max_age=0", { max_age: "0" }],
    ["prompt=login", { prompt: "login" }],
    ["prompt=select_account", { prompt: "consent select_account" }],
  ])("that %s asks for is demanded, and told in the ID token", async (_name, parameters) => {
    const made = await stage();
    const { id: clientId } = await made.register();
    await made.connect(clientId);
    made.clock.advanceSeconds(61);
    const { id } = await begin(made, clientId, parameters);
    const stale = await made.ask(`GET /oauth/authorizations/${id}`, { token: made.userToken });
    expect([stale.status, stale.body.error_code]).toEqual([401, "reauthentication_needed"]);
    const json = { action: "approve" };
    const decided = await made.ask(`POST /oauth/authorizations/${id}/consent`, { token: made.userToken, json });
    expect(decided.status).toBe(401);
    made.clock.advanceSeconds(5);
    const token = await freshToken(made);
    const shown = await made.ask(`GET /oauth/authorizations/${id}`, { token });
    expect(shown.status, JSON.stringify(shown.body)).toBe(200);
    const back =
      shown.body.redirect_url ??
      (await made.ask(`POST /oauth/authorizations/${id}/consent`, { token, json })).body.redirect_url;
    const code = new URL(back).searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUri };
    const { body } = await made.ask("POST /oauth/token", { form: { ...form, client_id: clientId } });
    expect(decodeJwt(body.id_token).auth_time).toBe(Math.floor(made.clock.now() / 1000));
  });

  it("that is young enough is taken", async () => {
    const made = await stage();
    const { id } = await made.register();
    made.clock.advanceSeconds(59);
    expect((await made.connect(id, { max_age: "60" })).status).toBe(200);
    expect((await made.connect(id, { max_age: "999999999999" })).status).toBe(200);
  });
});

describe("prompt=none", () => {
  it("is login_required at once where no page can tell who is signed in", async () => {
    const made = await stage();
    const { id } = await made.register();
    const { page } = await begin(made, id, { prompt: "none" });
    expect(page.origin + page.pathname).toBe(redirectUri);
    expect(page.searchParams.get("error")).toBe("login_required");
  });

  it("is granted without a word to who has agreed, and refused to who has not", async () => {
    const made = await stage(silent, { siteUrl: "https://site.example" });
    const { id: clientId } = await made.register();
    const first = await begin(made, clientId, { prompt: "none" });
    expect(first.page.href).toBe(`https://site.example/connect?authorization_id=${first.id}&prompt=none`);
    const refused = await made.ask(`GET /oauth/authorizations/${first.id}`, { token: made.userToken });
    expect(refusalOf(refused.body.redirect_url)).toMatchObject({ error: "consent_required", state: "a state" });
    const json = { action: "approve" };
    const late = await made.ask(`POST /oauth/authorizations/${first.id}/consent`, { token: made.userToken, json });
    expect(late.status).toBe(400);
    await made.connect(clientId);
    const second = await begin(made, clientId, { prompt: "none" });
    const granted = await made.ask(`GET /oauth/authorizations/${second.id}`, { token: made.userToken });
    expect(refusalOf(granted.body.redirect_url)).toMatchObject({ code: expect.any(String), state: "a state" });
    made.clock.advanceSeconds(10);
    const third = await begin(made, clientId, { prompt: "none", max_age: "5" });
    const stale = await made.ask(`GET /oauth/authorizations/${third.id}`, { token: made.userToken });
    expect(refusalOf(stale.body.redirect_url)).toMatchObject({ error: "login_required" });
  });

  it("is refused by a page that nobody is signed in on, once, and no other request is", async () => {
    const made = await stage(silent, { siteUrl: "https://site.example" });
    const { id: clientId } = await made.register();
    const { id } = await begin(made, clientId, { prompt: "none" });
    const left = await made.ask(`GET /oauth/authorizations/${id}/login_required`);
    expect(left.status).toBe(303);
    expect(refusalOf(left.headers.get("location") ?? "")).toMatchObject({ error: "login_required", state: "a state" });
    expect((await made.ask(`GET /oauth/authorizations/${id}/login_required`)).status).toBe(404);
    const { id: loud } = await begin(made, clientId, {});
    expect((await made.ask(`GET /oauth/authorizations/${loud}/login_required`)).status).toBe(404);
    expect((await made.ask(`GET /oauth/authorizations/${loud}`, { token: made.userToken })).status).toBe(200);
  });
});

describe("introspection", () => {
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });

  it("tells a client of its own tokens, and of no other's", async () => {
    const made = await stage();
    const own = await made.register({ token_endpoint_auth_method: "client_secret_basic" });
    const other = await made.register();
    const code = (await made.authorize(own.id)).searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUri };
    const headers = basic(own.id, own.secret);
    const { body } = await made.ask("POST /oauth/token", { form, headers });
    const introspect = async (token: string) =>
      (await made.ask("POST /oauth/introspect", { form: { token, token_type_hint: "access_token" }, headers })).body;
    const sub = decodeJwt(made.userToken).sub;
    const told = { active: true, client_id: own.id, scope: "openid email profile", sub, iss: `${url}/auth/v1` };
    expect(await introspect(body.access_token)).toEqual({
      ...told,
      token_type: "Bearer",
      aud: "authenticated",
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    expect(await introspect(body.refresh_token)).toEqual(told);
    const theirs = (await made.connect(other.id)).body;
    for (const token of [theirs.access_token, theirs.refresh_token, made.userToken, made.serviceToken, "x", "a.b.c"]) {
      expect(await introspect(token)).toEqual({ active: false });
    }
    const next = await made.ask("POST /oauth/token", {
      form: { grant_type: "refresh_token", refresh_token: body.refresh_token },
      headers,
    });
    expect(await introspect(body.refresh_token)).toEqual({ active: false });
    expect(await introspect(next.body.refresh_token)).toEqual(told);
    await made.ask("POST /oauth/revoke", { form: { token: next.body.refresh_token }, headers });
    expect(await introspect(body.access_token)).toEqual({ active: false });
  });

  it("tells the service of every session's tokens", async () => {
    const made = await stage();
    const { body } = await made.connect((await made.register()).id);
    const introspect = (token: string) =>
      made.ask("POST /oauth/introspect", { form: { token }, token: made.serviceToken });
    expect((await introspect(body.access_token)).body).toMatchObject({ active: true, scope: "openid email profile" });
    const user = (await introspect(made.userToken)).body;
    expect(user).toMatchObject({ active: true, sub: decodeJwt(made.userToken).sub });
    expect(user).not.toHaveProperty("client_id");
    await made.ask("POST /logout", { token: made.userToken });
    expect((await introspect(made.userToken)).body).toEqual({ active: false });
    made.clock.advanceSeconds(3601);
    expect((await introspect(body.access_token)).body).toEqual({ active: false });
  });

  it("tells nobody else anything", async () => {
    const made = await stage();
    const open = await made.register();
    const own = await made.register({ token_endpoint_auth_method: "client_secret_basic" });
    const { body } = await made.connect(open.id);
    const form = { token: body.access_token };
    const answers = [
      await made.ask("POST /oauth/introspect", { form }),
      await made.ask("POST /oauth/introspect", { form: { ...form, client_id: open.id } }),
      await made.ask("POST /oauth/introspect", { form, headers: basic(own.id, "wrong") }),
      await made.ask("POST /oauth/introspect", { form, token: made.userToken }),
      await made.ask("POST /oauth/introspect", { form, token: body.access_token }),
    ];
    for (const { status, body: refusal } of answers) expect([status, refusal.error]).toEqual([401, "invalid_client"]);
    const nothing = await made.ask("POST /oauth/introspect", { form: {}, headers: basic(own.id, own.secret) });
    expect([nothing.status, nothing.body.error]).toEqual([400, "invalid_request"]);
  });
});
