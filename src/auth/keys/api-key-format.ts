import { randomBytes, toBase64Url, toHex, utf8 } from "../../kernel/bytes.ts";
import { sha256 } from "../../kernel/sha256.ts";

/** `publishable` may stand in a browser's code, `secret` may not. */
export type ApiKeyKind = "publishable" | "secret";

/** 22 characters of chance (132 bits) and 8 of a mark. */
const form = /^sb_(publishable|secret)_([A-Za-z0-9_-]{22})_([A-Za-z0-9_-]{8})$/;

export function isApiKey(token: string): boolean {
  return token.startsWith("sb_");
}

/** A new key: Supabase's form, whose last part is a mark of ours. */
export async function newApiKey(kind: ApiKeyKind, markKey: CryptoKey): Promise<string> {
  const body = toBase64Url(randomBytes(17)).slice(0, 22);
  return `sb_${kind}_${body}_${await markOf(`sb_${kind}_${body}`, markKey)}`;
}

/** Whether we may have made it: what is guessed is refused here, and never reaches the database. */
export async function isMarked(token: string, markKey: CryptoKey): Promise<boolean> {
  const [, , , mark] = form.exec(token) ?? [];
  return mark !== undefined && (await markOf(token.slice(0, -9), markKey)) === mark;
}

/** The first 48 bits of an HMAC. It tells nothing: what is checked against the table is the whole key's hash. */
async function markOf(text: string, markKey: CryptoKey): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", markKey, utf8(text));
  return toBase64Url(new Uint8Array(mac).slice(0, 6));
}

/** SHA-256 in hexadecimal: enough for what nobody can guess. */
export async function hashApiKey(token: string): Promise<string> {
  return toHex(await sha256(token));
}

/** What is shown of a key afterwards: enough to tell it from others. */
export function hintOf(token: string): string {
  const [, kind, body] = form.exec(token) ?? [];
  return `sb_${kind}_${body?.slice(0, 5)}…`;
}
