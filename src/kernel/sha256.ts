import { utf8 } from "./bytes.ts";

/** The digest of a text, 32 bytes (FIPS 180-4, section 6.2). */
export async function sha256(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text)));
}
