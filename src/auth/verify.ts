import { compactVerify } from "jose";
import { utf8 } from "../kernel/bytes.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { apiKeyId, apiKeyIssuer } from "./api-keys.ts";
import { type ClaimRules, checkClaims, type VerifiedToken } from "./claims.ts";
import type { KeySource } from "./derived-keys.ts";
import type { Keyring } from "./keyring.ts";
import { isApiKey } from "./keys/api-key-format.ts";
import { findApiKey } from "./keys/find-api-key.ts";
import type { Clock, Store } from "./ports.ts";
import type { TokenReason } from "./rejections.ts";
import type { AuthSecrets } from "./secrets.ts";
import type { AuthSettings } from "./settings.ts";
import { hasLowS } from "./sign-token.ts";
import type { SigningAlgorithm } from "./signing-key.ts";
import { parseClaims, parseHeader, type TokenHeader } from "./token-format.ts";

export interface VerifierDeps {
  readonly settings: AuthSettings;
  readonly secrets: AuthSecrets;
  readonly keys: KeySource;
  readonly keyring: Keyring;
  readonly store: Store;
  readonly clock: Clock;
}

export type VerifyToken = (token: string) => Promise<Result<VerifiedToken, TokenReason>>;

type TokenKind = "access" | "apiKey" | "legacy";

/**
 * Verifies a token. The key decides the algorithm, never the token: a key of ours is used with the one algorithm that it
 * was made for (RFC 8725 sections 3.1 and 3.2), so a public key cannot pass for a shared secret (section 2.1).
 * - ES256 or EdDSA, as the key has it, with the `kid` of one of our keys: our own access tokens.
 * - HS256 with the `kid` of API keys: the derived key.
 * - any other HS256: the legacy secret, where it is set.
 */
export function tokenVerifier(deps: VerifierDeps): VerifyToken {
  const rules = claimRules(deps.settings);
  const legacySecret = deps.secrets.legacyJwtSecret === null ? null : utf8(deps.secrets.legacyJwtSecret);

  const selectKey = async ({ alg, kid }: TokenHeader): Promise<Result<SelectedKey, TokenReason>> => {
    if (alg === "ES256" || alg === "EdDSA") {
      const found = kid === null ? null : await deps.keyring.find(kid);
      if (found === null || found.algorithm !== alg) return err("key");
      return ok({ kind: "access", algorithm: alg, key: found.publicKey });
    }
    if (alg !== "HS256") return err("algorithm");
    if (kid === apiKeyId) return ok({ kind: "apiKey", algorithm: "HS256", key: await deps.keys("apiKeys") });
    return legacySecret === null ? err("key") : ok({ kind: "legacy", algorithm: "HS256", key: legacySecret });
  };

  return async (token) => {
    if (isApiKey(token)) return findApiKey({ ...deps, roles: deps.settings.roles }, token);
    const header = parseHeader(token);
    if (!header.ok) return header;
    const selected = await selectKey(header.value);
    if (!selected.ok) return selected;
    const payload = await verifiedPayload(token, selected.value);
    if (payload === null) return err("signature");
    const claims = parseClaims(payload);
    if (claims === null) return err("claims");
    // Who takes the server out of the definition shuts out the clients that it has let in.
    if (claims.client_id !== undefined && selected.value.kind === "access" && deps.settings.oauthServer === null) {
      return err("client");
    }
    return checkClaims(claims, rules[selected.value.kind], deps.clock());
  };
}

interface SelectedKey {
  readonly kind: TokenKind;
  readonly algorithm: SigningAlgorithm | "HS256";
  readonly key: CryptoKey | Uint8Array;
}

async function verifiedPayload(token: string, selected: SelectedKey): Promise<Uint8Array | null> {
  if (selected.algorithm === "ES256" && !hasLowS(token)) return null;
  try {
    return (await compactVerify(token, selected.key, { algorithms: [selected.algorithm] })).payload;
  } catch {
    return null;
  }
}

function claimRules(settings: AuthSettings): Record<TokenKind, ClaimRules> {
  const { issuer, audience, roles, leewaySeconds } = settings;
  return {
    access: {
      issuer,
      audience: { name: audience, ifPresent: false },
      mustExpire: true,
      subject: "required",
      roles,
      leewaySeconds,
    },
    apiKey: { issuer: apiKeyIssuer, audience: null, mustExpire: true, subject: "none", roles, leewaySeconds },
    // Supabase's own anon and service keys carry no `aud`, and some servers issue tokens that never expire.
    legacy: {
      issuer: null,
      audience: { name: audience, ifPresent: true },
      mustExpire: false,
      subject: "optional",
      roles,
      leewaySeconds,
    },
  };
}
