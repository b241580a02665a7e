import { DatabaseError } from "../kernel/database-error.ts";
import { statement } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";
import type { KeySource } from "./derived-keys.ts";
import { instant } from "./instants.ts";
import type { Clock, Row, Store } from "./ports.ts";
import { readText } from "./rows.ts";
import {
  makeSigningKey,
  openSigningKey,
  type PublicJwk,
  type SealedKey,
  type SigningAlgorithm,
  type SigningKey,
} from "./signing-key.ts";

/** The signing keys of this installation, kept in the isolate and read again from time to time. */
export interface Keyring {
  /** The key that signs; made and stored at the first call on an empty database. */
  signer(): Promise<SigningKey>;
  /** The key of a `kid`, or null. An unknown kid makes the ring read the database again, at most every 5 seconds. */
  find(kid: string): Promise<SigningKey | null>;
  publicKeys(): Promise<readonly PublicJwk[]>;
  /** The same from memory; null where they were never read, or too long ago. */
  freshPublicKeys(): readonly PublicJwk[] | null;
  /** Reads the database again at the next call: this isolate has changed the keys. */
  forget(): void;
}

export interface KeyringDeps {
  readonly store: Store;
  readonly keys: KeySource;
  readonly clock: Clock;
  /** Of the keys that are made. */
  readonly algorithm: SigningAlgorithm;
}

/** So long a removed key is still believed by an isolate. */
export const keyringTtlMs = 60_000;
const unknownKidIntervalMs = 5_000;

interface Ring {
  readonly active: SigningKey;
  readonly byKid: ReadonlyMap<string, SigningKey>;
  readonly readAtMs: number;
}

export function keyring(deps: KeyringDeps): Keyring {
  let ring: Ring | null = null;
  let readingSinceMs = Number.NEGATIVE_INFINITY;
  let isStale = false;

  const read = async (): Promise<Ring> => {
    readingSinceMs = deps.clock();
    isStale = false;
    ring = await readRing(deps, ring);
    return ring;
  };
  const current = async (): Promise<Ring> => {
    const now = deps.clock();
    if (ring === null || isStale) return read();
    // One request at a time reads again; the others go on with the ring that they have.
    const due = now - ring.readAtMs >= keyringTtlMs && now - readingSinceMs >= unknownKidIntervalMs;
    return due ? read().catch(keepOnTransient(ring)) : ring;
  };

  return {
    signer: async () => (await current()).active,
    find: async (kid) => {
      const known = (await current()).byKid.get(kid);
      if (known !== undefined) return known;
      if (deps.clock() - readingSinceMs < unknownKidIntervalMs) return null;
      return (await read()).byKid.get(kid) ?? null;
    },
    freshPublicKeys: () => {
      const isFresh = ring !== null && !isStale && deps.clock() - ring.readAtMs < keyringTtlMs;
      return isFresh ? publicKeysOf(ring) : null;
    },
    forget: () => {
      isStale = true;
    },
    publicKeys: async () => publicKeysOf(await current()),
  };
}

function publicKeysOf(ring: Ring | null): readonly PublicJwk[] {
  return [...(ring?.byKid.values() ?? [])].map((key) => key.publicJwk);
}

/** A database that is busy for a moment is no reason to refuse tokens that the ring at hand can verify. */
function keepOnTransient(ring: Ring): (error: unknown) => Ring {
  return (error) => {
    if (error instanceof DatabaseError && error.kind === "transient") return ring;
    throw error;
  };
}

/** Reads, and on an empty table makes the first key: inserts it unless another isolate was faster, then reads again. */
async function readRing(deps: KeyringDeps, before: Ring | null): Promise<Ring> {
  const sealingKey = await deps.keys("signingKeys");
  const readAtMs = deps.clock();
  let [stored] = await deps.store.batch([statement(selectKeys)], { retry: true });
  let opened = await openAll(stored?.rows ?? [], sealingKey, before);
  if (opened.active === null) {
    const { algorithm } = deps;
    const made = await makeSigningKey(sealingKey, algorithm);
    const first = { algorithm, unreadable: opened.unreadable, createdAt: instant(readAtMs) };
    const insert = insertUnlessActive(made, first);
    [, stored] = await deps.store.batch([insert, statement(selectKeys)], { retry: true });
    opened = await openAll(stored?.rows ?? [], sealingKey, before);
  }
  if (opened.active === null) throw new Error("no signing key could be stored");
  return { active: opened.active, byKid: opened.byKid, readAtMs };
}

const selectKeys = sql`select "kid", "public_jwk", "private_jwk", "status" from "auth_signing_keys"
  where "status" in ('standby', 'active', 'retired') order by "created_at", "kid"`;

interface FirstKey {
  readonly algorithm: SigningAlgorithm;
  readonly unreadable: readonly string[];
  readonly createdAt: string;
}

function insertUnlessActive(key: SealedKey, given: FirstKey) {
  return statement(sql`insert into "auth_signing_keys" ("kid", "alg", "public_jwk", "private_jwk", "status", "created_at")
    select ${value(key.kid)}, ${value(given.algorithm)}, ${value(key.publicJwk)}, ${value(key.privateJwk)}, 'active', ${value(given.createdAt)}
    where not exists (select 1 from "auth_signing_keys" where "status" = 'active'
      and "kid" not in (select "value" from json_each(${value(JSON.stringify(given.unreadable))})))`);
}

/** The oldest readable active key signs, so that isolates agree. Keys of an earlier reading are not opened again. */
async function openAll(rows: readonly Row[], sealingKey: CryptoKey, before: Ring | null) {
  const byKid = new Map<string, SigningKey>();
  const unreadable: string[] = [];
  let active: SigningKey | null = null;
  for (const row of rows) {
    const kid = readText(row, "kid");
    const sealed = { kid, publicJwk: readText(row, "public_jwk"), privateJwk: readText(row, "private_jwk") };
    const key = before?.byKid.get(kid) ?? (await openSigningKey(sealed, sealingKey));
    if (key === null) unreadable.push(kid);
    else {
      byKid.set(kid, key);
      if (active === null && row.status === "active") active = key;
    }
  }
  return { active, byKid, unreadable };
}
