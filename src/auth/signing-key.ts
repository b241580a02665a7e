import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import * as z from "zod";
import { seal, unseal } from "./seal.ts";

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
  /** As `seal.ts` writes it, with the kid as its owner. */
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
  return {
    kid,
    publicJwk: JSON.stringify(publicHalf(kid, jwk)),
    privateJwk: await seal(JSON.stringify(jwk), { key: sealingKey, owner: kid }),
  };
}

/**
 * Opens a stored key. Null where the sealing key is another one, or the row was changed. The public half is taken from
 * what was sealed, not from the row: who can write to the table still cannot make a key that is believed.
 */
export async function openSigningKey(sealed: SealedKey, sealingKey: CryptoKey): Promise<SigningKey | null> {
  const opened = await unseal(sealed.privateJwk, { key: sealingKey, owner: sealed.kid });
  if (opened === null) return null;
  const jwk = privateShape.parse(JSON.parse(opened));
  const publicJwk = publicHalf(sealed.kid, jwk);
  return {
    kid: sealed.kid,
    publicJwk,
    privateKey: await imported({ ...jwk }),
    publicKey: await imported({ ...publicJwk }),
  };
}

function publicHalf(kid: string, jwk: { readonly x: string; readonly y: string }): PublicJwk {
  return { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y, kid, alg: "ES256", use: "sig" };
}

async function imported(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, "ES256");
  if (key instanceof Uint8Array) throw new TypeError("not an EC key");
  return key;
}
