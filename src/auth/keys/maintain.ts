import type { AdminActor } from "../admin/actor.ts";
import { type AuthContext, unknownClient } from "../context.ts";
import { listSigningKeys, prepareStandby, revokeSigningKey, rotateSigningKeys } from "./signing-keys.ts";

const dayMs = 86_400_000;
/** Beyond a token's own life: clocks differ. */
const slackMs = 3_600_000;

/** Who does what nobody asks for. */
export const schedule: AdminActor = { actor: { id: null, role: "schedule" }, client: unknownClient };

/**
 * What the cron does with signing keys: announces a standby key, lets it sign when the current one is old enough, and
 * revokes a previous one when every token of it has expired.
 */
export async function maintainKeys(context: AuthContext): Promise<void> {
  const { signingKeyDays, accessTokenTtlSeconds } = context.settings;
  const now = context.clock();
  const known = await prepareStandby(context, schedule);
  const current = known.find((key) => key.status === "current");
  const ageMs = current === undefined ? 0 : now - Date.parse(current.changedAt ?? current.createdAt);
  if (signingKeyDays !== null && ageMs >= signingKeyDays * dayMs) await rotateSigningKeys(context, schedule, false);
  for (const key of await listSigningKeys(context)) {
    const since = Date.parse(key.changedAt ?? key.createdAt);
    if (key.status !== "previous" || now - since < accessTokenTtlSeconds * 1000 + slackMs) continue;
    await revokeSigningKey(context, schedule, key.kid);
  }
}
