import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Failure } from "../kernel/failure.ts";
import { anonymous } from "../kernel/principal.ts";
import { statement } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";
import { apiKey } from "./api-keys.ts";
import { freshAuth, masterSecret, signedUp, type TestAuth } from "./test-auth.ts";

const anonKey = () => apiKey("anon", masterSecret);

async function refusal(test: TestAuth, headers: HeadersInit): Promise<Failure> {
  const outcome = await test.auth.authenticate(new Headers(headers));
  if (outcome.ok) throw new Error(`taken: ${JSON.stringify(outcome)}`);
  expect(test.auth.authenticateCached(new Headers(headers))).not.toMatchObject({ ok: true });
  return outcome.error;
}

describe("who asks", () => {
  it("is anonymous where nothing is presented", async () => {
    const { auth, store } = await freshAuth();
    expect(await auth.authenticate(new Headers())).toEqual({ ok: true, value: anonymous });
    expect(auth.authenticateCached(new Headers())).toEqual({ ok: true, value: anonymous });
    expect(store.batches()).toBe(0);
  });

  it("is the API key's role, sent once or twice", async () => {
    const { auth } = await freshAuth();
    const key = await anonKey();
    const expected = { ok: true, value: { id: null, role: "anon", sessionId: null } };
    expect(await auth.authenticate(new Headers({ apikey: key }))).toMatchObject(expected);
    const both = new Headers({ apikey: key, authorization: `Bearer ${key}` });
    expect(await auth.authenticate(both)).toMatchObject(expected);
    expect(auth.authenticateCached(both)).toMatchObject(expected);
  });

  it("is the user of Authorization, whatever key comes with it", async () => {
    const { auth } = await freshAuth();
    const { accessToken, user } = await signedUp(auth);
    const headers = new Headers({
      apikey: await apiKey("service_role", masterSecret),
      authorization: `bearer ${accessToken}`,
    });
    expect(auth.authenticateCached(headers)).toBeNull();
    expect(await auth.authenticate(headers)).toMatchObject({ ok: true, value: { id: user.id, role: "authenticated" } });
    expect(auth.authenticateCached(headers)).toMatchObject({ ok: true, value: { id: user.id } });
  });

  it("may be told by a socket's query", async () => {
    const { auth } = await freshAuth();
    const credentials = { authorization: null, apiKey: await anonKey() };
    expect(await auth.authenticateCredentials(credentials)).toMatchObject({ ok: true, value: { role: "anon" } });
  });
});

describe("a refusal", () => {
  it.each([
    ["another scheme", "Basic YTpi", "PGRST301"],
    ["no scheme", "abc", "PGRST301"],
    ["an empty value", "", "PGRST301"],
    ["no token", "Bearer", "PGRST301"],
    ["two tokens", "Bearer a.b.c, Bearer d.e.f", "PGRST301"],
    ["a word", "Bearer undefined", "PGRST301"],
  ])("meets %s in Authorization", async (_name, authorization, code) => {
    const test = await freshAuth();
    expect(await refusal(test, { authorization })).toMatchObject({ code, status: 401 });
  });

  it("meets a bad key even beside a good token, and a bad token beside a good key", async () => {
    const test = await freshAuth();
    const { accessToken } = await signedUp(test.auth);
    const key = await anonKey();
    expect(await refusal(test, { authorization: `Bearer ${accessToken}`, apikey: "x" })).toMatchObject({ status: 401 });
    expect(await refusal(test, { authorization: `Bearer ${accessToken}x`, apikey: key })).toMatchObject({
      status: 401,
    });
    expect(await refusal(test, { apikey: "" })).toMatchObject({ status: 401 });
  });

  it("says that a token has expired, in PostgREST's words and RFC 6750's challenge", async () => {
    const test = await freshAuth({ settings: { accessTokenTtlSeconds: 10 } });
    const { accessToken } = await signedUp(test.auth);
    test.clock.advanceSeconds(10);
    expect(await refusal(test, { authorization: `Bearer ${accessToken}` })).toEqual({
      code: "PGRST303",
      status: 401,
      message: "JWT expired",
      details: null,
      hint: null,
      headers: { "www-authenticate": `Bearer error="invalid_token", error_description="JWT expired"` },
    });
  });
});

describe("liveness", () => {
  const isAlive = async (test: TestAuth, sessionId: string) => {
    const made = statement(sql`select ${test.auth.alive(value(sessionId))} as "alive"`);
    const [result] = await test.store.batch([made], { retry: true });
    return result?.rows[0]?.alive;
  };
  const sessionOf = async () => (await env.DB.prepare(`select "id" from "auth_sessions"`).first<string>("id")) ?? "";

  it("holds until the session is ended by logging out", async () => {
    const test = await freshAuth();
    const { accessToken } = await signedUp(test.auth);
    const principal = await test.auth.verifyToken(accessToken);
    if (!principal.ok) throw new Error("refused");
    const sessionId = principal.value.sessionId ?? "";
    expect(await isAlive(test, sessionId)).toBe(1);
    await test.auth.logOut(principal.value, "local");
    expect(await isAlive(test, sessionId)).toBe(0);
    expect(await isAlive(test, "unknown")).toBe(0);
  });

  it("ends with the session's time", async () => {
    const test = await freshAuth({ settings: { sessionTimeboxSeconds: 3600 } });
    await signedUp(test.auth);
    expect(await isAlive(test, await sessionOf())).toBe(1);
    await env.DB.prepare(`update "auth_sessions" set "not_after" = '2020-01-01T00:00:00.5+00:00'`).run();
    expect(await isAlive(test, await sessionOf())).toBe(0);
  });

  it.each([
    ["a ban", `update "auth_users" set "banned_until" = '2999-01-01T00:00:00+00:00'`],
    ["a change of role", `update "auth_users" set "role" = 'editor'`],
    ["the user's deletion", `delete from "auth_users"`],
  ])("ends with %s by hand", async (_name, typed) => {
    const test = await freshAuth();
    await signedUp(test.auth);
    const sessionId = await sessionOf();
    await env.DB.prepare(typed).run();
    expect(await isAlive(test, sessionId)).toBe(0);
  });

  it("costs one look-up by primary key", async () => {
    const test = await freshAuth();
    const made = statement(sql`explain query plan select ${test.auth.alive(value("x"))}`);
    const [plan] = await test.store.batch([made], { retry: true });
    expect(plan?.rows.map((row) => row.detail)).toEqual([
      "SCAN CONSTANT ROW",
      "SCALAR SUBQUERY 1",
      "SEARCH auth_sessions USING INDEX sqlite_autoindex_auth_sessions_1 (id=?)",
    ]);
  });
});

it("a verified token is answered without waiting the next time", async () => {
  const { auth } = await freshAuth();
  const { accessToken } = await signedUp(auth);
  const headers = new Headers({ authorization: `Bearer ${accessToken}` });
  expect(auth.authenticateCached(headers)).toBeNull();
  const verified = await auth.authenticate(headers);
  expect(auth.authenticateCached(headers)).toEqual(verified);
});
