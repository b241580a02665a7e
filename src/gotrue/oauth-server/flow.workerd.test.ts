import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { appCode } from "../../auth/factors/test-app.ts";
import { challenge, queryOf, redefined, redirectUri, stage, url, verifier } from "./test-server.ts";

describe("a client of others", () => {
  it("gets what the user agrees to, as a session of its own", async () => {
    const { ask, register, authorize, auth } = await stage();
    const { id } = await register();
    const answer = await authorize(id);
    expect(answer.origin + answer.pathname).toBe(redirectUri);
    expect(Object.fromEntries(answer.searchParams)).toEqual({
      code: expect.any(String),
      state: "a state",
      iss: `${url}/auth/v1`,
    });
    const code = answer.searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUri };
    const { status, body, headers } = await ask("POST /oauth/token", { form: { ...form, client_id: id } });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(Object.keys(body).sort()).toEqual(
      ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"].sort(),
    );
    expect(decodeJwt(body.access_token)).toMatchObject({
      iss: `${url}/auth/v1`,
      aud: "authenticated",
      role: "authenticated",
      client_id: id,
      scope: "openid email profile",
      email: "ada@example.com",
      aal: "aal1",
      amr: [{ method: "oauth_provider/authorization_code", timestamp: expect.any(Number) }],
    });
    const claims = decodeJwt(body.id_token);
    expect(claims).toMatchObject({ aud: id, nonce: "a nonce", email: "ada@example.com", email_verified: true });
    expect(claims.at_hash).toMatch(/^[\w-]{22}$/);
    expect(claims.auth_time).toBeTypeOf("number");
    expect(await auth.verifyToken(body.id_token)).toMatchObject({ ok: false });
    expect(await auth.verifyToken(body.access_token)).toMatchObject({ ok: true });
    const info = await ask("GET /oauth/userinfo", { token: body.access_token });
    expect(info.body).toMatchObject({ sub: claims.sub, email: "ada@example.com", email_verified: true });
    expect(info.body).not.toHaveProperty("phone_number");
  });

  it("learns no more than it asked for", async () => {
    const { ask, register, connect } = await stage();
    const { id } = await register();
    const { body } = await connect(id, { scope: null });
    expect(body.scope).toBe("email");
    expect(body).not.toHaveProperty("id_token");
    const bare = await connect(id, { scope: "openid" });
    expect(decodeJwt(bare.body.access_token)).toMatchObject({ email: "", phone: "", user_metadata: {} });
    const user = await ask("GET /user", { token: bare.body.access_token });
    expect(user.body).toMatchObject({ email: "", identities: [], app_metadata: { providers: [] } });
    const info = await ask("POST /oauth/userinfo", { token: bare.body.access_token });
    expect(Object.keys(info.body)).toEqual(["sub"]);
  });

  it("reaches nothing but userinfo unless the definition says so", async () => {
    const { ask, register, connect, auth } = await stage({ dynamicRegistration: true });
    const { id } = await register();
    const { body } = await connect(id);
    expect(decodeJwt(body.access_token)).toMatchObject({ aud: `${url}/auth/v1/oauth/userinfo`, app_metadata: {} });
    expect(await auth.verifyToken(body.access_token)).toEqual({ ok: false, error: "audience" });
    expect((await ask("GET /user", { token: body.access_token })).status).toBe(403);
    expect((await ask("GET /oauth/userinfo", { token: body.access_token })).status).toBe(200);
  });

  it("acts in the role that the definition gives it", async () => {
    const settings = { roles: ["agent"] };
    const { register, connect, auth } = await stage({ access: { role: "agent" }, dynamicRegistration: true }, settings);
    const { body } = await connect((await register()).id);
    expect(await auth.verifyToken(body.access_token)).toMatchObject({ value: { role: "agent" } });
  });

  it("is out when the definition has no server any more", async () => {
    const before = await stage();
    const { body } = await before.connect((await before.register()).id);
    const after = redefined(before, {});
    expect(await after.auth.verifyToken(body.access_token)).toEqual({ ok: false, error: "client" });
    expect((await after.ask("POST /oauth/token")).status).toBe(404);
  });

  it("may be used for one resource of this server", async () => {
    const { register, connect, authorize } = await stage();
    const { id } = await register();
    const { body } = await connect(id, { resource: `${url}/mcp` });
    expect(decodeJwt(body.access_token).aud).toEqual(["authenticated", `${url}/mcp`]);
    const elsewhere = await authorize(id, { resource: "https://elsewhere.example/" });
    expect(elsewhere.searchParams.get("error")).toBe("invalid_target");
  });

  it("is not asked about twice, unless another app could stand in for it", async () => {
    const { ask, register, connect } = await stage();
    const shown = async (id: string, parameters = {}) => {
      const begun = await ask(`GET /oauth/authorize?${queryOf(id, parameters)}`);
      return new URL(begun.headers.get("location") ?? url).searchParams.get("authorization_id");
    };
    const web = await register();
    const app = await register({ redirect_uris: ["http://127.0.0.1/cb"] });
    await connect(web.id);
    await connect(app.id, { redirect_uri: "http://127.0.0.1:4711/cb" });
    const token = (await stageToken(ask)) as string;
    const again = async (id: string, parameters = {}) =>
      Object.keys((await ask(`GET /oauth/authorizations/${await shown(id, parameters)}`, { token })).body);
    expect(await again(web.id)).toEqual(["redirect_url"]);
    expect(await again(web.id, { prompt: "consent" })).toContain("authorization_id");
    expect(await again(web.id, { scope: "openid phone" })).toContain("authorization_id");
    expect(await again(app.id, { redirect_uri: "http://127.0.0.1:99/cb" })).toContain("authorization_id");
  });

  it("that does not prove itself gets nothing", async () => {
    const { ask, register, authorize, connect } = await stage();
    const client = await register({ token_endpoint_auth_method: "client_secret_basic" });
    const other = await register();
    const code = async () => (await authorize(client.id)).searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code_verifier: verifier, redirect_uri: redirectUri };
    const basic = (secret: string) => ({ authorization: `Basic ${btoa(`${client.id}:${secret}`)}` });
    const wrong = await ask("POST /oauth/token", { form: { ...form, code: await code() }, headers: basic("x") });
    expect(wrong.status).toBe(401);
    expect(wrong.body.error).toBe("invalid_client");
    expect(wrong.headers.get("www-authenticate")).toMatch(/^Basic/);
    const bare = await ask("POST /oauth/token", { form: { ...form, code: await code(), client_id: client.id } });
    expect([bare.status, bare.body.error]).toEqual([401, "invalid_client"]);
    // Who is let in, too.
    expect((await connect(other.id)).status).toBe(200);
    const theirs = await ask("POST /oauth/token", { form: { ...form, code: await code(), client_id: other.id } });
    expect([theirs.status, theirs.body.error]).toEqual([400, "invalid_grant"]);
    const twice = { ...form, code: await code(), client_secret: client.secret };
    expect((await ask("POST /oauth/token", { form: twice, headers: basic(client.secret) })).body.error).toBe(
      "invalid_request",
    );
    const right = await ask("POST /oauth/token", {
      form: { ...form, code: await code() },
      headers: basic(client.secret),
    });
    expect(right.status).toBe(200);
    const stored = JSON.stringify((await env.DB.prepare(`select * from "auth_oauth_clients"`).all()).results);
    expect(stored).not.toContain(client.secret);
  });
});

