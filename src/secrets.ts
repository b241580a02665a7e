import { keySource } from "./auth/derived-keys.ts";
import { secretColumns } from "./encryption/columns.ts";
import { encryptingDatabase } from "./encryption/database.ts";
import { dataKeyring } from "./encryption/keyring.ts";
import { createVault, type Vault } from "./encryption/vault.ts";
import type { Database } from "./engine/ports.ts";
import type { Env } from "./platform/env.ts";
import type { Model } from "./schema/model.ts";

/** A database, and what encrypts the columns that the definition names. */
export interface Secrets {
  readonly database: Database;
  /** Null where no column is encrypted: nothing then stands between the engine and its database. */
  readonly vault: Vault | null;
}

export function withSecrets(model: Model, env: Env, database: Database): Secrets {
  const columns = secretColumns(model);
  if (columns === null) return { database, vault: null };
  const keys = keySource(env.PERIGEE_SECRET);
  const keyring = dataKeyring({ database, sealingKey: () => keys("dataKeys"), clock: () => Date.now() });
  const vault = createVault(columns, keyring);
  return { database: encryptingDatabase(database, vault), vault };
}
