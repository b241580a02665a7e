import type { ChangeRecord, StoredRow } from "../changes/record.ts";
import { type Collection, holdsEncrypted, type Model } from "../schema/model.ts";
import type { SecretColumn } from "./columns.ts";
import type { Vault } from "./vault.ts";

/** Who the log says has encrypted rows anew. */
export const reencryption = "perigee:reencryption";

/**
 * Changes as the log has them, with clear values in the place of the encrypted ones. A value that does not open is null to those who listen, and told to `onFault`: one row must not
 * silence a whole table.
 */
export function changeOpener(
  model: Model,
  vault: Vault,
  onFault: (error: unknown) => void,
): (changes: readonly ChangeRecord[]) => Promise<readonly ChangeRecord[]> {
  const encrypted = new Map([...model.collections].filter(([, collection]) => holdsEncrypted(collection)));

  async function openRow(row: StoredRow | null, collection: Collection): Promise<StoredRow | null> {
    if (row === null) return null;
    const key = collection.primaryKey.map((name) => String(row[name]));
    const opened = { ...row };
    for (const { name, encrypted: mark } of collection.columns.values()) {
      const kept = row[name] ?? null;
      if (mark === undefined || kept === null) continue;
      opened[name] = await openOrNull(String(kept), vault.column(mark.id), key);
    }
    return opened;
  }

  async function openOrNull(kept: string, column: SecretColumn, key: readonly string[]): Promise<string | null> {
    try {
      return await vault.open(kept, column, key);
    } catch (error) {
      onFault(error);
      return null;
    }
  }

  return async (changes) => {
    const opened = await Promise.all(
      changes.map(async (change) => {
        const collection = encrypted.get(change.collection);
        if (collection === undefined) return change;
        const [before, after] = await Promise.all([
          openRow(change.before, collection),
          openRow(change.after, collection),
        ]);
        return { ...change, before, after };
      }),
    );
    return opened.filter((change) => !isReencrypted(change));
  };
}

/** Nobody is told of a row that reads as before. */
function isReencrypted({ actor, before, after }: ChangeRecord): boolean {
  if (actor !== reencryption || before === null || after === null) return false;
  return Object.keys(after).every((name) => after[name] === before[name]);
}
