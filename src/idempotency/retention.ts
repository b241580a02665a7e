import type { KeyDatabase } from "./ports.ts";
import { pruneKeys } from "./record.ts";

const oneDay = 24 * 3_600;
const maxRows = 10_000;
const maxRounds = 100;

/** @throws TypeError for what is no positive number of seconds */
export function resolveKeyRetention(retentionSeconds: number = oneDay): number {
  if (Number.isFinite(retentionSeconds) && retentionSeconds > 0) return retentionSeconds;
  throw new TypeError("idempotency.retentionSeconds must be a positive number");
}

/** Forgets keys that are older than the retention, in portions, so that no transaction holds the database for long. */
export async function forgetKeys(database: KeyDatabase, nowMs: number, retentionSeconds: number): Promise<void> {
  for (let round = 0; round < maxRounds; round++) {
    const [result] = await database.batch([pruneKeys(nowMs - retentionSeconds * 1_000, maxRows)], { retry: true });
    if ((result?.changes ?? 0) < maxRows) return;
  }
}
