import { SignJWT } from "jose";
import { fromBase64Url, fromHex, toBase64Url, toHex } from "../kernel/bytes.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { SigningAlgorithm, SigningKey } from "./signing-key.ts";

/** The order of P-256's group. Source: https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-186.pdf, 3.2.1.3 */
const order = 0xffffffff_00000000_ffffffff_ffffffff_bce6faad_a7179e84_f3b9cac2_fc632551n;

export interface Signer extends Pick<SigningKey, "kid" | "privateKey"> {
  readonly algorithm: SigningAlgorithm;
}

/** Signs claims. Of the two signatures that ECDSA has for the same r, `s` and `n - s`, the token bears the smaller. */
export async function signToken(claims: JsonObject, signer: Signer, typ = "JWT"): Promise<string> {
  const header = { alg: signer.algorithm, typ, kid: signer.kid };
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(signer.privateKey);
  return signer.algorithm === "ES256" ? withLowS(token) : token;
}

/** The token with the smaller of its two signatures. */
export function withLowS(token: string): string {
  const at = token.lastIndexOf(".") + 1;
  const signature = fromBase64Url(token.slice(at));
  if (signature === null || signature.length !== 64 || sOf(signature) <= order / 2n) return token;
  const s = (order - sOf(signature)).toString(16).padStart(64, "0");
  const bytes = fromHex(toHex(signature.slice(0, 32)) + s);
  return bytes === null ? token : token.slice(0, at) + toBase64Url(bytes);
}

/** Whether an ES256 token bears the smaller of its two signatures: the other one is of whoever has changed it. */
export function hasLowS(token: string): boolean {
  const signature = fromBase64Url(token.slice(token.lastIndexOf(".") + 1));
  return signature?.length === 64 && sOf(signature) <= order / 2n;
}

function sOf(signature: Uint8Array): bigint {
  return BigInt(`0x${toHex(signature.slice(32))}`);
}
