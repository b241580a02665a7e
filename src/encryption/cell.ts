import { fromBase64Url, randomBytes, toBase64Url, utf8 } from "../kernel/bytes.ts";

/**
 * How an encrypted value is kept: `pge1.<key id>.<nonce>.<ciphertext and tag>`, base64url. AES-256-GCM with a random nonce of 96
 * bits (NIST SP 800-38D, section 8.2.2) and a tag of 128.
 */
export interface SealedText {
  readonly keyId: string;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
}

export interface Cipher {
  readonly keyId: string;
  readonly key: CryptoKey;
}

const version = "pge1";
const nonceBytes = 12;

/** The additional data: a value that is moved to another table, column or row does not open there. */
export function ownerOf(table: string, column: string, key: readonly string[]): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify([version, table, column, ...key]));
}

export async function sealText(text: string, cipher: Cipher, owner: Uint8Array<ArrayBuffer>): Promise<string> {
  const nonce = randomBytes(nonceBytes);
  const ciphertext = await encrypt(utf8(text), { key: cipher.key, nonce, owner });
  return `${version}.${cipher.keyId}.${toBase64Url(nonce)}.${toBase64Url(ciphertext)}`;
}

export interface Sealing {
  readonly key: CryptoKey;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly owner: Uint8Array<ArrayBuffer>;
}

export async function encrypt(
  clear: Uint8Array<ArrayBuffer>,
  { key, nonce, owner }: Sealing,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.encrypt(gcm(nonce, owner), key, clear));
}

/** Null where the text is not one of ours. */
export function readSealed(text: string): SealedText | null {
  const [first, keyId = "", nonceText = "", ciphertextText = "", ...rest] = text.split(".");
  const nonce = fromBase64Url(nonceText);
  const ciphertext = fromBase64Url(ciphertextText);
  if (first !== version || keyId === "" || rest.length > 0) return null;
  return nonce?.length === nonceBytes && ciphertext !== null ? { keyId, nonce, ciphertext } : null;
}

/** Null where the key or the owner is another one, or a bit was changed. */
export async function openSealed(
  { nonce, ciphertext }: SealedText,
  key: CryptoKey,
  owner: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(nonce, owner), key, ciphertext));
  } catch {
    return null;
  }
}

function gcm(nonce: Uint8Array<ArrayBuffer>, owner: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: "AES-GCM", iv: nonce, additionalData: owner, tagLength: 128 };
}
