import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { apiKey } from "../auth/api-keys.ts";
import { appCode } from "../auth/factors/test-app.ts";
import { freshAuth, masterSecret } from "../auth/test-auth.ts";
import { type Behaviour, type TestAuthenticator, testAuthenticator } from "../auth/webauthn/test-authenticator.ts";
import { toBase64Url, utf8 } from "../kernel/bytes.ts";
import { isJsonObject, type JsonObject } from "../kernel/json.ts";
import { statement } from "../sql/compile.ts";
import { sql } from "../sql/fragment.ts";
import { gotrue } from "./routes.ts";
import type { GoTrueOptions } from "./surface.ts";
import { clientOf } from "./test-client.ts";

// `auth.passkey` of the unmodified auth-js, with an authenticator that can also misbehave. A real browser is in test/e2e.

const ada = { email: "ada@example.com", password: "correct horse" };
const webauthn = { rpId: "example.com", rpName: "Example", origins: ["https://app.example.com"] };

async function fresh() {
  const test = await freshAuth({ settings: { webauthn } });
  const client = clientOf(test.auth);
  await client.signUp(ada);
  return { ...test, client };
}

type Fresh = Awaited<ReturnType<typeof fresh>>;

function plain(value: unknown): JsonObject {
  const json: unknown = JSON.parse(JSON.stringify(value ?? null));
  return isJsonObject(json) ? json : {};
}

async function register({ client }: Pick<Fresh, "client">, device: TestAuthenticator, behaviour: Behaviour = {}) {
  const { data, error } = await client.passkey.startRegistration();
  if (error !== null) throw error;
  const credential = await device.create(plain(data.options), behaviour);
  return client.passkey.verifyRegistration({ challengeId: data.challenge_id, credential: credential as never });
}

async function signIn({ client }: Fresh, device: TestAuthenticator, behaviour: Behaviour = {}) {
  const { data, error } = await client.passkey.startAuthentication();
  if (error !== null) throw error;
  const credential = await device.get(plain(data.options), behaviour);
  return client.passkey.verifyAuthentication({ challengeId: data.challenge_id, credential: credential as never });
}

const fails = (status: number, code: string) => ({ error: expect.objectContaining({ status, code }) });
const unproven = fails(400, "webauthn_verification_failed");