async function stageToken(ask: Awaited<ReturnType<typeof stage>>["ask"]) {
  const credentials = { email: "ada@example.com", password: "correct horse" };
  return (await ask("POST /token?grant_type=password", { json: credentials })).body.access_token;
}

it("a client goes on when the user proves a factor, but for the first time", async () => {
  const made = await stage();
  const { ask, userToken, clock } = made;
  const client = await made.register();
  const before = await made.connect(client.id);
  const enrolled = (await ask("POST /factors", { token: userToken, json: { factor_type: "totp" } }))
    .body as unknown as {
    readonly id: string;
    readonly totp: { readonly secret: string };
  };
  const prove = async () => {
    const { body } = await ask(`POST /factors/${enrolled.id}/challenge`, { token: userToken });
    const json = { challenge_id: body.id, code: await appCode(enrolled.totp.secret, clock.now()) };
    expect((await ask(`POST /factors/${enrolled.id}/verify`, { token: userToken, json })).status).toBe(200);
  };
  await prove();
  expect((await ask("GET /user", { token: before.body.access_token })).status).toBe(403);
  const after = await made.connect(client.id);
  expect(decodeJwt(after.body.access_token)).toMatchObject({ aal: "aal1" });
  clock.advanceSeconds(30);
  await prove();
  expect((await ask("GET /user", { token: after.body.access_token })).status).toBe(200);
});

