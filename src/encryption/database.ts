import type { BatchOptions, Database, ResultSet } from "../engine/ports.ts";
import { randomBytes, toBase64Url } from "../kernel/bytes.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { delay } from "../kernel/delay.ts";
import type { Statement } from "../sql/compile.ts";
import { openResult } from "./opening.ts";
import { sealStatements } from "./sealing.ts";
import type { Vault } from "./vault.ts";

/** How often a counted key is counted again that somebody else has taken in the meantime. */
const maxCounts = 16;

/** Ours. Those that have counted the same would count the same again, and one of them take it each time: they spread. */
const firstSpreadMs = 2;
const maxSpreadMs = 128;

/**
 * The same database, whose statements leave the worker without their secrets in clear, and whose answers come back in clear. A
 * batch without secrets passes as it is. An update of encrypted columns, and an insert of rows whose key the table counts, ask
 * the database once before.
 */
export function encryptingDatabase(database: Database, vault: Vault): Database {
  async function run(statements: readonly Statement[], options: BatchOptions): Promise<readonly ResultSet[]> {
    const opening = { token: toBase64Url(randomBytes(18)), vault, hidden: [] };
    const ask = async (statement: Statement): Promise<ResultSet> => {
      const [asked] = await sealStatements([statement], { ...opening, ask: nothing });
      const results = await database.batch([asked ?? statement], { ...options, retry: true });
      return results[0] ?? { rows: [], changes: 0 };
    };
    const sealed = await sealStatements(statements, { ...opening, ask });
    const results = await database.batch(sealed, options);
    return Promise.all(results.map((result) => openResult(result, opening)));
  }

  return {
    async batch(statements, options) {
      if (statements.every(({ secrets }) => secrets === undefined)) return database.batch(statements, options);
      for (let count = 1; ; count++) {
        try {
          return await run(statements, options);
        } catch (error) {
          if (count === maxCounts || !isTaken(error, statements)) throw error;
          await delay(Math.random() * Math.min(maxSpreadMs, firstSpreadMs * 2 ** count));
        }
      }
    },
  };
}

/** Nothing of the batch has happened then. */
function isTaken(error: unknown, statements: readonly Statement[]): boolean {
  if (!(error instanceof DatabaseError) || error.kind !== "constraint") return false;
  return statements.some(({ secrets = [] }) =>
    secrets.some((secret) => {
      const { counted, table } = secret.kind === "rows" ? secret.rows.plan : { counted: null, table: "" };
      return counted !== null && `${error.message}:`.includes(`UNIQUE constraint failed: ${table}.${counted.column}:`);
    }),
  );
}

async function nothing(): Promise<ResultSet> {
  throw new TypeError("no question before a question");
}