describe("a passkey", () => {
  it("is registered, signs in alone, is listed, renamed and deleted", async () => {
    const test = await fresh();
    const { client } = test;
    const device = await testAuthenticator();
    const { data: made, error } = await register(test, device);
    expect(error).toBeNull();
    expect(made).toEqual({ id: expect.any(String), friendly_name: "Passkey", created_at: expect.stringMatching(/Z$/) });
    await client.signOut();
    const { data } = await signIn(test, device);
    expect(data).toMatchObject({ user: { email: ada.email }, session: { token_type: "bearer" } });
    const { data: claims } = await client.getClaims();
    expect(claims?.claims).toMatchObject({ aal: "aal1", amr: [{ method: "passkey", timestamp: expect.any(Number) }] });
    const passkeyId = made?.id ?? "";
    expect(await client.passkey.list()).toMatchObject({ data: [{ id: passkeyId, last_used_at: expect.any(String) }] });
    expect(await client.passkey.update({ passkeyId, friendlyName: "Laptop" })).toMatchObject({
      data: { id: passkeyId, friendly_name: "Laptop" },
    });
    expect(await client.passkey.delete({ passkeyId })).toEqual({ data: null, error: null });
    expect(await client.passkey.list()).toEqual({ data: [], error: null });
    expect(await signIn(test, device)).toMatchObject(unproven);
  });

  it("is asked for as a discoverable credential of a verified user, without attestation", async () => {
    const test = await fresh();
    const { data } = await test.client.passkey.startRegistration();
    expect(data?.options).toMatchObject({
      rp: { id: "example.com", name: "Example" },
      user: { name: ada.email },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [],
    });
    const { data: request } = await test.client.passkey.startAuthentication();
    expect(request?.options).toMatchObject({ rpId: "example.com", userVerification: "required" });
    expect(plain(request?.options).allowCredentials ?? []).toEqual([]);
  });

  const wrong: readonly (readonly [string, Behaviour])[] = [
    ["of another page", { origin: "https://evil.example.net" }],
    ["of a page below ours that is not listed", { origin: "https://x.app.example.com" }],
    ["of a frame in another page", { crossOrigin: true }],
    ["for another relying party", { rpId: "example.net" }],
    ["to another challenge", { challenge: toBase64Url(utf8("x".repeat(32))) }],
    ["without verification of the user", { isVerified: false }],
  ];

  it.each([
    ...wrong,
    ["of a get", { type: "webauthn.get" }],
    ["with an attestation that nobody asked for", { attestation: "fido-u2f" }],
  ] satisfies typeof wrong)("is not registered by an answer %s", async (_name, behaviour) => {
    const test = await fresh();
    expect(await register(test, await testAuthenticator(), behaviour)).toMatchObject(unproven);
    expect(await test.client.passkey.list()).toMatchObject({ data: [] });
  });

  it.each([
    ...wrong,
    ["of a create", { type: "webauthn.create" }],
    ["with another user's handle", { userHandle: toBase64Url(utf8(crypto.randomUUID())) }],
    ["without a user handle", { userHandle: "" }],
    ["with a counter that went back", { counter: 1 }],
  ] satisfies typeof wrong)("does not sign in by an answer %s", async (_name, behaviour) => {
    const test = await fresh();
    const device = await testAuthenticator();
    await register(test, device);
    expect(await signIn(test, device)).toMatchObject({ error: null });
    expect(await signIn(test, device, behaviour)).toMatchObject(unproven);
  });

  it("that was copied is noticed when either copy falls behind", async () => {
    const test = await fresh();
    const device = await testAuthenticator();
    await register(test, device);
    const thief = device.copy();
    expect(await signIn(test, device)).toMatchObject({ error: null });
    expect(await signIn(test, thief)).toMatchObject(unproven);
    const { results } = await env.DB.prepare(`select "entry" from "auth_audit_log" order by "seq" desc limit 1`).all();
    expect(JSON.parse(String(results[0]?.entry))).toMatchObject({ action: "login", outcome: "failure" });
  });

  it("without a counter, as synchronised ones are, signs in again and again", async () => {
    const test = await fresh();
    const device = await testAuthenticator();
    await register(test, device, { counter: 0 });
    for (let time = 0; time < 2; time++)
      expect(await signIn(test, device, { counter: 0 })).toMatchObject({ error: null });
  });

  it("answers a challenge once, within five minutes, and only its own kind", async () => {
    const test = await fresh();
    const { client, clock } = test;
    const device = await testAuthenticator();
    const { data: asked } = await client.passkey.startRegistration();
    const credential = (await device.create(plain(asked?.options))) as never;
    const answer = { challengeId: asked?.challenge_id ?? "", credential };
    const gone = fails(400, "webauthn_challenge_not_found");
    expect(await client.passkey.verifyAuthentication(answer)).toMatchObject(gone);
    expect(await client.passkey.verifyRegistration(answer)).toMatchObject({ error: null });
    expect(await client.passkey.verifyRegistration(answer)).toMatchObject(gone);
    const { data: late } = await client.passkey.startAuthentication();
    clock.advanceSeconds(301);
    const signed = (await device.get(plain(late?.options))) as never;
    expect(
      await client.passkey.verifyAuthentication({ challengeId: late?.challenge_id ?? "", credential: signed }),
    ).toMatchObject(fails(400, "webauthn_challenge_expired"));
  });

  it("is not begun for one user and finished for another", async () => {
    const test = await fresh();
    const { data: asked } = await test.client.passkey.startRegistration();
    const credential = (await (await testAuthenticator()).create(plain(asked?.options))) as never;
    const eve = clientOf(test.auth);
    await eve.signUp({ email: "eve@example.com", password: "correct horse" });
    const answer = { challengeId: asked?.challenge_id ?? "", credential };
    expect(await eve.passkey.verifyRegistration(answer)).toMatchObject(fails(400, "webauthn_challenge_not_found"));
  });

  it("is registered once, and by another user never", async () => {
    const test = await fresh();
    const device = await testAuthenticator();
    await register(test, device);
    expect(await register(test, device)).toMatchObject(fails(422, "webauthn_credential_exists"));
    const { data } = await test.client.passkey.startRegistration();
    expect(plain(data?.options).excludeCredentials).toHaveLength(1);
  });

  it("does not sign in a user who is banned, unconfirmed or deleted", async () => {
    const test = await fresh();
    const device = await testAuthenticator();
    await register(test, device);
    const set = (assignment: string) => env.DB.prepare(`update "auth_users" set ${assignment}`).run();
    await set(`"banned_until" = '9999-01-01T00:00:00+00:00'`);
    expect(await signIn(test, device)).toMatchObject(fails(403, "user_banned"));
    await set(`"banned_until" = null, "email_confirmed_at" = null`);
    expect(await signIn(test, device)).toMatchObject(fails(403, "email_not_confirmed"));
    await set(`"email_confirmed_at" = "created_at", "deleted_at" = "created_at"`);
    expect(await signIn(test, device)).toMatchObject(unproven);
    expect(await env.DB.prepare(`select count(*) as n from "auth_passkeys"`).first<number>("n")).toBe(0);
  });

  it("is listed and removed by an admin", async () => {
    const test = await fresh();
    const device = await testAuthenticator();
    const { data } = await register(test, device);
    const passkeyId = data?.id ?? "";
    const key = await apiKey("service_role", masterSecret);
    const { passkey } = clientOf(test.auth, { Authorization: `Bearer ${key}`, apikey: key }).admin;
    const userId = (await test.client.getUser()).data.user?.id ?? "";
    expect(await passkey.listPasskeys({ userId })).toMatchObject({ data: [{ id: passkeyId }] });
    expect(await passkey.deletePasskey({ userId, passkeyId })).toEqual({ data: null, error: null });
    expect(await passkey.deletePasskey({ userId, passkeyId })).toMatchObject(fails(404, "validation_failed"));
    expect(await signIn(test, device)).toMatchObject(unproven);
    const { passkey: denied } = test.client.admin;
    expect(await denied.listPasskeys({ userId })).toMatchObject({ error: { status: 401 } });
  });

  it("is managed with the second factor, where there is one", async () => {
    const test = await fresh();
    const { client, clock } = test;
    const { data: passkey } = await register(test, await testAuthenticator());
    const { data: factor } = await client.mfa.enroll({ factorType: "totp" });
    const code = await appCode(factor?.totp.secret ?? "", clock.now());
    await client.mfa.challengeAndVerify({ factorId: factor?.id ?? "", code });
    await client.signInWithPassword(ada);
    const low = fails(403, "insufficient_aal");
    expect(await client.passkey.startRegistration()).toMatchObject(low);
    expect(await client.passkey.delete({ passkeyId: passkey?.id ?? "" })).toMatchObject(low);
    const next = await appCode(factor?.totp.secret ?? "", clock.now() + 30_000);
    await client.mfa.challengeAndVerify({ factorId: factor?.id ?? "", code: next });
    expect(await client.passkey.delete({ passkeyId: passkey?.id ?? "" })).toMatchObject({ error: null });
  });

  it("is not there where the definition names no relying party", async () => {
    const { auth } = await freshAuth();
    const client = clientOf(auth);
    await client.signUp(ada);
    const disabled = fails(404, "passkey_disabled");
    expect(await client.passkey.startRegistration()).toMatchObject(disabled);
    expect(await client.passkey.startAuthentication()).toMatchObject(disabled);
    expect(await client.mfa.enroll({ factorType: "webauthn", friendlyName: "key" })).toMatchObject(
      fails(422, "mfa_webauthn_enroll_not_enabled"),
    );
  });
});

