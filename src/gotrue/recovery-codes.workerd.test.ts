import { env } from "cloudflare:workers";
import { GoTrueClient } from "@supabase/auth-js";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { appCode } from "../auth/factors/test-app.ts";
import { freshAuth } from "../auth/test-auth.ts";
import { gotrue } from "./routes.ts";

// `auth.mfa.recoveryCodes` of the unmodified auth-js, which asks for the experiment to be switched on.

const ada = { email: "ada@example.com", password: "correct horse" };

async function fresh() {
  const test = await freshAuth();
  const app = new Hono().route("/auth/v1", gotrue(test.auth));
  const client = new GoTrueClient({
    url: "http://api.example/auth/v1",
    fetch: async (input, init) => app.request(input, init),
    autoRefreshToken: false,
    persistSession: false,
    experimental: { recoveryCodes: true },
  });
  await client.signUp(ada);
  return { ...test, client };
}

/** With a TOTP factor, verified, and its session raised. */
async function raised() {
  const test = await fresh();
  const { client, clock } = test;
  const { data: factor } = await client.mfa.enroll({ factorType: "totp", friendlyName: "phone" });
  const code = await appCode(factor?.totp.secret ?? "", clock.now());
  await client.mfa.challengeAndVerify({ factorId: factor?.id ?? "", code });
  return { ...test, factorId: factor?.id ?? "" };
}

const fails = (status: number, code: string) => ({ error: expect.objectContaining({ status, code }) });

describe("recovery codes", () => {
  it("are shown once, stand in for a lost factor, and each is taken once", async () => {
    const { client } = await raised();
    const { data: made, error } = await client.mfa.recoveryCodes.generate();
    expect(error).toBeNull();
    expect(made).toMatchObject({ type: "recovery_code", friendly_name: "Recovery codes", total: 10 });
    const codes = made?.codes ?? [];
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z2-9]{16}$/);
    const { results } = await env.DB.prepare(`select * from "auth_factors"`).all();
    for (const code of codes) expect(JSON.stringify(results)).not.toContain(code);

    await client.signInWithPassword(ada);
    const typed = (codes[0] ?? "").toUpperCase().replace(/(.{4})(?!$)/g, "$1-");
    expect(await client.mfa.recoveryCodes.verify({ code: ` ${typed} ` })).toMatchObject({ error: null });
    const { data: level } = await client.mfa.getAuthenticatorAssuranceLevel();
    expect(level).toMatchObject({
      currentLevel: "aal2",
      currentAuthenticationMethods: [{ method: "mfa/recovery_code" }, { method: "password" }],
    });
    const wrong = fails(422, "mfa_verification_failed");
    expect(await client.mfa.recoveryCodes.verify({ code: codes[0] ?? "" })).toMatchObject(wrong);
    expect(await client.mfa.recoveryCodes.getStatus()).toMatchObject({ data: { total: 10, remaining: 9 } });
    expect((await client.mfa.listFactors()).data).toMatchObject({ recovery_code: [{ id: made?.id }] });
  });

  it("are taken by one of many requests at the same time", async () => {
    const { client } = await raised();
    const { data } = await client.mfa.recoveryCodes.generate();
    const code = data?.codes[0] ?? "";
    const outcomes = await Promise.all([1, 2, 3].map(() => client.mfa.recoveryCodes.verify({ code })));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
  });

  it("need another factor, proved, and are there once", async () => {
    const low = await fresh();
    expect(await low.client.mfa.recoveryCodes.generate()).toMatchObject(fails(403, "insufficient_aal"));
    expect(await low.client.mfa.recoveryCodes.getStatus()).toMatchObject(fails(404, "mfa_factor_not_found"));
    expect(await low.client.mfa.recoveryCodes.verify({ code: "x" })).toMatchObject(
      fails(422, "mfa_verification_failed"),
    );
    const { client, factorId } = await raised();
    expect(await client.mfa.recoveryCodes.regenerate()).toMatchObject(fails(404, "mfa_factor_not_found"));
    expect(await client.mfa.recoveryCodes.generate({ friendlyName: "phone" })).toMatchObject(
      fails(422, "mfa_factor_name_conflict"),
    );
    const { data } = await client.mfa.recoveryCodes.generate({ friendlyName: "paper" });
    expect(data?.friendly_name).toBe("paper");
    expect(await client.mfa.recoveryCodes.generate()).toMatchObject(fails(422, "mfa_verified_factor_exists"));
    expect(await client.mfa.unenroll({ factorId })).toMatchObject(fails(422, "mfa_recovery_codes_sole_factor"));
    expect(await client.mfa.unenroll({ factorId: data?.id ?? "" })).toMatchObject(fails(422, "validation_failed"));
  });

  it("are replaced and removed, and the old ones taken no more", async () => {
    const { client, factorId } = await raised();
    const { data: first } = await client.mfa.recoveryCodes.generate();
    const { data: second } = await client.mfa.recoveryCodes.regenerate();
    expect(second).toMatchObject({ id: first?.id, friendly_name: "Recovery codes", total: 10 });
    const verify = (code: string | undefined) => client.mfa.recoveryCodes.verify({ code: code ?? "" });
    expect(await verify(first?.codes[0])).toMatchObject(fails(422, "mfa_verification_failed"));
    expect(await verify(second?.codes[0])).toMatchObject({ error: null });
    expect(await client.mfa.recoveryCodes.unenroll()).toEqual({ data: { id: first?.id }, error: null });
    expect(await verify(second?.codes[1])).toMatchObject(fails(422, "mfa_verification_failed"));
    await client.refreshSession();
    expect((await client.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: "aal1" });
    expect(await client.mfa.unenroll({ factorId })).toMatchObject(fails(422, "insufficient_aal"));
  });

  it("make wait who guesses", async () => {
    const { client, clock } = await raised();
    const { data } = await client.mfa.recoveryCodes.generate();
    const verify = (code: string) => client.mfa.recoveryCodes.verify({ code });
    for (let guess = 0; guess < 5; guess++)
      expect(await verify("nonono")).toMatchObject(fails(422, "mfa_verification_failed"));
    expect(await verify(data?.codes[0] ?? "")).toMatchObject(fails(429, "mfa_recovery_codes_locked"));
    clock.advanceSeconds(31);
    expect(await verify(data?.codes[0] ?? "")).toMatchObject({ error: null });
  });
});
