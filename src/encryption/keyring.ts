import type { Database, ResultSet } from "../engine/ports.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";
import { encryptionCounter } from "./allotment.ts";
import type { Cipher } from "./cell.ts";
import { columnKey, type KeyUse, makeDataKey, openDataKey, type SealingKey } from "./data-key.ts";

/** The data keys of this installation, kept in the isolate. Nothing is read before the first value that is encrypted. */
export interface DataKeyring {
  /** What encrypts one value, which is counted; made and stored at the first call on an empty database. */
  cipher(): Promise<Cipher>;
  /** The key of that name, of those that are not retired; null: there is none. */
  find(keyId: string): Promise<CryptoKey | null>;
  /** Of one column's blind index. */
  indexKey(columnId: string): Promise<CryptoKey>;
  /** Reads the database again at the next call. */
  forget(): void;
}

export interface KeyringDeps {
  readonly database: Database;
  readonly sealingKey: SealingKey;
  readonly clock: () => number;
}

/** So long an isolate may go on encrypting with a key that another has followed. */
export const keyringTtlMs = 60_000;
/** A name that nobody knows is not looked for again so soon. */
const unknownIntervalMs = 5_000;
const maxUnknown = 1_000;

interface Ring {
  readonly cipher: Cipher;
  readonly index: CryptoKey;
  readonly ciphers: ReadonlyMap<string, CryptoKey>;
  readonly readAtMs: number;
}

export function dataKeyring(deps: KeyringDeps): DataKeyring {
  const { clock } = deps;
  let ring: Ring | null = null;
  let indexKeys = new Map<string, CryptoKey>();
  const unknown = new Map<string, number>();
  const count = encryptionCounter(deps.database);

  const read = async (): Promise<Ring> => {
    const before = ring;
    const made = await readRing(deps, before);
    if (made.index !== before?.index) indexKeys = new Map();
    ring = made;
    return made;
  };
  const current = async (): Promise<Ring> => {
    if (ring === null) return read();
    if (clock() - ring.readAtMs < keyringTtlMs) return ring;
    const kept = ring;
    return read().catch((error: unknown) => {
      if (error instanceof DatabaseError && error.kind === "transient") return kept;
      throw error;
    });
  };

  return {
    async cipher() {
      const { cipher } = await current();
      await count(cipher.keyId);
      return cipher;
    },
    async find(keyId) {
      const known = (ring ?? (await read())).ciphers.get(keyId);
      if (known !== undefined) return known;
      if (clock() - (unknown.get(keyId) ?? Number.NEGATIVE_INFINITY) < unknownIntervalMs) return null;
      // Another isolate may have made it a moment ago.
      const found = (await read()).ciphers.get(keyId) ?? null;
      if (found !== null) unknown.delete(keyId);
      else {
        if (unknown.size >= maxUnknown) unknown.clear();
        unknown.set(keyId, clock());
      }
      return found;
    },
    async indexKey(columnId) {
      const { index } = await current();
      const known = indexKeys.get(columnId);
      if (known !== undefined) return known;
      const keys = indexKeys;
      const key = await columnKey(index, columnId);
      keys.set(columnId, key);
      return key;
    },
    forget() {
      ring = null;
    },
  };
}

/** Reads; what is missing is made, unless another isolate was faster, and read again. */
async function readRing(deps: KeyringDeps, before: Ring | null): Promise<Ring> {
  const sealingKey = await deps.sealingKey();
  const readAtMs = deps.clock();
  const [stored] = await deps.database.batch([selectKeys], { retry: true });
  const opened = await openAll(stored, sealingKey, before);
  const complete = ringOf(opened, readAtMs);
  if (complete !== null) return complete;
  if (opened.unreadable > 0) throw noKeys();
  const inserts: Statement[] = [];
  for (const purpose of ["cipher", "index"] as const) {
    if (opened[purpose] === null) inserts.push(await insertFirst(purpose, sealingKey));
  }
  const results = await deps.database.batch([...inserts, selectKeys], { retry: true });
  const made = ringOf(await openAll(results.at(-1), sealingKey, before), readAtMs);
  if (made === null) throw noKeys();
  return made;
}

function noKeys(): DatabaseError {
  return new DatabaseError("sealed", "the keys of encrypted columns do not open: they belong to another master secret");
}

const selectKeys = statement(sql`select "id", "purpose", "status", "sealed" from "_perigee_data_keys"
  where "status" in ('current', 'previous') order by "created_at", "id"`);

async function insertFirst(purpose: KeyUse, sealingKey: CryptoKey): Promise<Statement> {
  const { id, sealed } = await makeDataKey(purpose, sealingKey);
  return statement(sql`insert into "_perigee_data_keys" ("id", "purpose", "status", "sealed", "encryptions")
    select ${value(id)}, ${value(purpose)}, 'current', ${value(sealed)}, 0
    where not exists (select 1 from "_perigee_data_keys" where "purpose" = ${value(purpose)} and "status" = 'current')`);
}

interface Opened {
  readonly cipher: Cipher | null;
  readonly index: CryptoKey | null;
  readonly ciphers: ReadonlyMap<string, CryptoKey>;
  readonly unreadable: number;
}

/** The newest current key encrypts, so that isolates agree; the oldest makes indexes, since those must stay as they are. */
async function openAll(stored: ResultSet | undefined, sealingKey: CryptoKey, before: Ring | null): Promise<Opened> {
  const ciphers = new Map<string, CryptoKey>();
  let cipher: Cipher | null = null;
  let index: CryptoKey | null = null;
  let unreadable = 0;
  for (const row of stored?.rows ?? []) {
    const keyId = String(row.id);
    const purpose: KeyUse = row.purpose === "index" ? "index" : "cipher";
    const known: CryptoKey | null | undefined =
      purpose === "cipher" ? before?.ciphers.get(keyId) : index === null ? before?.index : index;
    const key: CryptoKey | null =
      known ?? (await openDataKey({ id: keyId, purpose, sealed: String(row.sealed) }, sealingKey));
    if (key === null) unreadable++;
    else if (purpose === "index") index ??= key;
    else {
      ciphers.set(keyId, key);
      if (row.status === "current") cipher = { keyId, key };
    }
  }
  return { cipher, index, ciphers, unreadable };
}

function ringOf({ cipher, index, ciphers }: Opened, readAtMs: number): Ring | null {
  return cipher === null || index === null ? null : { cipher, index, ciphers, readAtMs };
}
