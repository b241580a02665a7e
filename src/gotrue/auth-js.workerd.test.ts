import { describe, expect, it } from "vitest";
import { apiKey } from "../auth/api-keys.ts";
import { freshAuth, masterSecret, type TestAuthOptions } from "../auth/test-auth.ts";
import { clientOf } from "./test-client.ts";

// The unmodified @supabase/auth-js, driven against the app.

const ada = { email: "ada@example.com", password: "correct horse" };

async function fresh(options: TestAuthOptions = {}) {
  const test = await freshAuth(options);
  return { ...test, client: clientOf(test.auth) };
}

describe("auth-js signs up", () => {
  it("and has a session and a user in GoTrue's shape", async () => {
    const { client } = await fresh();
    const { data, error } = await client.signUp({ ...ada, options: { data: { name: "Ada" } } });
    expect(error).toBeNull();
    expect(data.session).toMatchObject({ token_type: "bearer", expires_in: 3600, expires_at: expect.any(Number) });
    expect(data.user).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      aud: "authenticated",
      role: "authenticated",
      email: ada.email,
      email_confirmed_at: expect.stringMatching(/Z$/),
      phone: "",
      confirmed_at: expect.any(String),
      last_sign_in_at: expect.any(String),
      app_metadata: { provider: "email", providers: ["email"] },
      user_metadata: { name: "Ada" },
      identities: [
        expect.objectContaining({ provider: "email", identity_data: expect.objectContaining({ email: ada.email }) }),
      ],
      created_at: expect.any(String),
      updated_at: expect.any(String),
      is_anonymous: false,
    });
  });

  it("and its claims are Supabase's, verified against the JWKS", async () => {
    const { client } = await fresh();
    await client.signUp(ada);
    const { data, error } = await client.getClaims();
    expect(error).toBeNull();
    expect(data?.header).toMatchObject({ alg: "ES256", typ: "JWT" });
    expect(data?.claims).toEqual({
      iss: "perigee/auth/v1",
      sub: expect.any(String),
      aud: "authenticated",
      exp: expect.any(Number),
      iat: expect.any(Number),
      email: ada.email,
      phone: "",
      app_metadata: { provider: "email", providers: ["email"] },
      user_metadata: {},
      role: "authenticated",
      aal: "aal1",
      amr: [{ method: "password", timestamp: expect.any(Number) }],
      session_id: expect.any(String),
      is_anonymous: false,
    });
  });

  it.each([
    ["twice", ada, { status: 422, code: "user_already_exists" }],
    ["twice, in another case", { ...ada, email: "ADA@example.com" }, { status: 422, code: "user_already_exists" }],
    [
      "with a weak password",
      { ...ada, password: "short" },
      { name: "AuthWeakPasswordError", status: 422, reasons: ["length"] },
    ],
    ["without a password", { ...ada, password: "" }, { status: 400, code: "validation_failed" }],
    ["without a valid address", { ...ada, email: "ada" }, { status: 400, code: "validation_failed" }],
    ["with a phone", { phone: "123", password: "correct horse" }, { status: 400, code: "phone_provider_disabled" }],
  ])("%s", async (_name, credentials, expected) => {
    const { client } = await fresh();
    await client.signUp(ada);
    const { data, error } = await client.signUp(credentials);
    expect(error).toMatchObject(expected);
    expect(data.session).toBeNull();
  });

  it("without a session where addresses are to be confirmed", async () => {
    const { client } = await fresh({ settings: { autoConfirm: false } });
    const { data, error } = await client.signUp(ada);
    expect(error).toBeNull();
    expect(data).toMatchObject({ session: null, user: { email: ada.email } });
    expect((await client.signInWithPassword(ada)).error).toMatchObject({ status: 400, code: "email_not_confirmed" });
  });

  it("anonymously: not yet", async () => {
    const { client } = await fresh();
    expect((await client.signInAnonymously()).error).toMatchObject({
      status: 422,
      code: "anonymous_provider_disabled",
    });
  });
});

