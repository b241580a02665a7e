import type { Keyring } from "../keyring.ts";
import type { PublicKeyCache } from "../ports.ts";
import type { PublicJwk } from "../signing-key.ts";

/** Nothing is kept. */
export const noPublicKeyCache: PublicKeyCache = {
  read: async () => null,
  write: async () => undefined,
  forget: async () => undefined,
};

/**
 * The JSON text of the JWKS (RFC 7517 section 5): from the ring while that is new, else from the cache at the edge, else
 * from the database. Our own verification uses the ring alone, whose keys come sealed out of the database.
 */
export async function jwksText(ring: Keyring, cache: PublicKeyCache): Promise<string> {
  const fresh = ring.freshPublicKeys();
  if (fresh !== null) return textOf(fresh);
  const kept = await cache.read();
  if (kept !== null) return kept;
  const text = textOf(await ring.publicKeys());
  await cache.write(text);
  return text;
}

function textOf(keys: readonly PublicJwk[]): string {
  return JSON.stringify({ keys });
}
