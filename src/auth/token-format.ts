import { fromBase64Url, fromUtf8 } from "../kernel/bytes.ts";
import { isJsonObject, type JsonObject, readJson } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { TokenReason } from "./rejections.ts";
import { hasRepeatedMember } from "./repeated-member.ts";

/** Larger ones are refused before anything is decoded. In characters, which are bytes in a token. */
export const maxTokenBytes = 10_240;

export interface TokenHeader {
  readonly alg: string;
  readonly kid: string | null;
}

/**
 * Reads the header of a JWS in compact form (RFC 7515 section 7.1), strictly: three base64url parts in their only
 * spelling, and a header that holds `alg`, `typ` and `kid` alone, each once. So `crit` (RFC 7515 section 4.1.11), `b64`
 * (RFC 7797), `jku`, `x5u`, `jwk` and `x5c` (RFC 8725 sections 2.9 and 3.10) need no handling: they are refused.
 */
export function parseHeader(token: string): Result<TokenHeader, TokenReason> {
  if (token === "") return err("empty");
  if (token.length > maxTokenBytes) return err("oversized");
  const [header, payload, signature, ...more] = token.split(".");
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return err("parts");
  const headerText = decode(header);
  if (headerText === null || !isCanonical(payload) || !isCanonical(signature)) return err("encoding");
  const members = parseObject(headerText);
  if (members === null || hasRepeatedMember(headerText)) return err("header");
  const { alg, typ, kid, ...unknown } = members;
  if (Object.keys(unknown).length > 0 || typeof alg !== "string") return err("header");
  // RFC 8725 section 3.11: another type of token is not an access token.
  if (typ !== undefined && !(typeof typ === "string" && typ.toUpperCase() === "JWT")) return err("header");
  if (kid !== undefined && typeof kid !== "string") return err("header");
  return ok({ alg, kid: kid ?? null });
}

/** The claims of a verified payload; null for what is no object, or names a member twice. */
export function parseClaims(payload: Uint8Array): JsonObject | null {
  const text = fromUtf8(payload);
  const claims = text === null ? null : parseObject(text);
  return text === null || claims === null || hasRepeatedMember(text) ? null : claims;
}

function decode(part: string): string | null {
  const bytes = fromBase64Url(part);
  return bytes === null || !isCanonical(part) ? null : fromUtf8(bytes);
}

/** The last character's unused bits must be zero (RFC 4648 section 3.5), or one token would have many spellings. */
const canonical = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?$/;

function isCanonical(part: string): boolean {
  return part !== "" && canonical.test(part);
}

function parseObject(text: string): JsonObject | null {
  const parsed = readJson(text);
  return isJsonObject(parsed) ? parsed : null;
}