describe("auth-js signs in", () => {
  it("with the right password alone", async () => {
    const { client, auth } = await fresh();
    await client.signUp(ada);
    const other = clientOf(auth, { apikey: await apiKey("anon", masterSecret) });
    expect((await other.signInWithPassword({ ...ada, password: "wrong horse" })).error).toMatchObject({
      status: 400,
      code: "invalid_credentials",
      message: "Invalid login credentials",
    });
    const { data, error } = await other.signInWithPassword(ada);
    expect(error).toBeNull();
    expect(data.user?.email).toBe(ada.email);
  });

  it("not with a bad API key", async () => {
    const { auth } = await fresh();
    const { error } = await clientOf(auth, { apikey: "bad" }).signInWithPassword(ada);
    expect(error).toMatchObject({ status: 401 });
  });
});

describe("auth-js keeps its session", () => {
  it("by refreshing it", async () => {
    const { client } = await fresh();
    const before = (await client.signUp(ada)).data.session;
    const { data, error } = await client.refreshSession();
    expect(error).toBeNull();
    expect(data.session?.refresh_token).not.toBe(before?.refresh_token);
    expect((await client.getUser()).data.user?.email).toBe(ada.email);
  });

  it("but not with a token that was used before the grace, or is none", async () => {
    const { client, clock } = await fresh();
    const before = (await client.signUp(ada)).data.session;
    await client.refreshSession();
    clock.advanceSeconds(60);
    const stale = { refresh_token: before?.refresh_token ?? "" };
    expect((await client.refreshSession(stale)).error).toMatchObject({
      status: 400,
      code: "refresh_token_already_used",
    });
    const unknown = await client.refreshSession({ refresh_token: "unknown" });
    expect(unknown.error).toMatchObject({ status: 400, code: "refresh_token_not_found" });
  });
});

describe("auth-js changes the user", () => {
  it("his data and his password", async () => {
    const { client, auth } = await fresh();
    await client.signUp({ ...ada, options: { data: { name: "Ada", old: true } } });
    const other = clientOf(auth);
    await other.signInWithPassword(ada);
    const { data, error } = await client.updateUser({
      data: { name: "Ada L.", old: null },
      password: "battery staple",
    });
    expect(error).toBeNull();
    expect(data.user?.user_metadata).toEqual({ name: "Ada L." });
    expect((await client.updateUser({ password: "battery staple" })).error).toMatchObject({
      status: 422,
      code: "same_password",
    });
    expect((await client.updateUser({ email: ada.email })).error).toBeNull();
    expect((await client.updateUser({ email: "eve@example.com" })).error).toMatchObject({
      code: "email_provider_disabled",
    });
    expect((await client.updateUser({ password: "x" })).error).toMatchObject({ name: "AuthWeakPasswordError" });
    expect((await client.getUser()).error).toBeNull();
    expect((await other.getUser()).error).toMatchObject({ name: "AuthSessionMissingError" });
    expect((await other.signInWithPassword(ada)).error).toMatchObject({ code: "invalid_credentials" });
  });
});

describe("auth-js signs out", () => {
  it.each([
    ["global", false, false],
    ["local", false, true],
    ["others", true, false],
  ] as const)("%s", async (scope, mine, theirs) => {
    const { client, auth } = await fresh();
    const token = (await client.signUp(ada)).data.session?.access_token ?? "";
    const other = clientOf(auth);
    await other.signInWithPassword(ada);
    expect((await client.signOut({ scope })).error).toBeNull();
    expect((await clientOf(auth).getUser(token)).error === null).toBe(mine);
    expect((await other.getUser()).error === null).toBe(theirs);
  });

  it("and the old access token is refused at once", async () => {
    const { client, auth } = await fresh();
    const token = (await client.signUp(ada)).data.session?.access_token ?? "";
    expect((await clientOf(auth).getUser(token)).data.user?.email).toBe(ada.email);
    await client.signOut();
    expect((await clientOf(auth).getUser(token)).error).toMatchObject({ name: "AuthSessionMissingError" });
  });
});
