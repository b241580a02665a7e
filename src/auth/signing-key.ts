import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import * as z from "zod";
import { seal, unseal } from "./seal.ts";

/** What access tokens can be signed with: RFC 7518 section 3.4, and RFC 8037 section 3.1 with Ed25519. */
export type SigningAlgorithm = "ES256" | "EdDSA";

/** The public half as JWKS shows it (RFC 7517 section 4). */
export type PublicJwk = { readonly x: string; readonly kid: string; readonly use: "sig" } & (
  | { readonly kty: "EC"; readonly crv: "P-256"; readonly y: string; readonly alg: "ES256" }
  | { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly alg: "EdDSA" }
);

export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
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

const text = z.string();
const privateShape = z.discriminatedUnion("kty", [
  z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: text, y: text, d: text }),
  z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: text, d: text }),
]);
type PrivateJwk = z.infer<typeof privateShape>;

/** A new key, sealed. Its kid is the thumbprint of RFC 7638. */
export async function makeSigningKey(sealingKey: CryptoKey, algorithm: SigningAlgorithm = "ES256"): Promise<SealedKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
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
    algorithm: publicJwk.alg,
    publicJwk,
    privateKey: await imported({ ...jwk }, publicJwk.alg),
    publicKey: await imported({ ...publicJwk }, publicJwk.alg),
  };
}

function publicHalf(kid: string, jwk: PrivateJwk): PublicJwk {
  if (jwk.kty === "EC") return { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y, kid, alg: "ES256", use: "sig" };
  return { kty: "OKP", crv: "Ed25519", x: jwk.x, kid, alg: "EdDSA", use: "sig" };
}

async function imported(jwk: JWK, algorithm: SigningAlgorithm): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm);
  if (key instanceof Uint8Array) throw new TypeError("not an asymmetric key");
  return key;
}
