import { SignJWT } from "jose";
import { deriveKey } from "./derived-keys.ts";

export type ApiKeyRole = "anon" | "service_role";

/** The `kid` that says: signed with the derived key, not with the legacy secret. */
export const apiKeyId = "perigee-api-key";
export const apiKeyIssuer = "perigee";

// 2026-01-01 and ten years later. Fixed, so that the same secret always gives the same key.
const issuedAtSeconds = 1_767_225_600;
const expiresAtSeconds = 2_082_758_400;

/**
 * The API key of a role: a JWT signed with HS256 under a key derived from the master secret, the same text at every
 * call. Holds no secret of its own, runs in Node and on Workers alike. Throws TypeError for a short secret.
 */
export async function apiKey(role: ApiKeyRole, masterSecret: string): Promise<string> {
  if (role !== "anon" && role !== "service_role") throw new TypeError(`no API key for role ${role}`);
  if (masterSecret.length < 32) throw new TypeError("the master secret must have at least 32 characters");
  return new SignJWT({ role })
    .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: apiKeyId })
    .setIssuer(apiKeyIssuer)
    .setIssuedAt(issuedAtSeconds)
    .setExpirationTime(expiresAtSeconds)
    .sign(await deriveKey(masterSecret, "apiKeys"));
}
