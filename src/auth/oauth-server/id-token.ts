import { toBase64Url, utf8 } from "../../kernel/bytes.ts";
import type { AuthContext } from "../context.ts";
import { signToken } from "../sign-token.ts";
import type { User } from "../user.ts";
import type { ClientSession } from "./client-session.ts";
import { claimsOfUser } from "./user-claims.ts";

export interface IdTokenInput {
  readonly user: User;
  readonly session: ClientSession;
  readonly nonce: string | null;
  readonly authTimeMs: number;
  /** Null where it is made anew afterwards, bound to a key: then its hash is not known here. */
  readonly accessToken: string | null;
}

/** OpenID Connect Core 1.0 sections 2 and 3.1.3.6. Its audience is the client: it opens nothing here. */
export async function idToken(context: AuthContext, input: IdTokenInput): Promise<string> {
  const { user, session, nonce, authTimeMs, accessToken } = input;
  const { issuer, accessTokenTtlSeconds } = context.settings;
  const signer = await context.keyring.signer();
  const iat = Math.floor(context.clock() / 1000);
  // The hash that goes with the signature's algorithm; Ed25519's is SHA-512 (RFC 8032 section 5.1).
  const hash = signer.algorithm === "EdDSA" ? "SHA-512" : "SHA-256";
  const claims = {
    iss: issuer,
    aud: session.clientId,
    iat,
    exp: iat + accessTokenTtlSeconds,
    auth_time: Math.floor(authTimeMs / 1000),
    ...(nonce === null ? {} : { nonce }),
    ...(accessToken === null ? {} : { at_hash: await leftHalf(hash, accessToken) }),
    ...claimsOfUser(user, session.scopes),
  };
  return signToken(claims, signer);
}

async function leftHalf(algorithm: string, text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest(algorithm, utf8(text)));
  return toBase64Url(digest.slice(0, digest.length / 2));
}
