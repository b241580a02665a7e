import { utf8 } from "../kernel/bytes.ts";

/**
 * What a derived key is for. The text is HKDF's `info` (RFC 5869 section 3.2), so that keys of different purposes are
 * independent. Changing one changes the keys of every installation.
 */
const purposes = {
  /** Seals signing keys at rest. */
  signingKeys: {
    info: "perigee/v1/signing-keys",
    algorithm: { name: "AES-GCM", length: 256 },
    usages: ["encrypt", "decrypt"],
  },
  /** Signs API keys. */
  apiKeys: {
    info: "perigee/v1/api-keys",
    algorithm: { name: "HMAC", hash: "SHA-256", length: 256 },
    usages: ["sign", "verify"],
  },
  /** Marks the API keys that are ours. */
  apiKeyMarks: {
    info: "perigee/v1/api-key-marks",
    algorithm: { name: "HMAC", hash: "SHA-256", length: 256 },
    usages: ["sign"],
  },
  /** Marks entries of the audit log. */
  audit: {
    info: "perigee/v1/audit",
    algorithm: { name: "HMAC", hash: "SHA-256", length: 256 },
    usages: ["sign"],
  },
  /** Makes the refresh token that replaces another. */
  refreshTokens: {
    info: "perigee/v1/refresh-tokens",
    algorithm: { name: "HMAC", hash: "SHA-256", length: 256 },
    usages: ["sign"],
  },
  /** Digests recovery codes. */
  recoveryCodes: {
    info: "perigee/v1/recovery-codes",
    algorithm: { name: "HMAC", hash: "SHA-256", length: 256 },
    usages: ["sign"],
  },
  /** Marks codes that are sent: they are too short for a hash alone. */
  oneTimeCodes: {
    info: "perigee/v1/one-time-codes",
    algorithm: { name: "HMAC", hash: "SHA-256", length: 256 },
    usages: ["sign"],
  },
  /** Seals what is kept of a sign-in at a provider, and what it gave until the client has it. */
  providerTokens: {
    info: "perigee/v1/provider-tokens",
    algorithm: { name: "AES-GCM", length: 256 },
    usages: ["encrypt", "decrypt"],
  },
  /** Seals who is signed in on the page of consent. */
  consentPage: {
    info: "perigee/v1/consent-page",
    algorithm: { name: "AES-GCM", length: 256 },
    usages: ["encrypt", "decrypt"],
  },
  /** Seals the keys of encrypted columns at rest. */
  dataKeys: {
    info: "perigee/v1/data-keys",
    algorithm: { name: "AES-GCM", length: 256 },
    usages: ["encrypt", "decrypt"],
  },
  /** Seals the secrets of second factors at rest. */
  factorSecrets: {
    info: "perigee/v1/factor-secrets",
    algorithm: { name: "AES-GCM", length: 256 },
    usages: ["encrypt", "decrypt"],
  },
} as const;

export type KeyPurpose = keyof typeof purposes;

/** HKDF-SHA-256 of the master secret. The key cannot be exported. */
export async function deriveKey(masterSecret: string, purpose: KeyPurpose): Promise<CryptoKey> {
  const { info, algorithm, usages } = purposes[purpose];
  const master = await crypto.subtle.importKey("raw", utf8(masterSecret), "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(info) };
  return crypto.subtle.deriveKey(hkdf, master, algorithm, false, [...usages]);
}

/** A key of each purpose. */
export type KeySource = (purpose: KeyPurpose) => Promise<CryptoKey>;

/**
 * Derives each key once. Finished keys are kept, never promises: a request that is cancelled would leave a promise that
 * nobody settles to every request after it.
 */
export function keySource(masterSecret: string): KeySource {
  const made = new Map<KeyPurpose, CryptoKey>();
  return async (purpose) => {
    const kept = made.get(purpose);
    if (kept !== undefined) return kept;
    const key = await deriveKey(masterSecret, purpose);
    made.set(purpose, key);
    return key;
  };
}