describe("a sign-up by passkey", () => {
  async function open(settings: Parameters<typeof freshAuth>[0] = {}, options: GoTrueOptions = {}) {
    const { auth } = await freshAuth({ ...settings, settings: { webauthn, ...settings.settings } });
    const app = new Hono().route("/auth/v1", gotrue(auth, options));
    const post = async (path: string, body: JsonObject): Promise<JsonObject> => {
      const headers = { "content-type": "application/json" };
      const response = await app.request(`/auth/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      return { ...(await response.json<JsonObject>()), status: response.status };
    };
    const signUp = async (device: TestAuthenticator, behaviour: Behaviour = {}) => {
      const begun = await post("/passkeys/signup/options", { name: "Ada", data: { theme: "dark" } });
      const credential = await device.create(plain(begun.options), behaviour);
      const answer = { challenge_id: String(begun.challenge_id), credential };
      return { answer, made: await post("/passkeys/signup/verify", answer) };
    };
    return { auth, client: clientOf(auth), post, signUp };
  }

  it("makes a user without address and password, who signs in by it", async () => {
    const test = await open();
    const device = await testAuthenticator();
    const { made } = await test.signUp(device);
    expect(made).toMatchObject({
      status: 200,
      token_type: "bearer",
      user: { email: "", user_metadata: { theme: "dark" }, app_metadata: { provider: "passkey" }, is_anonymous: false },
    });
    const { data: asked } = await test.client.passkey.startAuthentication();
    const credential = (await device.get(plain(asked?.options))) as never;
    const signedIn = await test.client.passkey.verifyAuthentication({
      challengeId: asked?.challenge_id ?? "",
      credential,
    });
    expect(signedIn).toMatchObject({ data: { user: { id: plain(made.user).id } }, error: null });
    const { data: kept } = await test.client.passkey.list();
    expect(kept).toMatchObject([{ friendly_name: "Passkey" }]);
    const remove = (passkeyId: string) => test.client.passkey.delete({ passkeyId });
    expect(await remove(kept?.[0]?.id ?? "")).toMatchObject(fails(422, "single_identity_not_deletable"));
    await register(test, await testAuthenticator());
    expect(await remove(kept?.[0]?.id ?? "")).toMatchObject({ error: null });
  });

  it("makes the application's row in the same batch, or nothing", async () => {
    const provision = () => [statement(sql`insert into "nowhere" values (1)`)];
    const test = await open({}, { provision, onFault: () => undefined });
    const { made } = await test.signUp(await testAuthenticator());
    expect(made.status).toBe(500);
    expect(await env.DB.prepare(`select count(*) as n from "auth_users"`).first<number>("n")).toBe(0);
  });

  it("makes nobody of a wrong or repeated answer, and of a key that is known", async () => {
    const test = await open();
    const device = await testAuthenticator();
    const wrong = await test.signUp(device, { origin: "https://evil.example.net" });
    expect(wrong.made).toMatchObject({ status: 400, error_code: "webauthn_verification_failed" });
    const { answer } = await test.signUp(device);
    expect(await test.post("/passkeys/signup/verify", answer)).toMatchObject({
      error_code: "webauthn_challenge_not_found",
    });
    expect((await test.signUp(device)).made).toMatchObject({ status: 422, error_code: "webauthn_credential_exists" });
    expect(await env.DB.prepare(`select count(*) as n from "auth_users"`).first<number>("n")).toBe(1);
  });

  it("is refused where nobody may sign up, and without a name", async () => {
    const closed = await open({ settings: { allowSignup: false } });
    expect(await closed.post("/passkeys/signup/options", { name: "Ada" })).toMatchObject({
      error_code: "signup_disabled",
    });
    const test = await open();
    expect(await test.post("/passkeys/signup/options", {})).toMatchObject({ status: 400, msg: "name is required" });
  });
});