it("the cron forgets clients that anybody registered and nobody lets in, and requests that are over", async () => {
  const made = await stage();
  const [used, unused] = [await made.register(), await made.register()];
  const json = { client_name: "ours", redirect_uris: [redirectUri] };
  const ours = (await made.ask("POST /admin/oauth/clients", { json, token: made.serviceToken })).body.client_id;
  await made.connect(used.id);
  await made.ask(`GET /oauth/authorize?${queryOf(unused.id)}`);
  const left = async (table: string) => {
    const found = await env.DB.prepare(`select "id" from "${table}" order by rowid`).all<{ readonly id: string }>();
    return found.results.map(({ id }) => id);
  };
  made.clock.advanceSeconds(89 * 86_400);
  await made.auth.oauthServer?.maintain();
  expect(await left("auth_oauth_authorizations")).toEqual([]);
  expect(await left("auth_oauth_clients")).toEqual([used.id, unused.id, ours]);
  made.clock.advanceSeconds(2 * 86_400);
  await made.auth.oauthServer?.maintain();
  expect(await left("auth_oauth_clients")).toEqual([used.id, ours]);
});

describe("a code", () => {
  async function issued() {
    const made = await stage();
    const { id } = await made.register();
    const form = {
      grant_type: "authorization_code",
      code_verifier: verifier,
      redirect_uri: redirectUri,
      client_id: id,
    };
    const exchange = async (code: string, change: Readonly<Record<string, string>> = {}) =>
      made.ask("POST /oauth/token", { form: { ...form, code, ...change } });
    const code = async () => (await made.authorize(id)).searchParams.get("code") ?? "";
    return { ...made, id, exchange, code };
  }

  it("is good once; one that comes again ends what it gave", async () => {
    const { exchange, code, ask } = await issued();
    const given = await code();
    const { body } = await exchange(given);
    expect((await ask("GET /oauth/userinfo", { token: body.access_token })).status).toBe(200);
    const again = await exchange(given);
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
    const info = await ask("GET /oauth/userinfo", { token: body.access_token });
    expect([info.status, info.body.error]).toEqual([401, "invalid_token"]);
    expect(info.headers.get("www-authenticate")).toContain("invalid_token");
  });

  it("that two exchange at once gives at most one session, and that ends", async () => {
    const { exchange, code } = await issued();
    const given = await code();
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(given)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const left = await env.DB.prepare(`select 1 from "auth_sessions" where "oauth_client_id" is not null`).all();
    expect(left.results).toEqual([]);
  });

  it.each([
    ["another verifier", { code_verifier: `${verifier}x` }],
    ["the challenge itself", { code_verifier: challenge }],
    ["another redirect URI", { redirect_uri: "https://client.example/other" }],
    ["another resource", { resource: `${url}/mcp` }],
  ])("with %s is refused, and used up", async (_name, change) => {
    const { exchange, code } = await issued();
    const given = await code();
    expect((await exchange(given, change)).body.error).toBe("invalid_grant");
    expect((await exchange(given)).body.error).toBe("invalid_grant");
  });

  it("is over after a minute", async () => {
    const { exchange, code, clock } = await issued();
    const given = await code();
    clock.advanceSeconds(61);
    expect((await exchange(given)).body.error).toBe("invalid_grant");
  });

  it("is none without the verifier, or with a grant that there is not", async () => {
    const { exchange, code } = await issued();
    expect((await exchange(await code(), { code_verifier: "" })).body.error).toBe("invalid_request");
    expect((await exchange(await code(), { grant_type: "password" })).body.error).toBe("unsupported_grant_type");
    expect((await exchange(await code(), { grant_type: "" })).body.error).toBe("invalid_request");
  });

  it("is worth nothing when the user has taken the consent back", async () => {
    const { exchange, code, ask, id, userToken } = await issued();
    const given = await code();
    expect((await ask(`DELETE /user/oauth/grants?client_id=${id}`, { token: userToken })).status).toBe(204);
    expect((await exchange(given)).body.error).toBe("invalid_grant");
  });
});

