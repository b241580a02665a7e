import { scryptSync, timingSafeEqual } from "node:crypto";
import { fromBase64Url, randomBytes, toBase64Url } from "../kernel/bytes.ts";

/** scrypt's cost (RFC 7914 section 2). A hash needs 128 × N × r bytes while it is computed. */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/**
 * One of the settings that OWASP's Password Storage Cheat Sheet lists as equally strong: N=2^17 p=1, 2^16 p=2, 2^15 p=3,
 * 2^14 p=5 (r=8). The first runs in workerd (250 ms), but needs 128 MiB, all that an isolate has. N=2^15 takes 32 MiB
 * and 140 ms (November 2026, 2 cores): the most memory for each guess of an attacker that leaves the isolate its own.
 */
export const currentCost: ScryptCost = { logN: 15, r: 8, p: 3 };

/** Hashes of more memory than this are refused, not computed: a row must not be able to end the isolate. */
const maxScryptBytes = 134_217_728;
const saltBytes = 16;
const keyBytes = 32;

/** `$scrypt$ln=15,r=8,p=3$<salt>$<key>` in the manner of the PHC string format, base64url without padding. */
export function hashPassword(password: string, cost: ScryptCost = currentCost): string {
  const salt = randomBytes(saltBytes);
  const key = derive(password, salt, cost);
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${toBase64Url(salt)}$${toBase64Url(key)}`;
}

/** False for a wrong password and for a text that is no hash of ours. Compares in constant time. */
export function verifyPassword(password: string, hash: string): boolean {
  const parsed = parseHash(hash);
  return parsed !== null && timingSafeEqual(derive(password, parsed.salt, parsed.cost), parsed.key);
}

/** Whether the text is a hash that `verifyPassword` can use. */
export function isPasswordHash(text: string): boolean {
  return parseHash(text) !== null;
}

/** Whether the hash was made at another cost than today's. */
export function needsRehash(hash: string): boolean {
  const cost = parseHash(hash)?.cost;
  return cost?.logN !== currentCost.logN || cost.r !== currentCost.r || cost.p !== currentCost.p;
}

/** A hash of no password, at today's cost: verified where the user is unknown, so that the answer takes as long. */
export const decoyHash: string = `$scrypt$ln=${currentCost.logN},r=${currentCost.r},p=${currentCost.p}$${"A".repeat(22)}$${"A".repeat(43)}`;

function derive(password: string, salt: Uint8Array, cost: ScryptCost): Uint8Array {
  const N = 2 ** cost.logN;
  // Node wants somewhat more than the 128 × N × r bytes.
  return scryptSync(password, salt, keyBytes, { N, r: cost.r, p: cost.p, maxmem: 128 * N * cost.r * 2 });
}

function parseHash(hash: string) {
  const found = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(hash);
  const [, logN, r, p, saltText, keyText] = found ?? [];
  const salt = fromBase64Url(saltText ?? "");
  const key = fromBase64Url(keyText ?? "");
  if (found === null || salt === null || key?.length !== keyBytes) return null;
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  const fits =
    cost.logN >= 1 && cost.r >= 1 && cost.p >= 1 && cost.p <= 16 && 128 * 2 ** cost.logN * cost.r <= maxScryptBytes;
  return fits ? { cost, salt, key } : null;
}
