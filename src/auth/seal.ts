import { fromBase64Url, randomBytes, toBase64Url, utf8 } from "../kernel/bytes.ts";

export interface SealOptions {
  readonly key: CryptoKey;
  /** What the text belongs to, as additional data: a sealed text that is moved to another row does not open there. */
  readonly owner: string;
}

/** AES-256-GCM: `v1.<nonce>.<ciphertext>`, base64url. */
export async function seal(text: string, { key, owner }: SealOptions): Promise<string> {
  const nonce = randomBytes(12);
  const sealed = await crypto.subtle.encrypt(gcm(nonce, owner), key, utf8(text));
  return `v1.${toBase64Url(nonce)}.${toBase64Url(new Uint8Array(sealed))}`;
}

/** Null where the key or the owner is another one, or the text was changed. */
export async function unseal(sealed: string, { key, owner }: SealOptions): Promise<string | null> {
  const [version, nonceText, text] = sealed.split(".");
  const nonce = fromBase64Url(nonceText ?? "");
  const ciphertext = fromBase64Url(text ?? "");
  if (version !== "v1" || nonce?.length !== 12 || ciphertext === null) return null;
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt(gcm(nonce, owner), key, ciphertext));
  } catch {
    return null;
  }
}

function gcm(nonce: Uint8Array<ArrayBuffer>, owner: string): AesGcmParams {
  return { name: "AES-GCM", iv: nonce, additionalData: utf8(owner) };
}
