import * as z from "zod";
import { randomBytes, toHex, utf8 } from "../../kernel/bytes.ts";

/** As GoTrue's defaults: ten codes of 16 characters, which are 80 bits each. */
export const codeCount = 10;
const codeLength = 16;

/** 32 characters that nobody takes for one another. */
const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

export function newCodes(): readonly string[] {
  return Array.from({ length: codeCount }, () =>
    [...randomBytes(codeLength)].map((byte) => alphabet[byte & 31]).join(""),
  );
}

/** As people type them: upper case, blanks and hyphens mean nothing. */
export function normaliseCode(given: string): string {
  return given.slice(0, 256).toLowerCase().replaceAll(/[\s-]/g, "");
}

/**
 * What is kept of a code: its HMAC under a derived key, for this factor alone. A fast one is enough for 80 bits that chance
 * made; a copy of the database without the master secret cannot even test a guess.
 */
export async function digestOf(code: string, factorId: string, key: CryptoKey): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(`${factorId} ${code}`))));
}

/** What `auth_factors.credential` holds of recovery codes: those that are left, and how many there were. */
export interface CodeSet {
  readonly total: number;
  readonly digests: readonly string[];
}

const codeSet: z.ZodType<CodeSet> = z.object({ total: z.number(), digests: z.array(z.string()) });

export async function codeSetOf(codes: readonly string[], factorId: string, key: CryptoKey): Promise<CodeSet> {
  const digests = await Promise.all(codes.map((code) => digestOf(code, factorId, key)));
  return { total: codes.length, digests };
}

export function readCodeSet(text: string | null): CodeSet {
  const read = codeSet.safeParse(JSON.parse(text ?? "null"));
  return read.success ? read.data : { total: 0, digests: [] };
}
