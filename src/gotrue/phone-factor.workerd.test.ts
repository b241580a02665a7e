import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ada, fresh, newest } from "./test-flows.ts";

// A phone as a second factor: `auth.mfa` of the unmodified auth-js, text messages in an inbox.

const phone = "+49 170 1234567";

async function enrolled(mailIntervalSeconds = 0) {
  const test = await fresh({ autoConfirm: true, mailIntervalSeconds });
  await test.client.signUp(ada);
  const { data, error } = await test.client.mfa.enroll({ factorType: "phone", phone, friendlyName: "mine" });
  if (error !== null) throw error;
  const factorId = data.id;
  const challenge = async () => {
    const begun = await test.client.mfa.challenge({ factorId });
    if (begun.error !== null) throw begun.error;
    return begun.data.id;
  };
  return { ...test, factor: data, factorId, challenge };
}

const fails = (status: number, code: string) => ({ error: expect.objectContaining({ status, code }) });

describe("a phone factor", () => {
  it("is verified by the code of a text message, which is kept as a hash", async () => {
    const { client, inbox, factor, factorId, challenge } = await enrolled();
    expect(factor).toMatchObject({ type: "phone", friendly_name: "mine", phone });
    const challengeId = await challenge();
    const message = await newest(inbox);
    expect(message).toMatchObject({ channel: "sms", to: "491701234567" });
    const { results } = await env.DB.prepare(`select * from "auth_challenges"`).all();
    expect(JSON.stringify(results)).not.toContain(message.code);
    expect(await client.mfa.verify({ factorId, challengeId, code: "000000x" })).toMatchObject({
      error: { code: "mfa_verification_failed", message: "Invalid MFA Phone code entered" },
    });
    expect(await client.mfa.verify({ factorId, challengeId, code: message.code })).toMatchObject({ error: null });
    expect((await client.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({
      currentLevel: "aal2",
      currentAuthenticationMethods: [{ method: "mfa/phone" }, { method: "password" }],
    });
    expect((await client.mfa.listFactors()).data).toMatchObject({ phone: [{ id: factorId, phone: "491701234567" }] });
    expect(await client.mfa.verify({ factorId, challengeId, code: message.code })).toMatchObject(
      fails(422, "mfa_factor_not_found"),
    );
  });

  it("takes the code of its own challenge alone", async () => {
    const { client, inbox, factorId, challenge } = await enrolled();
    await challenge();
    const first = await newest(inbox);
    const second = await challenge();
    const answer = await client.mfa.verify({ factorId, challengeId: second, code: first.code });
    const isSame = (await newest(inbox)).code === first.code;
    expect(answer.error === null).toBe(isSame);
  });

  it("is sent one message in the least interval, whichever of the user's factors asks", async () => {
    const { client, clock, factorId, inbox, challenge } = await enrolled(60);
    await challenge();
    const soon = fails(429, "over_sms_send_rate_limit");
    const outcomes = await Promise.all([1, 2].map(() => client.mfa.challenge({ factorId })));
    for (const outcome of outcomes) expect(outcome).toMatchObject(soon);
    const { data: other } = await client.mfa.enroll({
      factorType: "phone",
      phone: "+4915112345678",
      friendlyName: "b",
    });
    expect(await client.mfa.challenge({ factorId: other?.id ?? "" })).toMatchObject(soon);
    expect(await inbox.list()).toHaveLength(1);
    clock.advanceSeconds(61);
    expect(await client.mfa.challenge({ factorId })).toMatchObject({ error: null });
  });

  it("is enrolled anew while it is unverified, and once when it is verified", async () => {
    const { client, inbox } = await enrolled();
    const again = await client.mfa.enroll({ factorType: "phone", phone: "+491701234567", friendlyName: "mine" });
    expect(again).toMatchObject({ error: null });
    const factorId = again.data?.id ?? "";
    const { data } = await client.mfa.challenge({ factorId });
    await client.mfa.verify({ factorId, challengeId: data?.id ?? "", code: (await newest(inbox)).code });
    expect(await client.mfa.enroll({ factorType: "phone", phone, friendlyName: "other" })).toMatchObject(
      fails(422, "mfa_verified_factor_exists"),
    );
    expect(await client.mfa.enroll({ factorType: "phone", phone: "call me", friendlyName: "x" })).toMatchObject(
      fails(400, "validation_failed"),
    );
  });

  it("guards the address as the password", async () => {
    const { client, inbox, factorId, challenge } = await enrolled();
    const challengeId = await challenge();
    await client.mfa.verify({ factorId, challengeId, code: (await newest(inbox)).code });
    await client.signInWithPassword(ada);
    expect(await client.updateUser({ email: "eve@example.com" })).toMatchObject(fails(401, "insufficient_aal"));
    expect(await client.updateUser({ email: ada.email, data: { name: "Ada" } })).toMatchObject({ error: null });
  });
});
