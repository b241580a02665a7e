import { holdsEncrypted, type Model } from "../schema/model.ts";

/** An encrypted column, as what is encrypted in it is told of. */
export interface SecretColumn {
  readonly id: string;
  readonly table: string;
  readonly column: string;
  /** What was encrypted is JSON text; else it is a text. */
  readonly isJson: boolean;
}

/** By id. Null: the definition has none. */
export function secretColumns(model: Model): ReadonlyMap<string, SecretColumn> | null {
  const found = new Map<string, SecretColumn>();
  for (const collection of model.collections.values()) {
    if (!holdsEncrypted(collection)) continue;
    for (const { name: column, encrypted, type } of collection.columns.values()) {
      if (encrypted === undefined) continue;
      const { id } = encrypted;
      found.set(id, { id, table: collection.name, column, isJson: type.kind.encoding === "json" });
    }
  }
  return found.size === 0 ? null : found;
}
