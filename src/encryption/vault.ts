import type { Concealment } from "../idempotency/ports.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { openSealed, ownerOf, readSealed, sealText } from "./cell.ts";
import type { SecretColumn } from "./columns.ts";
import { blindIndex } from "./data-key.ts";
import type { DataKeyring } from "./keyring.ts";

/** Encrypts and decrypts values of columns. `key` is the row's, each of its values as text. */
export interface Vault extends Concealment {
  seal(clear: string, column: SecretColumn, key: readonly string[]): Promise<string>;
  /** @throws DatabaseError (`sealed`) where it does not open: wrong key, moved, changed, or not encrypted at all */
  open(kept: string, column: SecretColumn, key: readonly string[]): Promise<string>;
  blind(clear: string, column: SecretColumn): Promise<string>;
  column(id: string): SecretColumn;
  /** The name of the key that encrypts. */
  currentKey(): Promise<string>;
}

export function createVault(columns: ReadonlyMap<string, SecretColumn>, keyring: DataKeyring): Vault {
  return {
    async seal(clear, { table, column }, key) {
      return sealText(clear, await keyring.cipher(), ownerOf(table, column, key));
    },
    async open(kept, { table, column }, key) {
      const refuse = (why: string): DatabaseError =>
        new DatabaseError("sealed", `column "${column}" of table "${table}" cannot be decrypted: ${why}`);
      const sealed = readSealed(kept);
      if (sealed === null) throw refuse("a value is not encrypted");
      const cipher = await keyring.find(sealed.keyId);
      if (cipher === null) throw refuse("the key of a value is not known");
      const clear = await openSealed(sealed, cipher, ownerOf(table, column, key));
      if (clear === null) throw refuse("a value was changed, or belongs to another row or column");
      return new TextDecoder().decode(clear);
    },
    conceal: async (text, owner) => sealText(text, await keyring.cipher(), ownerOf("", "", owner)),
    async reveal(kept, owner) {
      const sealed = readSealed(kept);
      const cipher = sealed === null ? null : await keyring.find(sealed.keyId);
      if (sealed === null || cipher === null) return null;
      const clear = await openSealed(sealed, cipher, ownerOf("", "", owner));
      return clear === null ? null : new TextDecoder().decode(clear);
    },
    mark: async (text) => blindIndex(text, await keyring.indexKey("")),
    blind: async (clear, { id }) => blindIndex(clear, await keyring.indexKey(id)),
    currentKey: async () => (await keyring.cipher()).keyId,
    column(id) {
      const column = columns.get(id);
      if (column === undefined) throw new TypeError("no such encrypted column");
      return column;
    },
  };
}
