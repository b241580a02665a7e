import type { ErrorCode } from "../kernel/error-codes.ts";
import { type Failure, failure } from "../kernel/failure.ts";

/** Why a token is refused. */
export type TokenReason =
  | "scheme"
  | "empty"
  | "oversized"
  | "parts"
  | "encoding"
  | "header"
  | "algorithm"
  | "key"
  | "apiKey"
  | "signature"
  | "claims"
  | "expiry"
  | "beginning"
  | "issue"
  | "audiences"
  | "expired"
  | "notYetValid"
  | "issuedInFuture"
  | "issuer"
  | "audience"
  | "role"
  /** Of a client of others, which the definition lets in no more. */
  | "client"
  /** Of a token that is bound to a key: RFC 9449. */
  | "proof";

/**
 * The reasons with PostgREST's codes and words
 * (https://docs.postgrest.org/en/v14/references/errors.html#group-2-jwt).
 */
const rejections: Readonly<Record<TokenReason, readonly [ErrorCode, string]>> = {
  scheme: ["PGRST301", "Authorization must be a Bearer token"],
  empty: ["PGRST301", "Empty JWT is sent in Authorization header"],
  oversized: ["PGRST301", "JWT is too large"],
  parts: ["PGRST301", "Expected 3 parts in JWT"],
  encoding: ["PGRST301", "JWT is not encoded properly"],
  header: ["PGRST301", "Wrong or unsupported JWT header"],
  algorithm: ["PGRST301", "Wrong or unsupported encoding algorithm"],
  key: ["PGRST301", "No suitable key or wrong key type"],
  apiKey: ["PGRST301", "Unregistered API key"],
  signature: ["PGRST301", "JWT cryptographic operation failed"],
  claims: ["PGRST303", "Parsing claims failed"],
  expiry: ["PGRST303", "The JWT 'exp' claim must be a number"],
  beginning: ["PGRST303", "The JWT 'nbf' claim must be a number"],
  issue: ["PGRST303", "The JWT 'iat' claim must be a number"],
  audiences: ["PGRST303", "The JWT 'aud' claim must be a string or an array of strings"],
  expired: ["PGRST303", "JWT expired"],
  notYetValid: ["PGRST303", "JWT not yet valid"],
  issuedInFuture: ["PGRST303", "JWT issued at future"],
  issuer: ["PGRST303", "JWT not from a known issuer"],
  audience: ["PGRST303", "JWT not in audience"],
  role: ["PGRST303", "JWT role is not known"],
  client: ["PGRST303", "JWT is of a client that is not let in"],
  proof: ["PGRST303", "JWT is bound to a key, of which there is no valid DPoP proof"],
};

export interface RejectionOptions {
  readonly scheme?: "Bearer" | "DPoP";
  /** What was refused, of which nothing but the number of its parts is told. */
  readonly token?: string | null;
}

export function tokenMessage(reason: TokenReason): string {
  return rejections[reason][1];
}

/** The refusal as the data surfaces send it: 401 with the challenge of RFC 6750 section 3, or RFC 9449 section 7.1. */
export function rejection(reason: TokenReason, { scheme = "Bearer", token = null }: RejectionOptions = {}): Failure {
  const [code, words] = rejections[reason];
  const message = reason === "parts" && token !== null ? `${words}; got ${token.split(".").length}` : words;
  return failure(code, message, {
    headers: { "www-authenticate": `${scheme} error="invalid_token", error_description="${message}"` },
  });
}
