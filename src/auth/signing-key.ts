import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import * as z from "zod";
import { fromBase64Url, randomBytes, toBase64Url, utf8 } from "../kernel/bytes.ts";

/** The public half as JWKS shows it (RFC 7517 section 4). */
export interface PublicJwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: "ES256";
  readonly use: "sig";
}

export interface SigningKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** A signing key as the database keeps it. */
export interface SealedKey {
  readonly kid: string;
  readonly publicJwk: string;
  /** `v1.<nonce>.<ciphertext>`, base64url: AES-256-GCM with the kid as additional data. */
  readonly privateJwk: string;
}

const privateShape = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/** A new ES256 key, sealed. Its kid is the thumbprint of RFC 7638. */
export async function makeSigningKey(sealingKey: CryptoKey): Promise<SealedKey> {
  const pair = await generateKeyPair("ES256", { extractable: true });
  const jwk = privateShape.parse(await exportJWK(pair.privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  const nonce = randomBytes(12);
  const sealed = await crypto.subtle.encrypt(gcm(nonce, kid), sealingKey, utf8(JSON.stringify(jwk)));
  return {
    kid,
    publicJwk: JSON.stringify(publicHalf(kid, jwk)),
    privateJwk: `v1.${toBase64Url(nonce)}.${toBase64Url(new Uint8Array(sealed))}`,
  };
}

/**
 * Opens a stored key. Null where the sealing key is another one, or the row was changed. The public half is taken from
 * what was sealed, not from the row: who can write to the table still cannot make a key that is believed.
 */
export async function openSigningKey(sealed: SealedKey, sealingKey: CryptoKey): Promise<SigningKey | null> {
  const [version, nonceText, text] = sealed.privateJwk.split(".");
  const nonce = fromBase64Url(nonceText ?? "");
  const ciphertext = fromBase64Url(text ?? "");
  if (version !== "v1" || nonce?.length !== 12 || ciphertext === null) return null;
  let opened: ArrayBuffer;
  try {
    opened = await crypto.subtle.decrypt(gcm(nonce, sealed.kid), sealingKey, ciphertext);
  } catch {
    return null;
  }
  const jwk = privateShape.parse(JSON.parse(new TextDecoder().decode(opened)));
  const publicJwk = publicHalf(sealed.kid, jwk);
  return {
    kid: sealed.kid,
    publicJwk,
    privateKey: await imported({ ...jwk }),
    publicKey: await imported({ ...publicJwk }),
  };
}

function gcm(nonce: Uint8Array<ArrayBuffer>, kid: string): AesGcmParams {
  return { name: "AES-GCM", iv: nonce, additionalData: utf8(kid) };
}

function publicHalf(kid: string, jwk: { readonly x: string; readonly y: string }): PublicJwk {
  return { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y, kid, alg: "ES256", use: "sig" };
}

async function imported(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, "ES256");
  if (key instanceof Uint8Array) throw new TypeError("not an EC key");
  return key;
}
