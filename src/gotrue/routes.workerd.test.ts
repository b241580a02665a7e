import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { apiKey } from "../auth/api-keys.ts";
import { freshAuth, masterSecret, signedUp } from "../auth/test-auth.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { statement } from "../sql/compile.ts";
import { sql } from "../sql/fragment.ts";
import { gotrue } from "./routes.ts";
import type { GoTrueOptions } from "./surface.ts";

async function fresh(options: GoTrueOptions = {}) {
  const test = await freshAuth();
  const app = new Hono().route("/auth/v1", gotrue(test.auth, options));
  const send = async (method: string, path: string, init: RequestInit = {}) => {
    const response = await app.request(`/auth/v1${path}`, { method, ...init });
    const text = await response.text();
    const body: Record<string, unknown> = text === "" ? {} : JSON.parse(text);
    return { status: response.status, headers: response.headers, body };
  };
  return { ...test, send };
}

const post = (body: unknown): RequestInit => ({ body: typeof body === "string" ? body : JSON.stringify(body) });
const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

describe("an error", () => {
  it("has the shape of the first API version where no other is asked for", async () => {
    const { send } = await fresh();
    const { status, headers, body } = await send(
      "POST",
      "/token?grant_type=password",
      post({ email: "a@b.c", password: "x" }),
    );
    expect(status).toBe(400);
    expect(body).toEqual({ code: 400, error_code: "invalid_credentials", msg: "Invalid login credentials" });
    expect(headers.get("x-supabase-api-version")).toBeNull();
  });

  it.each(["2024-01-01", "2025-06-01"])("has the shape of 2024-01-01 for a client of %s", async (version) => {
    const { send } = await fresh();
    const init = { ...post({ email: "a@b.c", password: "x" }), headers: { "x-supabase-api-version": version } };
    const { headers, body } = await send("POST", "/token?grant_type=password", init);
    expect(body).toEqual({ code: "invalid_credentials", message: "Invalid login credentials" });
    expect(headers.get("x-supabase-api-version")).toBe("2024-01-01");
  });

  it("names the reasons of a weak password in both", async () => {
    const { send } = await fresh();
    const weak = post({ email: "a@b.c", password: "x" });
    const message = "Password should be at least 8 characters.";
    expect((await send("POST", "/signup", weak)).body).toEqual({
      code: 422,
      error_code: "weak_password",
      msg: message,
      weak_password: { reasons: ["length"] },
    });
    const now = { ...weak, headers: { "x-supabase-api-version": "2024-01-01" } };
    expect((await send("POST", "/signup", now)).body).toEqual({
      code: "weak_password",
      message,
      weak_password: { reasons: ["length"] },
    });
  });

  it("that nobody expected is masked, and told with its id", async () => {
    const faults: [unknown, string][] = [];
    const { send, store } = await fresh({ onFault: (error, id) => faults.push([error, id]) });
    store.batch = () => Promise.reject(new DatabaseError("transient", "secret detail"));
    const { status, body } = await send("POST", "/token?grant_type=refresh_token", post({ refresh_token: "x" }));
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain("secret");
    expect(faults).toEqual([[expect.any(DatabaseError), body.error_id]]);
  });
});

const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

