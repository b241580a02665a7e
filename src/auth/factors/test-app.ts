import { hotp, totpStep } from "./totp.ts";

// For tests alone: an authenticator app.

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"));
  return Uint8Array.from(bits.join("").match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** The code that the app shows at a time. */
export async function appCode(secret: string, timeMs: number): Promise<string> {
  return hotp(fromBase32(secret), totpStep(timeMs), { digits: 6, hash: "SHA-1" });
}
