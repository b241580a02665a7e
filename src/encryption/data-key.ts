import { randomBytes, toBase64Url, utf8 } from "../kernel/bytes.ts";
import { encrypt, openSealed, ownerOf, readSealed } from "./cell.ts";

export type KeyUse = "cipher" | "index";

/** The key of the installation that seals data keys: AES-256-GCM, derived from the master secret. */
export type SealingKey = () => Promise<CryptoKey>;

export interface StoredKey {
  readonly id: string;
  readonly purpose: KeyUse;
  readonly sealed: string;
}

const keyBytes = 32;
const masterId = "master";

/** A new key of 256 random bits, as it is stored. */
export async function makeDataKey(purpose: KeyUse, sealingKey: CryptoKey): Promise<StoredKey> {
  const id = toBase64Url(randomBytes(6));
  const nonce = randomBytes(12);
  const sealing = { key: sealingKey, nonce, owner: ownerOfKey(id, purpose) };
  const ciphertext = await encrypt(randomBytes(keyBytes), sealing);
  return { id, purpose, sealed: `pge1.${masterId}.${toBase64Url(nonce)}.${toBase64Url(ciphertext)}` };
}

/** A key that cannot be exported. Null where it was sealed under another master secret. */
export async function openDataKey(
  { id, purpose, sealed }: StoredKey,
  sealingKey: CryptoKey,
): Promise<CryptoKey | null> {
  const read = readSealed(sealed);
  const bytes = read === null ? null : await openSealed(read, sealingKey, ownerOfKey(id, purpose));
  if (bytes === null || bytes.length !== keyBytes) return null;
  return purpose === "cipher"
    ? crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])
    : crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
}

function ownerOfKey(id: string, purpose: KeyUse): Uint8Array<ArrayBuffer> {
  return ownerOf("_perigee_data_keys", purpose, [id]);
}

/** The key of one column's blind index: HKDF-SHA-256 (RFC 5869) of the index key, so that equal values of two columns differ. */
export async function columnKey(indexKey: CryptoKey, columnId: string): Promise<CryptoKey> {
  const info = utf8(`perigee/v1/blind-index ${columnId}`);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const algorithm = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(hkdf, indexKey, algorithm, false, ["sign"]);
}

/** HMAC-SHA-256 of the value, base64url. */
export async function blindIndex(text: string, key: CryptoKey): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text))));
}
