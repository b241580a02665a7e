import { env } from "cloudflare:workers";
import type { GoTrueClient } from "@supabase/auth-js";
import { describe, expect, it } from "vitest";
import { apiKey } from "../auth/api-keys.ts";
import { appCode } from "../auth/factors/test-app.ts";
import { freshAuth, masterSecret } from "../auth/test-auth.ts";
import { clientOf } from "./test-client.ts";

// `auth.mfa` of the unmodified @supabase/auth-js.

const ada = { email: "ada@example.com", password: "correct horse" };

async function fresh() {
  const test = await freshAuth({ settings: { url: "https://api.example" } });
  const client = clientOf(test.auth);
  await client.signUp(ada);
  return { ...test, client };
}

async function enrolled(client: GoTrueClient, friendlyName = "phone") {
  const { data, error } = await client.mfa.enroll({ factorType: "totp", friendlyName });
  if (error !== null) throw error;
  return data;
}

const fails = (status: number, code: string, message: string) => ({
  data: null,
  error: expect.objectContaining({ status, code, message }),
});

describe("auth-js enrols a TOTP factor", () => {
  it("and is given a secret, its URI, and a QR code that an img shows", async () => {
    const { client } = await fresh();
    const factor = await enrolled(client);
    expect(factor).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: "totp",
      friendly_name: "phone",
      totp: {
        qr_code: expect.stringMatching(/^data:image\/svg\+xml;utf-8,<svg [^#]*<\/svg>$/),
        secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
        uri: `otpauth://totp/api.example:ada%40example.com?algorithm=SHA1&digits=6&issuer=api.example&period=30&secret=${factor.totp.secret}`,
      },
    });
  });

  it("and its session is aal2 after challengeAndVerify, with both methods", async () => {
    const { client, clock } = await fresh();
    const factor = await enrolled(client);
    expect(await client.mfa.getAuthenticatorAssuranceLevel()).toMatchObject({
      data: { currentLevel: "aal1", nextLevel: "aal1" },
    });
    const code = await appCode(factor.totp.secret, clock.now());
    const { data, error } = await client.mfa.challengeAndVerify({ factorId: factor.id, code });
    expect(error).toBeNull();
    expect(data).toMatchObject({ token_type: "bearer", expires_in: 3600, user: { email: ada.email } });
    expect(await client.mfa.getAuthenticatorAssuranceLevel()).toEqual({
      data: {
        currentLevel: "aal2",
        nextLevel: "aal2",
        currentAuthenticationMethods: [
          { method: "totp", timestamp: expect.any(Number) },
          { method: "password", timestamp: expect.any(Number) },
        ],
      },
      error: null,
    });
  });

  it("and a later sign-in is told of the level to come", async () => {
    const { client, clock } = await fresh();
    const factor = await enrolled(client);
    const verify = { factorId: factor.id, code: await appCode(factor.totp.secret, clock.now()) };
    await client.mfa.challengeAndVerify(verify);
    await client.signOut({ scope: "local" });
    const { data } = await client.signInWithPassword(ada);
    expect(data.user?.factors).toEqual([
      {
        id: factor.id,
        friendly_name: "phone",
        factor_type: "totp",
        status: "verified",
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
        last_challenged_at: expect.stringMatching(/Z$/),
      },
    ]);
    expect(await client.mfa.getAuthenticatorAssuranceLevel()).toMatchObject({
      data: { currentLevel: "aal1", nextLevel: "aal2" },
    });
    const { data: factors } = await client.mfa.listFactors();
    expect(factors).toMatchObject({ totp: [{ id: factor.id }], phone: [], webauthn: [] });
  });

  it("and unenrols it; the next refresh is aal1", async () => {
    const { client, clock } = await fresh();
    const factor = await enrolled(client);
    const code = await appCode(factor.totp.secret, clock.now());
    await client.mfa.challengeAndVerify({ factorId: factor.id, code });
    expect(await client.mfa.unenroll({ factorId: factor.id })).toEqual({ data: { id: factor.id }, error: null });
    await client.refreshSession();
    expect(await client.mfa.getAuthenticatorAssuranceLevel()).toMatchObject({
      data: { currentLevel: "aal1", nextLevel: "aal1" },
    });
  });
});

