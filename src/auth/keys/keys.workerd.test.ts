import { env } from "cloudflare:workers";
import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import type { AdminActor } from "../admin/actor.ts";
import { client, freshAuth, isolate, masterSecret, signedUp } from "../test-auth.ts";
import { testClock } from "../test-database.ts";
import { hashApiKey, isMarked, newApiKey } from "./api-key-format.ts";
import { announceSeconds } from "./signing-keys.ts";

const by: AdminActor = { actor: { id: null, role: "service_role" }, client };
const day = 86_400;

function headerOf(token: string): { readonly alg: string; readonly kid: string } {
  return JSON.parse(atob((token.split(".")[0] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
}

const statuses = (keys: readonly { readonly status: string }[]) => keys.map(({ status }) => status);

describe("a rotation", () => {
  it("lets the announced key sign, keeps the previous one believed, and announces the next", async () => {
    const { auth, clock } = await freshAuth();
    const before = await signedUp(auth);
    expect(await auth.keys.rotateSigningKeys(by, false)).toEqual({
      ok: false,
      error: { kind: "key", key: "standbyTooYoung" },
    });
    expect(statuses(await auth.keys.listSigningKeys())).toEqual(["current", "standby"]);
    const announced = (await auth.jwks()).keys.map(({ kid }) => kid);
    clock.advanceSeconds(announceSeconds);
    const rotated = await auth.keys.rotateSigningKeys(by, false);
    expect(rotated.ok && statuses(rotated.value)).toEqual(["previous", "current", "standby"]);
    const after = await auth.refresh(before.refreshToken);
    if (!after.ok) throw new Error("refused");
    expect(headerOf(after.value.accessToken).kid).not.toBe(headerOf(before.accessToken).kid);
    expect(announced).toContain(headerOf(after.value.accessToken).kid);
    for (const { accessToken } of [before, after.value]) {
      expect(await auth.verifyToken(accessToken)).toMatchObject({ ok: true });
      expect(await isolate({ clock }).auth.verifyToken(accessToken)).toMatchObject({ ok: true });
      const options = { currentDate: new Date(clock.now()) };
      await jwtVerify(accessToken, createLocalJWKSet({ keys: [...(await auth.jwks()).keys] }), options);
    }
  });

  it("refuses no token of an isolate that does not know of it yet", async () => {
    const clock = testClock();
    const { auth } = await freshAuth({ clock });
    const other = isolate({ clock }).auth;
    const first = await signedUp(other);
    await auth.keys.rotateSigningKeys(by, false);
    clock.advanceSeconds(announceSeconds);
    expect(await other.verifyToken("e30.e30.AAAA")).toMatchObject({ ok: false });
    await other.jwks();
    expect(await auth.keys.rotateSigningKeys(by, false)).toMatchObject({ ok: true });
    const late = await other.refresh(first.refreshToken);
    expect(late.ok && (await auth.verifyToken(late.value.accessToken)).ok).toBe(true);
    const fresh = await auth.refresh(first.refreshToken);
    expect(fresh.ok && (await other.verifyToken(fresh.value.accessToken)).ok).toBe(true);
  });

  it("happens once, where two ask for it at once", async () => {
    const clock = testClock();
    const { auth } = await freshAuth({ clock });
    await auth.keys.rotateSigningKeys(by, true);
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => isolate({ clock }).auth.keys.rotateSigningKeys(by, true)),
    );
    expect(outcomes.filter(({ ok }) => ok).length).toBeGreaterThan(0);
    const found = statuses(await auth.keys.listSigningKeys());
    expect(found.filter((status) => status === "current")).toHaveLength(1);
    expect(found.filter((status) => status === "standby")).toHaveLength(1);
  });

  it("is the cron's when the key is old, which also revokes what no token needs any more", async () => {
    const { auth, clock } = await freshAuth({ settings: { signingKeyDays: 30 } });
    const { accessToken } = await signedUp(auth);
    await auth.keys.maintain();
    expect(statuses(await auth.keys.listSigningKeys())).toEqual(["current", "standby"]);
    clock.advanceSeconds(29 * day);
    await auth.keys.maintain();
    expect(statuses(await auth.keys.listSigningKeys())).toEqual(["current", "standby"]);
    clock.advanceSeconds(day);
    await auth.keys.maintain();
    expect(statuses(await auth.keys.listSigningKeys())).toEqual(["previous", "current", "standby"]);
    clock.advanceSeconds(day);
    await auth.keys.maintain();
    expect(statuses(await auth.keys.listSigningKeys())).toEqual(["revoked", "current", "standby"]);
    expect((await auth.jwks()).keys.map(({ kid }) => kid)).not.toContain(headerOf(accessToken).kid);
    const row = await env.DB.prepare(
      `select "private_jwk" from "auth_signing_keys" where "status" = 'revoked'`,
    ).first();
    expect(row).toEqual({ private_jwk: "" });
  });

  it("leads to EdDSA, and back", async () => {
    const clock = testClock();
    const { auth } = await freshAuth({ clock });
    const first = await signedUp(auth);
    const edwards = isolate({ clock, settings: { signingAlgorithm: "EdDSA" } }).auth;
    for (let turn = 0; turn < 2; turn++) await edwards.keys.rotateSigningKeys(by, true);
    const second = await edwards.refresh(first.refreshToken);
    if (!second.ok) throw new Error("refused");
    expect(headerOf(second.value.accessToken).alg).toBe("EdDSA");
    for (const { accessToken } of [first, second.value]) {
      expect(await isolate({ clock }).auth.verifyToken(accessToken)).toMatchObject({ ok: true });
    }
    const keys = [...(await isolate({ clock }).auth.jwks()).keys];
    const options = { currentDate: new Date(clock.now()) };
    await jwtVerify(second.value.accessToken, createLocalJWKSet({ keys }), options);
  });
});

describe("a revoked signing key", () => {
  it("is believed no more, and the current one cannot be revoked", async () => {
    const { auth, clock } = await freshAuth();
    const { accessToken } = await signedUp(auth);
    const { kid } = headerOf(accessToken);
    expect(await auth.keys.revokeSigningKey(by, kid)).toEqual({ ok: false, error: { kind: "key", key: "keyInUse" } });
    await auth.keys.rotateSigningKeys(by, true);
    await auth.keys.revokeSigningKey(by, kid);
    clock.advanceSeconds(61);
    expect(await auth.verifyToken(accessToken)).toEqual({ ok: false, error: "key" });
    expect(await auth.keys.revokeSigningKey(by, "none")).toMatchObject({ error: { key: "keyNotFound" } });
  });
});

describe("an API key", () => {
  const ask = { name: "ci", kind: "secret", role: null, expiresAtMs: null } as const;

  it("is its role, is stored as a hash, and says when it was used", async () => {
    const { auth, clock } = await freshAuth();
    const made = await auth.keys.createApiKey(by, ask);
    if (!made.ok) throw new Error("refused");
    expect(made.value.key).toMatch(/^sb_secret_[\w-]{22}_[\w-]{8}$/);
    expect(await auth.verifyToken(made.value.key)).toEqual({
      ok: true,
      value: {
        id: null,
        role: "service_role",
        sessionId: made.value.id,
        claims: { role: "service_role", key_id: made.value.id },
      },
    });
    const stored = JSON.stringify(await env.DB.prepare(`select * from "auth_api_keys"`).all());
    expect(stored).not.toContain(made.value.key);
    expect(stored).toContain(await hashApiKey(made.value.key));
    const [first] = await auth.keys.listApiKeys();
    expect(first?.lastUsedAt).not.toBeNull();
    clock.advanceSeconds(601);
    await isolate({ clock }).auth.verifyToken(made.value.key);
    const [later] = await auth.keys.listApiKeys();
    expect(Date.parse(later?.lastUsedAt ?? "") - Date.parse(first?.lastUsedAt ?? "")).toBe(601_000);
  });

  it("is dead from its revocation on; one of nobody's role within a minute", async () => {
    const { auth, clock } = await freshAuth();
    const secret = await auth.keys.createApiKey(by, ask);
    const open = await auth.keys.createApiKey(by, { ...ask, kind: "publishable" });
    if (!secret.ok || !open.ok) throw new Error("refused");
    expect(await auth.verifyToken(open.value.key)).toMatchObject({ value: { role: "anon", sessionId: null } });
    await auth.verifyToken(secret.value.key);
    expect(await auth.isAlive(secret.value.id)).toBe(true);
    for (let turn = 0; turn < 2; turn++) {
      for (const { id } of [secret.value, open.value])
        expect(await auth.keys.revokeApiKey(by, id)).toMatchObject({ ok: true });
    }
    expect(await auth.isAlive(secret.value.id)).toBe(false);
    clock.advanceSeconds(61);
    for (const { key } of [secret.value, open.value]) {
      expect(await auth.verifyToken(key)).toEqual({ ok: false, error: "apiKey" });
    }
    expect(await auth.keys.revokeApiKey(by, crypto.randomUUID())).toMatchObject({ error: { key: "keyNotFound" } });
  });

  it("expires, in memory too", async () => {
    const { auth, clock } = await freshAuth();
    const made = await auth.keys.createApiKey(by, { ...ask, expiresAtMs: clock.now() + 30_000 });
    if (!made.ok) throw new Error("refused");
    expect(await auth.verifyToken(made.value.key)).toMatchObject({ ok: true });
    clock.advanceSeconds(30);
    expect(await auth.verifyToken(made.value.key)).toEqual({ ok: false, error: "apiKey" });
  });

  it("that is guessed never reaches the database", async () => {
    const { auth, store } = await freshAuth();
    const before = store.batches();
    const foreign = await newApiKey(
      "secret",
      (await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"])) as CryptoKey,
    );
    for (const guess of [foreign, "sb_", "sb_secret_x", `${foreign}x`, "sb_secret_' or 1=1 --"]) {
      expect(await auth.verifyToken(guess)).toEqual({ ok: false, error: "apiKey" });
    }
    expect(store.batches()).toBe(before);
  });

  it("whose kind is changed is none", async () => {
    const { auth } = await freshAuth();
    const made = await auth.keys.createApiKey(by, { ...ask, kind: "publishable" });
    const key = made.ok ? made.value.key : "";
    expect(await auth.verifyToken(key.replace("publishable", "secret"))).toEqual({ ok: false, error: "apiKey" });
    const { deriveKey } = await import("../derived-keys.ts");
    expect(await isMarked(key, await deriveKey(masterSecret, "apiKeyMarks"))).toBe(true);
  });

  it.each([
    ["an unknown role", { role: "root" }, "keyRoleUnknown"],
    ["a publishable key of the service", { kind: "publishable", role: "service_role" }, "keyRoleSecret"],
    ["no name", { name: "" }, "keyNameInvalid"],
    ["a name that does not show", { name: "a\u0000" }, "keyNameInvalid"],
    ["an end in the past", { expiresAtMs: 1 }, "keyExpiryInvalid"],
    ["an end that is no time", { expiresAtMs: Number.NaN }, "keyExpiryInvalid"],
  ] as const)("cannot have %s", async (_name, change, key) => {
    const { auth } = await freshAuth();
    expect(await auth.keys.createApiKey(by, { ...ask, ...change })).toEqual({ ok: false, error: { kind: "key", key } });
  });
});
