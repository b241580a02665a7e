import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clinic } from "../../test/apps/clinic.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { deriveKey } from "../auth/derived-keys.ts";
import type { Database } from "../engine/ports.ts";
import { d1Database } from "../platform/d1.ts";
import { type DataKeyring, dataKeyring, keyringTtlMs } from "./keyring.ts";

let batches = 0;
const real = d1Database(env.DB);
const database: Database = {
  batch(statements, options) {
    batches++;
    return real.batch(statements, options);
  },
};
let nowMs = 0;
const ringOf = (secret: string): DataKeyring =>
  dataKeyring({ database, sealingKey: () => deriveKey(secret, "dataKeys"), clock: () => nowMs });
const secret = "a master secret that is long enough";

beforeAll(async () => {
  await env.DB.batch((await ddl(clinic)).map((text) => env.DB.prepare(text)));
});

beforeEach(async () => {
  await env.DB.exec("delete from _perigee_data_keys");
  batches = 0;
});

async function keys(): Promise<readonly Record<string, unknown>[]> {
  return (await env.DB.prepare("select * from _perigee_data_keys").all()).results;
}

async function sealed(text: string, key: CryptoKey): Promise<string> {
  const bytes = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: new Uint8Array(12) },
    key,
    new TextEncoder().encode(text),
  );
  return String(new Uint8Array(bytes));
}

it("isolates that begin together have one key, and one of indexes", async () => {
  const rings = [ringOf(secret), ringOf(secret), ringOf(secret)];
  const ciphers = await Promise.all(rings.map((ring) => ring.cipher()));
  expect(new Set(ciphers.map(({ keyId }) => keyId)).size).toBe(1);
  expect(new Set(await Promise.all(ciphers.map(({ key }) => sealed("x", key)))).size).toBe(1);
  expect((await keys()).map(({ purpose }) => purpose).sort()).toEqual(["cipher", "index"]);
});

it("keys lie sealed, cannot be exported, and are read once a minute", async () => {
  const ring = ringOf(secret);
  const { key, keyId } = await ring.cipher();
  await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  expect((await keys()).every((row) => /^pge1\.master\.[\w-]{16}\.[\w-]{64}$/.test(String(row.sealed)))).toBe(true);
  const read = batches;
  await ring.cipher();
  expect(await ring.find(keyId)).toBe(key);
  await ring.indexKey("a");
  expect(batches).toBe(read);
  nowMs += keyringTtlMs;
  expect((await ring.cipher()).key).toBe(key);
  expect(batches).toBe(read + 1);
});

it("another master secret opens nothing, and makes no keys of its own", async () => {
  await ringOf(secret).cipher();
  await expect(ringOf("another master secret, long enough").cipher()).rejects.toMatchObject({ kind: "sealed" });
  expect(await keys()).toHaveLength(2);
});

it("a key that was changed, or moved to another name, opens nothing", async () => {
  await ringOf(secret).cipher();
  await env.DB.exec("update _perigee_data_keys set id = 'moved' where purpose = 'cipher'");
  await expect(ringOf(secret).cipher()).rejects.toMatchObject({ kind: "sealed" });
  await env.DB.exec(
    "update _perigee_data_keys set sealed = (select sealed from _perigee_data_keys where purpose = 'index')",
  );
  await expect(ringOf(secret).cipher()).rejects.toMatchObject({ kind: "sealed" });
});

it("a name that nobody knows is looked for once in five seconds", async () => {
  const ring = ringOf(secret);
  await ring.cipher();
  const read = batches;
  expect([await ring.find("nobody"), await ring.find("nobody")]).toEqual([null, null]);
  expect(batches).toBe(read + 1);
  nowMs += 5_000;
  await ring.find("nobody");
  expect(batches).toBe(read + 2);
});

it("indexes of two columns differ", async () => {
  const ring = ringOf(secret);
  const [one, other] = [await ring.indexKey("a"), await ring.indexKey("b")];
  const sign = async (key: CryptoKey) =>
    String(new Uint8Array(await crypto.subtle.sign("HMAC", key, new Uint8Array([1]))));
  expect(await sign(one)).not.toBe(await sign(other));
  expect(await sign(one)).toBe(await sign(await ringOf(secret).indexKey("a")));
});

describe("what a key has encrypted", () => {
  const counted = () =>
    env.DB.prepare("select encryptions from _perigee_data_keys where purpose = 'cipher'").first<number>("encryptions");

  it("is never more than what is counted, and is counted in few calls", async () => {
    const ring = ringOf(secret);
    await ring.cipher();
    const before = batches;
    for (let used = 1; used < 5_000; used += 500) {
      await Promise.all(Array.from({ length: 500 }, () => ring.cipher()));
      expect(await counted()).toBeGreaterThanOrEqual(used + 500);
    }
    expect(batches - before).toBeLessThanOrEqual(3);
    const known = Number(await counted());
    await Promise.all([ringOf(secret).cipher(), ringOf(secret).cipher()]);
    expect(await counted()).toBe(known + 2 * 1_024);
  });

  it("costs no count where nothing is encrypted", async () => {
    const { keyId } = await ringOf(secret).cipher();
    const known = await counted();
    const reader = ringOf(secret);
    await reader.find(keyId);
    await reader.indexKey("a");
    expect(await counted()).toBe(known);
  });

  it("ends with 2^32 values", async () => {
    const ring = ringOf(secret);
    await ring.cipher();
    await env.DB.exec("update _perigee_data_keys set encryptions = 4294967296 - 1024");
    await ringOf(secret).cipher();
    await expect(ringOf(secret).cipher()).rejects.toMatchObject({ kind: "sealed" });
    // What is left of a block may still be used.
    await ring.cipher();
  });
});
