import { timingSafeEqual } from "node:crypto";
import { utf8 } from "../../kernel/bytes.ts";

/** RFC 6238 section 1.2 allows these. Authenticator apps understand the first with certainty. */
export type TotpHash = "SHA-1" | "SHA-256" | "SHA-512";

export const totpPeriodSeconds = 30;
export const totpDigits = 6;
/** RFC 4226 section 4, R6: 160 bits. */
export const totpSecretBytes = 20;
/** RFC 6238 section 5.2: one step to each side, for slow fingers and clocks that differ. */
const skewSteps = 1;

export interface HotpOptions {
  readonly digits: number;
  readonly hash: TotpHash;
}

/** The code of a counter: RFC 4226 section 5.3. */
export async function hotp(secret: Uint8Array<ArrayBuffer>, counter: number, options: HotpOptions): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: options.hash }, false, ["sign"]);
  const message = new DataView(new ArrayBuffer(8));
  message.setBigUint64(0, BigInt(counter));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, message));
  const offset = mac.getUint8(mac.byteLength - 1) & 0x0f;
  const truncated = mac.getUint32(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** options.digits).padStart(options.digits, "0");
}

/** RFC 6238 section 4.2: the number of periods since 1970. */
export function totpStep(nowMs: number): number {
  return Math.floor(nowMs / 1000 / totpPeriodSeconds);
}

/**
 * The step whose code this is, of those around now; null where there is none. All of them are compared, each in constant
 * time. Whether the step was used before is for the caller to decide (RFC 6238 section 5.2: a code is taken once).
 */
export async function matchingStep(
  secret: Uint8Array<ArrayBuffer>,
  code: string,
  nowMs: number,
): Promise<number | null> {
  const given = utf8(code);
  const current = totpStep(nowMs);
  let found: number | null = null;
  for (let step = current - skewSteps; step <= current + skewSteps; step++) {
    const expected = utf8(await hotp(secret, step, { digits: totpDigits, hash: "SHA-1" }));
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = step;
  }
  return found;
}