describe("a malformed body is the client's error", () => {
  it.each([
    ["nothing", "", 400, "bad_json"],
    ["half an object", "{", 400, "bad_json"],
    ["not UTF-8", "\ud800", 400, "bad_json"],
    ["a list", "[]", 400, "validation_failed"],
    ["null", "null", 400, "validation_failed"],
    ["a number", "1", 400, "validation_failed"],
    ["an address that is a list", `{"email":["a@b.c"],"password":"correct horse"}`, 400, "validation_failed"],
    ["a password that is an object", `{"email":"a@b.c","password":{"$ne":""}}`, 400, "validation_failed"],
    ["data that is a list", `{"email":"a@b.c","password":"correct horse","data":[1]}`, 400, "validation_failed"],
    ["nested too deeply", `{"email":"a@b.c","password":"correct horse","data":{"a":${deep}}}`, 400, "bad_json"],
    ["too large", `{"email":"${"a".repeat(70_000)}"}`, 413, "request_entity_too_large"],
  ])("%s", async (_name, body, status, code) => {
    const { send } = await fresh();
    for (const path of ["/signup", "/token?grant_type=password"]) {
      const answer = await send("POST", path, post(body));
      expect(answer.status, path).toBeLessThan(500);
      if (path === "/signup") expect(answer).toMatchObject({ status, body: { error_code: code } });
    }
  });

  it("and odd characters are kept or refused, never a fault", async () => {
    const { send } = await fresh();
    const odd = {
      a: "\0",
      "b\0": "\ud800",
      '"': "'; drop table auth_users; --",
      __proto__x: 1,
      "🌂": ["☂", null, 1.5, -0, 1e300],
    };
    const made = await send(
      "POST",
      "/signup",
      post({ email: "odd@example.com", password: "\0\ud800 passw ☂rd", data: odd }),
    );
    expect(made.status).toBe(200);
    const user = await send("GET", "/user", bearer(String(made.body.access_token)));
    expect(user.body.user_metadata).toEqual(JSON.parse(JSON.stringify(odd)));
  });

  it("`__proto__` in data pollutes nothing", async () => {
    const { send } = await fresh();
    const body = `{"email":"a@b.c","password":"correct horse","data":{"__proto__":{"role":"service_role"}}}`;
    const made = await send("POST", "/signup", post(body));
    const token = String(made.body.access_token);
    const put = { ...bearer(token), body: `{"data":{"x":1,"__proto__":{"admin":true}}}` };
    expect((await send("PUT", "/user", put)).status).toBe(200);
    expect(await send("GET", "/user", bearer(token))).toMatchObject({ status: 200, body: { role: "authenticated" } });
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

describe("what needs a user", () => {
  const paths = [
    ["GET", "/user"],
    ["PUT", "/user"],
    ["POST", "/logout"],
  ] as const;

  it.each(paths)("%s %s is refused without a token, with a bad one, and with an API key", async (method, path) => {
    const { send } = await fresh();
    expect(await send(method, path)).toMatchObject({ status: 401, body: { error_code: "no_authorization" } });
    expect(await send(method, path, { headers: { authorization: "Basic YTpi" } })).toMatchObject({ status: 401 });
    expect(await send(method, path, bearer("a.b.c"))).toMatchObject({ status: 403, body: { error_code: "bad_jwt" } });
    const key = await apiKey("service_role", masterSecret);
    const body = method === "PUT" ? { body: "{}" } : {};
    expect(await send(method, path, { ...bearer(key), ...body })).toMatchObject({
      status: 403,
      body: { error_code: "bad_jwt" },
    });
  });

  it("reads the session with the user, in one round trip", async () => {
    const { send, auth, store } = await fresh();
    const { accessToken } = await signedUp(auth);
    await send("GET", "/user", bearer(accessToken));
    const before = store.batches();
    expect(await send("GET", "/user", bearer(accessToken))).toMatchObject({ status: 200 });
    expect(store.batches() - before).toBe(1);
    expect(await send("POST", "/logout", bearer(accessToken))).toMatchObject({ status: 204 });
    expect(await send("GET", "/user", bearer(accessToken))).toMatchObject({
      status: 403,
      body: { error_code: "session_not_found" },
    });
  });

  it("knows three scopes", async () => {
    const { send, auth } = await fresh();
    const { accessToken } = await signedUp(auth);
    expect(await send("POST", "/logout?scope=all", bearer(accessToken))).toMatchObject({
      status: 400,
      body: { error_code: "validation_failed" },
    });
  });
});

describe("the surface", () => {
  it("shows settings, health and public keys to anybody", async () => {
    const { send } = await fresh();
    expect((await send("GET", "/settings")).body).toMatchObject({
      external: { email: true },
      disable_signup: false,
      mailer_autoconfirm: true,
    });
    expect((await send("GET", "/health")).status).toBe(200);
    const jwks = await send("GET", "/.well-known/jwks.json");
    expect(jwks.headers.get("cache-control")).toBe("public, max-age=600");
    expect(jwks.body.keys).toHaveLength(1);
    expect(JSON.stringify(jwks.body)).not.toContain(`"d":`);
  });

  it("answers what it does not know in the same shape", async () => {
    const { send } = await fresh();
    expect(await send("POST", "/token?grant_type=saml", post({}))).toMatchObject({
      status: 400,
      body: { msg: "unsupported_grant_type" },
    });
    expect(await send("POST", "/token", post({}))).toMatchObject({ status: 400 });
    expect(await send("POST", "/sorry", post({}))).toMatchObject({ status: 404, body: { error_code: "not_found" } });
    expect(await send("GET", "/signup")).toMatchObject({ status: 405 });
    expect(await send("DELETE", "/user")).toMatchObject({ status: 405 });
  });

  it("lets nobody keep an answer that holds tokens or a user", async () => {
    const { send } = await fresh();
    const made = await send("POST", "/signup", post({ email: "a@b.c", password: "correct horse" }));
    expect(made.headers.get("cache-control")).toBe("no-store");
    const user = await send("GET", "/user", bearer(String(made.body.access_token)));
    expect(user.headers.get("cache-control")).toBe("no-store");
  });

  it("answers a failed provision with 422 and writes nothing", async () => {
    const { send, store } = await fresh({
      provision: () => [
        statement(sql`insert into "auth_users" ("id", "created_at", "updated_at") values (null, null, null)`),
      ],
    });
    const made = await send("POST", "/signup", post({ email: "a@b.c", password: "correct horse" }));
    expect(made).toMatchObject({ status: 422, body: { error_code: "conflict" } });
    const [users] = await store.batch([statement(sql`select * from "auth_users"`)], { retry: true });
    expect(users?.rows).toEqual([]);
  });
});

describe("what GoTrue refuses is refused in its words", () => {
  it("app_metadata from its own user", async () => {
    const { send, auth } = await fresh();
    const { accessToken } = await signedUp(auth);
    const own = { ...bearer(accessToken), ...post({ app_metadata: { role: "admin" }, data: { a: 1 } }) };
    const answer = await send("PUT", "/user", own);
    expect(answer).toMatchObject({ status: 403, body: { error_code: "not_admin" } });
    expect((await send("GET", "/user", bearer(accessToken))).body.user_metadata).toEqual({});
  });

  it("a sign-in with a wallet", async () => {
    const { send } = await fresh();
    const answer = await send(
      "POST",
      "/token?grant_type=web3",
      post({ chain: "ethereum", message: "", signature: "" }),
    );
    expect(answer).toMatchObject({ status: 422, body: { error_code: "web3_provider_disabled" } });
  });

  it("providers that the service would add", async () => {
    const { send } = await fresh();
    const headers = { authorization: `Bearer ${await apiKey("service_role", masterSecret)}` };
    expect(await send("GET", "/admin/custom-providers", { headers })).toMatchObject({
      status: 200,
      body: { providers: [] },
    });
    const made = await send("POST", "/admin/custom-providers", { ...post({ name: "x" }), headers });
    expect(made).toMatchObject({ status: 400, body: { error_code: "feature_disabled" } });
    const one = await send("DELETE", "/admin/custom-providers/custom:x", { headers });
    expect(one).toMatchObject({ status: 404, body: { error_code: "provider_not_found" } });
    expect((await send("GET", "/admin/custom-providers")).status).toBe(401);
  });

  it("a factor that the service would rename, but for its name", async () => {
    const { send, auth } = await fresh();
    const { accessToken, user } = await signedUp(auth);
    const enrolled = await send("POST", "/factors", { ...bearer(accessToken), ...post({ factor_type: "totp" }) });
    const headers = { authorization: `Bearer ${await apiKey("service_role", masterSecret)}` };
    const path = `/admin/users/${user.id}/factors/${enrolled.body.id}`;
    const put = (body: unknown, at = path) => send("PUT", at, { ...post(body), headers });
    expect(await put({ friendly_name: "john" })).toMatchObject({
      status: 200,
      body: { id: enrolled.body.id, friendly_name: "john" },
    });
    expect(await put({ friendly_name: "ann", factor_type: "totp" })).toMatchObject({ status: 200 });
    expect(await put({ factor_type: "invalid_factor" })).toMatchObject({ status: 400 });
    expect(await put({ friendly_name: "x".repeat(121) })).toMatchObject({ status: 400 });
    const nobody = path.replace(user.id, "00000000-0000-4000-8000-000000000000");
    expect(await put({ friendly_name: "eve" }, nobody)).toMatchObject({ status: 404 });
    const listed = await send("GET", `/admin/users/${user.id}/factors`, { headers });
    expect(listed.body).toMatchObject([{ friendly_name: "ann" }]);
    expect((await send("DELETE", `/admin/users/${user.id}`, { ...post(null), headers })).status).toBe(200);
  });

  it("what the service says of passwords and addresses", async () => {
    const { send, auth } = await fresh();
    const { user } = await signedUp(auth);
    const key = `Bearer ${await apiKey("service_role", masterSecret)}`;
    const ask = (method: string, path: string, body: unknown) =>
      send(method, path, { ...post(body), headers: { authorization: key } });
    expect(await ask("PUT", `/admin/users/${user.id}`, { password: "" })).toMatchObject({
      status: 422,
      body: { error_code: "weak_password" },
    });
    expect(await ask("POST", "/admin/generate_link", { type: "signup", email: "eve@example.com" })).toMatchObject({
      status: 400,
      body: { msg: "Signup requires a valid password" },
    });
    expect(await ask("POST", "/admin/generate_link", { type: "recovery", email: "eve@example.com" })).toMatchObject({
      status: 404,
      body: { error_code: "user_not_found", msg: "User with this email not found" },
    });
    const plain = { type: "recovery", email: "ada@example.com" };
    expect((await ask("POST", "/admin/generate_link", plain)).body.action_link).toMatch(/&redirect_to=http:\/\/\w+$/);
  });
});
