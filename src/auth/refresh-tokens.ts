import { randomBytes, toBase64Url, toHex, utf8 } from "../kernel/bytes.ts";
import { sha256 } from "../kernel/sha256.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";

/** A refresh token and what is stored of it. The token has 256 bits and leaves the server once. */
export interface RefreshToken {
  readonly token: string;
  readonly hash: string;
}

export async function newRefreshToken(): Promise<RefreshToken> {
  return hashed(toBase64Url(randomBytes(32)));
}

/** SHA-256: enough for a token that nobody can guess; a slow hash is for passwords. */
export async function hashed(token: string): Promise<RefreshToken> {
  return { token, hash: toHex(await sha256(token)) };
}

/**
 * The one token that replaces another: its HMAC under a derived key. Requests that refresh the same token at the same
 * time therefore get the same successor, and a thief and the owner of a token go on with one chain, in which the slower
 * of them is noticed at his next refresh (RFC 9700 section 4.14.2, RFC 6819 section 5.2.2.3).
 */
export async function successor(token: string, key: CryptoKey): Promise<RefreshToken> {
  const mac = await crypto.subtle.sign("HMAC", key, utf8(token));
  return hashed(toBase64Url(new Uint8Array(mac)));
}

/** The first token of a session, if the session was written. Running it twice is harmless. */
export function insertFirstToken(hash: string, sessionId: string): Statement {
  return statement(sql`insert or ignore into "auth_refresh_tokens" ("token_hash", "session_id", "user_id", "created_at")
    select ${value(hash)}, "id", "user_id", "created_at" from "auth_sessions" where "id" = ${value(sessionId)}`);
}