describe("auth-js is refused", () => {
  it("a wrong code, an empty one, and one that was used", async () => {
    const { client, clock } = await fresh();
    const factor = await enrolled(client);
    const verify = (code: string) => client.mfa.challengeAndVerify({ factorId: factor.id, code });
    const wrong = fails(422, "mfa_verification_failed", "Invalid TOTP code entered");
    expect(await verify("abcdef")).toEqual(wrong);
    expect(await verify("")).toEqual(fails(400, "validation_failed", "Code needs to be non-empty"));
    const code = await appCode(factor.totp.secret, clock.now());
    expect(await verify(code)).toMatchObject({ error: null });
    expect(await verify(code)).toEqual(wrong);
  });

  it("more attempts than the factor allows, with the time to wait", async () => {
    const { client, auth } = await fresh();
    const factor = await enrolled(client);
    for (let attempt = 0; attempt < 5; attempt++)
      await client.mfa.challengeAndVerify({ factorId: factor.id, code: "x" });
    const { data } = await client.mfa.challenge({ factorId: factor.id });
    const words = "Too many attempts with this factor; try again later";
    const verify = { factorId: factor.id, challengeId: data?.id ?? "", code: "x" };
    expect(await client.mfa.verify(verify)).toEqual(fails(429, "over_request_rate_limit", words));
    expect(auth.settings.mfa.issuer).toBe("api.example");
  });

  it("a factor without a name of its own, of another type, and one of nobody's", async () => {
    const { client } = await fresh();
    await enrolled(client);
    const taken = 'A factor with the friendly name "phone" for this user already exists';
    expect(await client.mfa.enroll({ factorType: "totp", friendlyName: "phone" })).toEqual(
      fails(422, "mfa_factor_name_conflict", taken),
    );
    expect(await client.mfa.enroll({ factorType: "phone", phone: "+491701234567" })).toEqual(
      fails(422, "mfa_phone_enroll_not_enabled", "MFA enroll is disabled for Phone"),
    );
    expect(await client.mfa.challenge({ factorId: crypto.randomUUID() })).toEqual(
      fails(404, "mfa_factor_not_found", "Factor not found"),
    );
    expect(await client.mfa.unenroll({ factorId: "no uuid" })).toEqual(
      fails(404, "validation_failed", "factor_id must be an UUID"),
    );
  });

  it("what needs aal2 at aal1", async () => {
    const { client, clock } = await fresh();
    const factor = await enrolled(client);
    const code = await appCode(factor.totp.secret, clock.now());
    await client.mfa.challengeAndVerify({ factorId: factor.id, code });
    await client.signInWithPassword(ada);
    expect(await client.mfa.enroll({ factorType: "totp", friendlyName: "b" })).toEqual(
      fails(403, "insufficient_aal", "AAL2 required to enroll a new factor"),
    );
    expect(await client.mfa.unenroll({ factorId: factor.id })).toEqual(
      fails(422, "insufficient_aal", "AAL2 required to unenroll verified factor"),
    );
  });
});

describe("a password", () => {
  it("is changed with the second factor, where there is one; metadata is without", async () => {
    const { client, clock } = await fresh();
    const factor = await enrolled(client);
    const verify = async (away: number) =>
      client.mfa.challengeAndVerify({
        factorId: factor.id,
        code: await appCode(factor.totp.secret, clock.now() + away),
      });
    await verify(0);
    await client.signInWithPassword(ada);
    const words = "AAL2 session is required to update email or password when MFA is enabled.";
    expect(await client.updateUser({ password: "another horse" })).toMatchObject({
      error: { status: 401, code: "insufficient_aal", message: words },
    });
    expect(await client.updateUser({ data: { name: "Ada" } })).toMatchObject({ error: null });
    await verify(30_000);
    expect(await client.updateUser({ password: "another horse" })).toMatchObject({ error: null });
  });
});

describe("an admin", () => {
  it("lists and removes a lost factor, and its user enrols another", async () => {
    const { client, clock, auth } = await fresh();
    const factor = await enrolled(client);
    const code = await appCode(factor.totp.secret, clock.now());
    const { data: session } = await client.mfa.challengeAndVerify({ factorId: factor.id, code });
    const key = await apiKey("service_role", masterSecret);
    const { mfa } = clientOf(auth, { Authorization: `Bearer ${key}`, apikey: key }).admin;
    const userId = session?.user.id ?? "";
    const shown = { id: factor.id, factor_type: "totp", status: "verified" };
    expect(await mfa.listFactors({ userId })).toMatchObject({ data: { factors: [shown] }, error: null });
    expect(await mfa.deleteFactor({ userId, id: factor.id })).toMatchObject({ data: { data: shown } });
    expect(await mfa.listFactors({ userId })).toEqual({ data: { factors: [] }, error: null });
    expect(await mfa.deleteFactor({ userId, id: factor.id })).toMatchObject({
      error: { code: "mfa_factor_not_found" },
    });
    await client.refreshSession();
    expect(await client.mfa.getAuthenticatorAssuranceLevel()).toMatchObject({
      data: { currentLevel: "aal1", nextLevel: "aal1" },
    });
    expect(await client.mfa.enroll({ factorType: "totp" })).toMatchObject({ error: null });
  });

  it("finds in the audit log what was done with factors", async () => {
    const { client, clock } = await fresh();
    const factor = await enrolled(client);
    await client.mfa.challengeAndVerify({ factorId: factor.id, code: "nonono" });
    const code = await appCode(factor.totp.secret, clock.now());
    await client.mfa.challengeAndVerify({ factorId: factor.id, code });
    await client.mfa.unenroll({ factorId: factor.id });
    const { results } = await env.DB.prepare(`select "entry" from "auth_audit_log" order by "seq"`).all();
    const entries = results.map(({ entry }) => JSON.parse(String(entry)));
    const about = entries.filter(({ log_type }) => log_type === "factor");
    expect(about.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "factor_in_progress success",
      "challenge_created success",
      "verification_attempted failure",
      "challenge_created success",
      "verification_attempted success",
      "factor_unenrolled success",
    ]);
    for (const { traits } of about) expect(traits).toEqual({ factor_id: factor.id });
  });
});