describe("a refresh token of a client", () => {
  it("rotates; one that is used again later ends the session", async () => {
    const { ask, register, connect, clock } = await stage();
    const { id } = await register();
    const { body } = await connect(id);
    const renew = (token: string, more = {}) =>
      ask("POST /oauth/token", { form: { grant_type: "refresh_token", refresh_token: token, client_id: id, ...more } });
    expect((await renew(body.refresh_token, { scope: "openid phone" })).body.error).toBe("invalid_scope");
    const next = await renew(body.refresh_token);
    expect(next.status, JSON.stringify(next.body)).toBe(200);
    expect(next.body.refresh_token).not.toBe(body.refresh_token);
    expect(decodeJwt(next.body.access_token)).toMatchObject({ client_id: id, scope: "openid email profile" });
    clock.advanceSeconds(11);
    expect((await renew(body.refresh_token)).body.error).toBe("invalid_grant");
    expect((await renew(next.body.refresh_token)).body.error).toBe("invalid_grant");
  });

  it("is neither the user's nor another client's", async () => {
    const { ask, register, connect } = await stage();
    const [{ id }, other] = [await register(), await register()];
    const { body } = await connect(id);
    const grant = "POST /token?grant_type=refresh_token";
    const asUser = await ask(grant, { json: { refresh_token: body.refresh_token } });
    expect([asUser.status, asUser.body.error_code]).toEqual([400, "refresh_token_not_found"]);
    const form = { grant_type: "refresh_token", refresh_token: body.refresh_token };
    expect((await ask("POST /oauth/token", { form: { ...form, client_id: other.id } })).body.error).toBe(
      "invalid_grant",
    );
    const revoked = await ask("POST /oauth/revoke", { form: { token: body.refresh_token, client_id: other.id } });
    expect(revoked.body.error).toBe("invalid_grant");
    expect((await ask("POST /oauth/token", { form: { ...form, client_id: id } })).status).toBe(200);
  });

  it("and its access token end where the client, the user or the service says so", async () => {
    const { ask, register, connect, userToken, serviceToken } = await stage();
    const ends = [
      (token: string, id: string) => ask("POST /oauth/revoke", { form: { token, client_id: id } }),
      (_token: string, id: string) => ask(`DELETE /user/oauth/grants?client_id=${id}`, { token: userToken }),
      (_token: string, id: string) => ask(`DELETE /admin/oauth/clients/${id}`, { token: serviceToken }),
    ];
    for (const end of ends) {
      const { id } = await register();
      const { body } = await connect(id);
      expect((await ask("GET /user", { token: body.access_token })).status).toBe(200);
      expect((await end(body.access_token, id)).status).toBeLessThan(300);
      expect((await ask("GET /user", { token: body.access_token })).status).toBe(403);
    }
    const { id } = await register();
    expect((await ask("POST /oauth/revoke", { form: { token: "nothing", client_id: id } })).status).toBe(200);
  });
});
