import { utf8 } from "../kernel/bytes.ts";

/** As the environment gives them. */
export interface AuthSecretOptions {
  /** `PERIGEE_SECRET`, at least 32 characters: every key of ours is derived from it. */
  readonly masterSecret: string;
  /** `PERIGEE_JWT_SECRET`: the shared secret of tokens that another server signs with HS256. */
  readonly legacyJwtSecret?: string | undefined;
}

export interface AuthSecrets {
  readonly masterSecret: string;
  readonly legacyJwtSecret: string | null;
}

/**
 * Throws TypeError where a secret is missing or too short: RFC 8725 section 3.5 (sufficient entropy), RFC 7518 section
 * 3.2 (a key of HS256 has at least 256 bits).
 */
export function resolveAuthSecrets(options: AuthSecretOptions): AuthSecrets {
  const legacy = options.legacyJwtSecret;
  if (legacy !== undefined && legacy !== "" && utf8(legacy).length < 32) {
    throw new TypeError("PERIGEE_JWT_SECRET must have at least 32 bytes");
  }
  return {
    masterSecret: requireMasterSecret(options.masterSecret),
    legacyJwtSecret: legacy === undefined || legacy === "" ? null : legacy,
  };
}

function requireMasterSecret(secret: string): string {
  if (typeof secret !== "string" || secret.length < 32) {
    throw new TypeError("PERIGEE_SECRET must have at least 32 characters");
  }
  return secret;
}
