import { keySource } from "./auth/derived-keys.ts";
import { type DataKeyAdmin, dataKeyAdmin } from "./encryption/admin.ts";
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
  readonly keys: DataKeyAdmin | null;
}

export function withSecrets(model: Model, env: Env, database: Database): Secrets {
  const columns = secretColumns(model);
  if (columns === null) return { database, vault: null, keys: null };
  const keys = keySource(env.PERIGEE_SECRET);
  const deps = { database, sealingKey: () => keys("dataKeys"), clock: () => Date.now() };
  const keyring = dataKeyring(deps);
  const vault = createVault(columns, keyring);
  const admin = dataKeyAdmin({ ...deps, model, vault, forget: keyring.forget });
  return { database: encryptingDatabase(database, vault), vault, keys: admin };
}
