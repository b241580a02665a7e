import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { apiKey } from "./api-keys.ts";
import { deriveKey } from "./derived-keys.ts";
import { openSigningKey } from "./signing-key.ts";
import { freshAuth, isolate, masterSecret, signedUp } from "./test-auth.ts";
import { testClock } from "./test-database.ts";

const storedKeys = async () =>
  (await env.DB.prepare(`select * from "auth_signing_keys"`).all<Record<string, string>>()).results;

describe("signing keys", () => {
  it("are made on first start, once for all isolates that start together", async () => {
    await freshAuth();
    const isolates = Array.from({ length: 20 }, () => isolate());
    const sets = await Promise.all(isolates.map(({ auth }) => auth.jwks()));
    expect(await storedKeys()).toHaveLength(1);
    expect(new Set(sets.map((set) => JSON.stringify(set))).size).toBe(1);
    expect(sets[0]?.keys).toMatchObject([{ kty: "EC", crv: "P-256", alg: "ES256", use: "sig" }]);
    expect(JSON.stringify(sets[0])).not.toContain(`"d"`);
  });

  it("are kept: another isolate verifies what one has signed", async () => {
    const { auth } = await freshAuth();
    const { accessToken } = await signedUp(auth);
    expect(await isolate().auth.verifyToken(accessToken)).toMatchObject({ ok: true });
  });

  it("lie sealed in the database, bound to their kid", async () => {
    const { auth } = await freshAuth();
    await auth.jwks();
    const [row] = await storedKeys();
    const sealed = { kid: row?.kid ?? "", publicJwk: row?.public_jwk ?? "", privateJwk: row?.private_jwk ?? "" };
    expect(JSON.stringify(row)).not.toMatch(/"d\\?":/);
    const key = await deriveKey(masterSecret, "signingKeys");
    expect(await openSigningKey(sealed, key)).not.toBeNull();
    expect(await openSigningKey({ ...sealed, kid: "other" }, key)).toBeNull();
    expect(
      await openSigningKey({ ...sealed, privateJwk: `${sealed.privateJwk.slice(0, -8)}AAAAAAAA` }, key),
    ).toBeNull();
    expect(await openSigningKey({ ...sealed, privateJwk: "{}" }, key)).toBeNull();
    expect(await openSigningKey(sealed, await deriveKey(`${masterSecret}!`, "signingKeys"))).toBeNull();
  });

  it("of a secret that has changed are not believed, and a new one is made once", async () => {
    const { auth } = await freshAuth();
    const { accessToken } = await signedUp(auth);
    const changed = Array.from({ length: 5 }, () => isolate({ masterSecret: `${masterSecret}, changed` }));
    const sets = await Promise.all(changed.map((other) => other.auth.jwks()));
    expect(new Set(sets.map((set) => JSON.stringify(set))).size).toBe(1);
    expect(await storedKeys()).toHaveLength(2);
    expect(await changed[0]?.auth.verifyToken(accessToken)).toEqual({ ok: false, error: "key" });
    expect(await isolate().auth.verifyToken(accessToken)).toMatchObject({ ok: true });
  });

  it("that somebody writes into the table are not believed", async () => {
    const { auth } = await freshAuth();
    await auth.jwks();
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    if (!("publicKey" in pair)) throw new Error("no pair");
    const jwk = JSON.stringify(await crypto.subtle.exportKey("jwk", pair.publicKey));
    await env.DB.prepare(
      `insert into "auth_signing_keys" values ('evil', 'ES256', ?, ?, 'active', null, '2000-01-01T00:00:00+00:00')`,
    )
      .bind(jwk, jwk)
      .run();
    const other = isolate();
    expect((await other.auth.jwks()).keys.map((key) => key.kid)).not.toContain("evil");
  });
});

describe("the keyring", () => {
  const unknown = `${btoa('{"alg":"ES256","kid":"unknown"}').replaceAll("=", "")}.e30.AAAA`;

  it("reads the database again for an unknown kid, at most every five seconds", async () => {
    const { auth, store, clock } = await freshAuth();
    await auth.jwks();
    const before = store.batches();
    clock.advanceSeconds(5);
    for (let turn = 0; turn < 100; turn++) await auth.verifyToken(unknown);
    expect(store.batches() - before).toBe(1);
  });

  it("believes a retired key, and forgets a removed one within two minutes", async () => {
    const clock = testClock();
    const { auth, store } = await freshAuth({ clock });
    const { accessToken } = await signedUp(auth);
    await env.DB.prepare(`update "auth_signing_keys" set "status" = 'retired'`).run();
    clock.advanceSeconds(61);
    expect(await auth.verifyToken(accessToken)).toMatchObject({ ok: true });
    expect((await auth.jwks()).keys).toHaveLength(2);
    const before = store.batches();
    for (let turn = 0; turn < 100; turn++) await auth.verifyToken(accessToken);
    expect(store.batches()).toBe(before);
    await env.DB.prepare(`delete from "auth_signing_keys" where "status" = 'retired'`).run();
    clock.advanceSeconds(61);
    expect(await auth.verifyToken(accessToken)).toEqual({ ok: false, error: "key" });
  });
});

it("an API key is the same text at every call", async () => {
  const key = await apiKey("anon", masterSecret);
  expect(await apiKey("anon", masterSecret)).toBe(key);
  expect(await apiKey("service_role", masterSecret)).not.toBe(key);
  await expect(apiKey("anon", "short")).rejects.toThrow(TypeError);
});
