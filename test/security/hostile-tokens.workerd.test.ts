import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { deriveKey } from "../../src/auth/derived-keys.ts";
import { withLowS } from "../../src/auth/sign-token.ts";
import { openSigningKey } from "../../src/auth/signing-key.ts";
import { toBase64Url, utf8 } from "../../src/kernel/bytes.ts";
import { people, seed } from "../scenarios/publication-seed.ts";
import { masterSecret, openStage, type Stage } from "../scenarios/stage.ts";
import { encode, type Forge, hostileTokens } from "./hostile-tokens.ts";

// Tokens that somebody has made up, at the door of the data: each is 401 with a coded error, none is a fault of ours.

async function ask(stage: Stage, authorization: string) {
  const request = new Request("http://perigee.test/rest/v1/tags?select=id&limit=1", { headers: { authorization } });
  const { response, text } = await stage.fetch(request);
  return { status: response.status, text, challenge: response.headers.get("www-authenticate") };
}

async function forgeOf(stage: Stage): Promise<Forge> {
  const body = JSON.stringify({ email: "mallory@example.com", password: "correct horse battery" });
  const signUp = new Request("http://perigee.test/auth/v1/signup", { method: "POST", body });
  const token = String(JSON.parse((await stage.fetch(signUp)).text).access_token);
  const [head = "", payload = ""] = token.split(".");
  const decode = (part: string) => JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/")));
  const row = await env.DB.prepare(`select * from "auth_signing_keys" where "status" = 'active'`).first<
    Record<string, string>
  >();
  const sealed = { kid: row?.kid ?? "", publicJwk: row?.public_jwk ?? "", privateJwk: row?.private_jwk ?? "" };
  const key = await openSigningKey(sealed, await deriveKey(masterSecret, "signingKeys"));
  if (key === null) throw new Error("no signing key");
  const publicKey = await crypto.subtle.importKey(
    "jwk",
    { ...key.publicJwk },
    { name: "ECDSA", namedCurve: "P-256" },
    true,
    ["verify"],
  );
  const spki = await crypto.subtle.exportKey("spki", publicKey);
  const attackers = {
    "P-256": await pairOf({ name: "ECDSA", namedCurve: "P-256" }),
    "P-384": await pairOf({ name: "ECDSA", namedCurve: "P-384" }),
    Ed25519: await pairOf({ name: "Ed25519" }),
  };
  return {
    token,
    header: decode(head),
    claims: decode(payload),
    publicJwk: { ...key.publicJwk },
    publicSpki: new Uint8Array(spki as ArrayBuffer),
    masterSecret,
    nowSeconds: Math.floor(Date.now() / 1000),
    sign: async (header, claims) => withLowS(await signed(key.privateKey, ecdsa, [header, claims])),
    signAs: (curve, header, claims) =>
      signed(attackers[curve], curve === "Ed25519" ? { name: curve } : ecdsa, [header, claims]),
  };
}

const ecdsa = { name: "ECDSA", hash: "SHA-256" };

async function pairOf(algorithm: { readonly name: string; readonly namedCurve?: string }): Promise<CryptoKey> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("no pair");
  return pair.privateKey;
}

async function signed(
  key: CryptoKey,
  algorithm: { readonly name: string; readonly hash?: string },
  parts: readonly unknown[],
): Promise<string> {
  const input = parts.map(encode).join(".");
  return `${input}.${toBase64Url(new Uint8Array(await crypto.subtle.sign(algorithm, key, utf8(input))))}`;
}

it("every hostile token is 401 with a coded error, and none is a fault", { timeout: 120_000 }, async () => {
  const stage = await openStage({ app, seed, people });
  const forge = await forgeOf(stage);
  // What the forge makes is good where nothing is wrong with it: otherwise the table would prove nothing.
  for (const good of [forge.token, await forge.sign(forge.header, forge.claims)]) {
    expect((await ask(stage, `Bearer ${good}`)).status).toBe(200);
  }
  const tokens = await hostileTokens(forge);
  console.log(`hostile tokens: ${tokens.length}`);
  expect(tokens.length).toBeGreaterThanOrEqual(300);
  expect(new Set(tokens.map(({ authorization }) => authorization)).size).toBeGreaterThanOrEqual(300);
  const wrong: string[] = [];
  for (const { name, authorization } of tokens) {
    const { status, text, challenge } = await ask(stage, authorization);
    const isRefused =
      status === 401 && /^\{"code":"PGRST30[13]",/.test(text) && /^(?:Bearer|DPoP) error=/.test(challenge ?? "");
    if (!isRefused) wrong.push(`${name}: ${status} ${text.slice(0, 120)} ${challenge}`);
  }
  expect(wrong).toEqual([]);
  expect((await ask(stage, `Bearer ${forge.token}`)).status).toBe(200);
});
