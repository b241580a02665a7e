import { exportSPKI, importJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { toBase64Url, utf8 } from "../kernel/bytes.ts";
import { apiKey } from "./api-keys.ts";
import { deriveKey, keySource } from "./derived-keys.ts";
import { keyring } from "./keyring.ts";
import type { TokenReason } from "./rejections.ts";
import { resolveAuthSecrets } from "./secrets.ts";
import { withLowS } from "./sign-token.ts";
import { freshAuth, legacyJwtSecret, masterSecret, signedUp, type TestAuth } from "./test-auth.ts";
import { tokenVerifier } from "./verify.ts";

let test: TestAuth;
let token: string;
let claims: JWTPayload;
let header: JWTHeaderParameters;

beforeAll(async () => {
  test = await freshAuth({ settings: { url: "https://api.example.com" } });
  token = (await signedUp(test.auth)).accessToken;
  const parts = token.split(".").map((part) => part.replaceAll("-", "+").replaceAll("_", "/"));
  header = JSON.parse(atob(parts[0] ?? ""));
  claims = JSON.parse(atob(parts[1] ?? ""));
});

const encode = (given: unknown): string => toBase64Url(utf8(typeof given === "string" ? given : JSON.stringify(given)));
const nowSeconds = (): number => Math.floor(test.clock.now() / 1000);
const [parts, own] = [() => token.split("."), () => token];

/** Signed with the real key: what is wrong is wrong in the claims or the header alone. */
async function signed(changes: Record<string, unknown>, headerChanges: Record<string, unknown> = {}): Promise<string> {
  const { openedKey } = await signer();
  const signing = new SignJWT({ ...claims, ...changes });
  return withLowS(await signing.setProtectedHeader({ ...header, ...headerChanges, alg: "ES256" }).sign(openedKey));
}

async function signer() {
  const { env } = await import("cloudflare:workers");
  const row = await env.DB.prepare(`select * from "auth_signing_keys"`).first<Record<string, string>>();
  const { openSigningKey } = await import("./signing-key.ts");
  const sealed = { kid: row?.kid ?? "", publicJwk: row?.public_jwk ?? "", privateJwk: row?.private_jwk ?? "" };
  const key = await openSigningKey(sealed, await deriveKey(masterSecret, "signingKeys"));
  if (key === null) throw new Error("no key");
  return { openedKey: key.privateKey, publicJwk: key.publicJwk };
}

/** Any header and claims under any HMAC secret. */
async function hmac(given: { header: unknown; claims?: unknown; secret: string | Uint8Array<ArrayBuffer> }) {
  const secret = typeof given.secret === "string" ? utf8(given.secret) : given.secret;
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const input = `${encode(given.header)}.${encode(given.claims ?? claims)}`;
  return `${input}.${toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(input))))}`;
}

async function publicPem(): Promise<string> {
  const { publicJwk } = await signer();
  const key = await importJWK({ ...publicJwk }, "ES256", { extractable: true });
  if (key instanceof Uint8Array) throw new Error("not a public key");
  return exportSPKI(key);
}

const attacker = "an attacker's own secret of 32 bytes and more";

interface Hostile {
  readonly name: string;
  readonly token: () => string | Promise<string>;
  readonly reason: TokenReason;
}

const hostile: readonly Hostile[] = [
  { name: "alg none, no signature", token: () => `${encode({ alg: "none" })}.${parts()[1]}.`, reason: "encoding" },
  {
    name: "alg none with a signature",
    token: () => `${encode({ alg: "none" })}.${parts()[1]}.AAAA`,
    reason: "algorithm",
  },
  { name: "alg NONE", token: () => `${encode({ alg: "NONE" })}.${parts()[1]}.AAAA`, reason: "algorithm" },
  { name: "no alg", token: () => `${encode({ typ: "JWT" })}.${parts()[1]}.${parts()[2]}`, reason: "header" },
  { name: "alg as a list", token: () => `${encode({ alg: ["ES256"] })}.${parts()[1]}.AAAA`, reason: "header" },
  {
    name: "alg es256",
    token: () => `${encode({ ...header, alg: "es256" })}.${parts()[1]}.${parts()[2]}`,
    reason: "algorithm",
  },
  {
    name: "ES384",
    token: () => `${encode({ ...header, alg: "ES384" })}.${parts()[1]}.${parts()[2]}`,
    reason: "algorithm",
  },
  {
    name: "RS256",
    token: () => `${encode({ ...header, alg: "RS256" })}.${parts()[1]}.${parts()[2]}`,
    reason: "algorithm",
  },
  {
    name: "HS256 with the public key (PEM) as the secret",
    token: async () => hmac({ header: { ...header, alg: "HS256" }, secret: await publicPem() }),
    reason: "key",
  },
  {
    name: "HS256 with the public key (JWK) as the secret, posing as an API key",
    token: async () =>
      hmac({ header: { alg: "HS256", kid: "perigee-api-key" }, secret: JSON.stringify((await signer()).publicJwk) }),
    reason: "signature",
  },
  {
    name: "HS256 with the master secret itself",
    token: () => hmac({ header: { alg: "HS256", kid: "perigee-api-key" }, secret: masterSecret }),
    reason: "signature",
  },
  {
    name: "HS256 while no legacy secret is set",
    token: () => hmac({ header: { alg: "HS256" }, secret: attacker }),
    reason: "key",
  },
  { name: "HS256 under an empty secret", token: () => hmac({ header: { alg: "HS256" }, secret: "\0" }), reason: "key" },
  { name: "unknown kid", token: () => signed({}, { kid: "unknown" }), reason: "key" },
  { name: "no kid", token: () => `${encode({ alg: "ES256" })}.${parts()[1]}.${parts()[2]}`, reason: "key" },
  { name: "kid as SQL", token: () => signed({}, { kid: "' or 1=1 --" }), reason: "key" },
  { name: "kid as a path", token: () => signed({}, { kid: "../../dev/null" }), reason: "key" },
  {
    name: "kid as a number",
    token: () => `${encode({ alg: "ES256", kid: 1 })}.${parts()[1]}.${parts()[2]}`,
    reason: "header",
  },
  {
    name: "embedded jwk",
    token: async () => `${encode({ ...header, jwk: (await signer()).publicJwk })}.${parts()[1]}.${parts()[2]}`,
    reason: "header",
  },
  { name: "jku", token: () => signed({}, { jku: "https://attacker.example/jwks" }), reason: "header" },
  { name: "x5u", token: () => signed({}, { x5u: "https://attacker.example/x" }), reason: "header" },
  { name: "x5c", token: () => signed({}, { x5c: ["AAAA"] }), reason: "header" },
  {
    name: "crit",
    token: () => `${encode({ ...header, crit: ["exp"] })}.${parts()[1]}.${parts()[2]}`,
    reason: "header",
  },
  {
    name: "b64 false",
    token: () => `${encode({ ...header, b64: false, crit: ["b64"] })}.${parts()[1]}.${parts()[2]}`,
    reason: "header",
  },
  { name: "zip", token: () => signed({}, { zip: "DEF" }), reason: "header" },
  { name: "another typ", token: () => signed({}, { typ: "logout+jwt" }), reason: "header" },
  {
    name: "alg twice",
    token: () => `${encode(`{"alg":"none","alg":"ES256","kid":"${header.kid}"}`)}.${parts()[1]}.${parts()[2]}`,
    reason: "header",
  },
  {
    name: "__proto__ in the header",
    token: () => `${encode('{"alg":"ES256","__proto__":{"kid":"x"}}')}.${parts()[1]}.AAAA`,
    reason: "header",
  },
  { name: "expired a second ago", token: () => signed({ exp: nowSeconds() - 1 }), reason: "expired" },
  { name: "expires now", token: () => signed({ exp: nowSeconds() }), reason: "expired" },
  { name: "no exp", token: () => signed({ exp: undefined }), reason: "claims" },
  { name: "exp as a text", token: () => signed({ exp: "9999999999" }), reason: "expiry" },
  { name: "exp null", token: () => signed({ exp: null }), reason: "expiry" },
  { name: "nbf as a text", token: () => signed({ nbf: "1" }), reason: "beginning" },
  { name: "iat as a text", token: () => signed({ iat: "1" }), reason: "issue" },
  { name: "not yet valid", token: () => signed({ nbf: nowSeconds() + 60 }), reason: "notYetValid" },
  { name: "issued in the future", token: () => signed({ iat: nowSeconds() + 60 }), reason: "issuedInFuture" },
  { name: "another audience", token: () => signed({ aud: "other" }), reason: "audience" },
  { name: "no audience", token: () => signed({ aud: undefined }), reason: "audience" },
  { name: "audience as a number", token: () => signed({ aud: 1 }), reason: "audiences" },
  { name: "another issuer", token: () => signed({ iss: "https://other.example" }), reason: "issuer" },
  { name: "no issuer", token: () => signed({ iss: undefined }), reason: "issuer" },
  { name: "no role", token: () => signed({ role: undefined }), reason: "role" },
  { name: "empty role", token: () => signed({ role: "" }), reason: "role" },
  { name: "unknown role", token: () => signed({ role: "postgres" }), reason: "role" },
  { name: "role of a prototype", token: () => signed({ role: "constructor" }), reason: "role" },
  { name: "role as a list", token: () => signed({ role: ["service_role"] }), reason: "role" },
  { name: "no subject", token: () => signed({ sub: undefined }), reason: "claims" },
  { name: "no session", token: () => signed({ session_id: undefined }), reason: "claims" },
  { name: "truncated", token: () => own().slice(0, -1), reason: "encoding" },
  { name: "signature of another length", token: () => `${parts()[0]}.${parts()[1]}.AAAA`, reason: "signature" },
  { name: "unused bits in the last character", token: () => malleated(own()), reason: "encoding" },
  {
    name: "tampered claims",
    token: () => `${parts()[0]}.${encode({ ...claims, role: "service_role" })}.${parts()[2]}`,
    reason: "signature",
  },
  {
    name: "tampered signature",
    token: () => tampered(own()),
    reason: "signature",
  },
  { name: "all-zero signature", token: () => `${parts()[0]}.${parts()[1]}.${"A".repeat(86)}`, reason: "signature" },
  { name: "two parts", token: () => parts().slice(0, 2).join("."), reason: "parts" },
  { name: "five parts, a JWE", token: () => `${own()}.a.b`, reason: "parts" },
  { name: "one word", token: () => "token", reason: "parts" },
  { name: "nothing", token: () => "", reason: "empty" },
  { name: "padding", token: () => `${own()}==`, reason: "encoding" },
  { name: "white space inside", token: () => own().replace(".", ".\n"), reason: "encoding" },
  { name: "header that is no JSON", token: () => `${encode("{")}.${parts()[1]}.${parts()[2]}`, reason: "header" },
  { name: "header that is a list", token: () => `${encode([])}.${parts()[1]}.${parts()[2]}`, reason: "header" },
  {
    name: "header that is not UTF-8",
    token: () => `${toBase64Url(new Uint8Array([0xff, 0xfe]))}.AAAA.AAAA`,
    reason: "encoding",
  },
  { name: "oversized", token: () => signed({ padding: "x".repeat(8192) }), reason: "oversized" },
];

function tampered(given: string): string {
  const at = given.lastIndexOf(".") + 1;
  return given.slice(0, at) + (given[at] === "A" ? "B" : "A") + given.slice(at + 1);
}

function malleated(given: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return given.slice(0, -1) + alphabet[alphabet.indexOf(given.slice(-1)) + 1];
}

describe("a hostile token is refused", () => {
  it.each(hostile)("$name: $reason", async ({ token: make, reason }) => {
    const given = await make();
    expect(await test.auth.verifyToken(given)).toEqual({ ok: false, error: reason });
  });
});

describe("an honest token", () => {
  it("of ours is the user, with his session", async () => {
    const verified = await test.auth.verifyToken(token);
    expect(verified).toMatchObject({
      ok: true,
      value: { id: claims.sub, role: "authenticated", sessionId: claims.session_id },
    });
  });

  it("may list several audiences, and lie a little in the future", async () => {
    expect(await test.auth.verifyToken(await signed({ aud: ["x", "authenticated"] }))).toMatchObject({ ok: true });
    expect(await test.auth.verifyToken(await signed({ iat: nowSeconds() + 20 }))).toMatchObject({ ok: true });
  });

  it("is not answered from the cache once it has expired", async () => {
    const other = await freshAuth({ settings: { accessTokenTtlSeconds: 30 } });
    const { accessToken } = await signedUp(other.auth);
    expect(await other.auth.verifyToken(accessToken)).toMatchObject({ ok: true });
    other.clock.advanceSeconds(31);
    expect(await other.auth.verifyToken(accessToken)).toEqual({ ok: false, error: "expired" });
    test = await freshAuth({ settings: { url: "https://api.example.com" } });
  });
});

describe("the legacy secret", () => {
  const legacyHeader = { alg: "HS256", typ: "JWT" };
  const legacyClaims = { role: "authenticated", sub: "6c1b1c6e-0000-4000-8000-000000000001", exp: 4_000_000_000 };

  it.each([
    ["a user's token", { ...legacyClaims, aud: "authenticated" }, { id: legacyClaims.sub, role: "authenticated" }],
    ["an anon key", { role: "anon", iss: "supabase", exp: 4_000_000_000 }, { id: null, role: "anon", sessionId: null }],
    ["a service key", { role: "service_role", iss: "supabase" }, { role: "service_role" }],
    ["a token with a session", { ...legacyClaims, session_id: "s" }, { sessionId: "s" }],
  ])("takes %s", async (_name, given, principal) => {
    const { auth } = await freshAuth({ legacyJwtSecret });
    const made = await hmac({ header: legacyHeader, claims: given, secret: legacyJwtSecret });
    expect(await auth.verifyToken(made)).toMatchObject({ ok: true, value: principal });
  });

  it.each([
    ["another audience", { ...legacyClaims, aud: "other" }, "audience"],
    ["an expired one", { ...legacyClaims, exp: 1 }, "expired"],
    ["one without a role", { sub: "x" }, "role"],
    ["a subject that is no text", { ...legacyClaims, sub: 1 }, "claims"],
  ])("refuses %s", async (_name, given, reason) => {
    const { auth } = await freshAuth({ legacyJwtSecret });
    const made = await hmac({ header: legacyHeader, claims: given, secret: legacyJwtSecret });
    expect(await auth.verifyToken(made)).toEqual({ ok: false, error: reason });
  });

  it("signs no API key, and no ES256 token", async () => {
    const { auth } = await freshAuth({ legacyJwtSecret });
    const posing = {
      header: { ...legacyHeader, kid: "perigee-api-key" },
      claims: legacyClaims,
      secret: legacyJwtSecret,
    };
    expect(await auth.verifyToken(await hmac(posing))).toEqual({ ok: false, error: "signature" });
    expect(await auth.verifyToken(await hmac({ ...posing, header: { alg: "ES256" } }))).toEqual({
      ok: false,
      error: "key",
    });
  });
});

describe("an API key", () => {
  it.each(["anon", "service_role"] as const)("of %s is that role and nobody", async (role) => {
    const { auth } = await freshAuth();
    expect(await auth.verifyToken(await apiKey(role, masterSecret))).toMatchObject({
      ok: true,
      value: { id: null, role, sessionId: null },
    });
  });

  it("of another secret is refused", async () => {
    const { auth } = await freshAuth();
    expect(await auth.verifyToken(await apiKey("anon", `${masterSecret}!`))).toEqual({ ok: false, error: "signature" });
  });
});

it("one changed character makes any token worthless, wherever it is", async () => {
  const { auth } = await freshAuth();
  const { accessToken } = await signedUp(auth);
  const alphabet = "ABCxyz019-_.= +/\0é";
  for (let turn = 0; turn < 1500; turn++) {
    const at = Math.floor(Math.random() * accessToken.length);
    const character = alphabet[turn % alphabet.length] ?? "A";
    if (accessToken[at] === character) continue;
    const changed = accessToken.slice(0, at) + character + accessToken.slice(at + 1);
    expect((await auth.verifyToken(changed)).ok, changed).toBe(false);
  }
});

it("verifying anew costs less than a millisecond", async () => {
  const { auth, store, clock } = await freshAuth();
  const { accessToken } = await signedUp(auth);
  const secrets = resolveAuthSecrets({ masterSecret, legacyJwtSecret });
  const keys = keySource(masterSecret);
  const ring = keyring({ store, keys, clock: clock.now, algorithm: "ES256" });
  const verify = tokenVerifier({ settings: auth.settings, secrets, keys, keyring: ring, store, clock: clock.now });
  const legacy = await hmac({ header: { alg: "HS256" }, claims: { role: "anon" }, secret: legacyJwtSecret });
  const microsecondsOf = async (given: string, turns = 500) => {
    expect(await verify(given)).toMatchObject({ ok: true });
    const startedAt = performance.now();
    for (let turn = 0; turn < turns; turn++) await verify(given);
    return Math.round(((performance.now() - startedAt) * 1000) / turns);
  };
  const [es256, hs256] = [await microsecondsOf(accessToken), await microsecondsOf(legacy)];
  console.log(`verified anew: ES256 ${es256} µs, HS256 ${hs256} µs`);
  expect(es256).toBeLessThan(1000);
});
