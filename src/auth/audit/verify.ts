import { fromHex, toHex } from "../../kernel/bytes.ts";
import { isJsonObject, readJson } from "../../kernel/json.ts";
import { beginning } from "./chain.ts";
import { digestOf } from "./record.ts";

/** A row of the log as it is stored. */
export interface StoredEntry {
  readonly seq: number;
  readonly id: string;
  readonly entry: string;
  readonly digest: string;
  readonly previous: string;
  readonly hash: string;
}

export interface Head {
  /** 0 before the first entry. */
  readonly seq: number;
  readonly hash: string;
}

export const start: Head = { seq: 0, hash: beginning };

export interface Break {
  readonly seq: number;
  readonly reason: "gap" | "previous" | "hash" | "digest" | "id";
}

/** Checks entries that follow on a head, in their order. Gives the new head, or where the chain breaks first. */
export async function verifyEntries(
  from: Head,
  entries: readonly StoredEntry[],
  key: CryptoKey,
): Promise<Head | Break> {
  let head = from;
  for (const stored of entries) {
    const reason = await breakOf(head, stored, key);
    if (reason !== null) return { seq: stored.seq, reason };
    head = { seq: stored.seq, hash: stored.hash };
  }
  return head;
}

async function breakOf(head: Head, stored: StoredEntry, key: CryptoKey): Promise<Break["reason"] | null> {
  if (stored.seq !== head.seq + 1) return "gap";
  if (stored.previous !== head.hash) return "previous";
  const both = fromHex(stored.previous + stored.digest);
  if (both === null || toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", both))) !== stored.hash)
    return "hash";
  if ((await digestOf(stored.entry, key)) !== stored.digest) return "digest";
  return idOf(stored.entry) === stored.id ? null : "id";
}

function idOf(entry: string): unknown {
  const parsed = readJson(entry);
  return isJsonObject(parsed) ? parsed.id : null;
}
