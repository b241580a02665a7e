import { timestampText } from "../schema/kinds/timestamp.ts";
import { prune } from "./log.ts";
import type { LogDatabase } from "./ports.ts";

const sevenDays = 7 * 24 * 3_600;
const maxRows = 10_000;
const maxRounds = 100;

/** @throws TypeError for what is no positive number of seconds */
export function resolveRetention(retentionSeconds: number = sevenDays): number {
  if (Number.isFinite(retentionSeconds) && retentionSeconds > 0) return retentionSeconds;
  throw new TypeError("changes.retentionSeconds must be a positive number");
}

/** Deletes what is older than the retention, in portions, so that no transaction holds the database for long. */
export async function retain(database: LogDatabase, nowMs: number, retentionSeconds: number): Promise<void> {
  const olderThan = timestampText(nowMs - retentionSeconds * 1_000);
  for (let round = 0; round < maxRounds; round++) {
    const [result] = await database.batch([prune(olderThan, maxRows)], { retry: true });
    if ((result?.changes ?? 0) < maxRows) return;
  }
}
