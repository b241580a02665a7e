import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import type { AuthContext, Client } from "../context.ts";
import { openAttempt } from "../factors/answer.ts";
import { insertChallenge } from "../factors/challenges.ts";
import { raise, refuseProof } from "../factors/raise.ts";
import type { AuthReason } from "../reasons.ts";
import { digestOf, normaliseCode, readCodeSet } from "./codes.ts";
import { holderOf, refused } from "./member.ts";

export interface Redemption {
  readonly code: string;
  readonly client: Client;
}

/**
 * Takes one code, once, and raises the session. It goes the way of every factor: a challenge of its own, an attempt that is
 * counted before the code is looked at, a proof that holds where the set is still what was read.
 */
export async function redeemCode(
  context: AuthContext,
  principal: Principal,
  { code, client }: Redemption,
): Promise<Result<Grant, AuthReason>> {
  const holder = await holderOf(context, principal);
  if (!holder.ok) return holder;
  // Without a set every code is wrong: whether there is one is for who has proved more.
  if (holder.value.factor === null) return refused("codeWrong");
  const factorId = holder.value.factor.id;
  const challengeId = crypto.randomUUID();
  const nowMs = context.clock();
  const challenge = { id: challengeId, factorId, client, nowMs, data: null, condition: sql`1` };
  await context.store.batch(insertChallenge(holder.value.member, challenge), { retry: false });
  const attempt = await openAttempt(context, principal, { factorId, challengeId, client });
  if (!attempt.ok) return attempt;
  const { member, state, factor } = attempt.value;
  const proof = { member, state, factor, challengeId, method: "mfa/recovery_code", client } as const;
  const { total, digests } = readCodeSet(factor.credential);
  const digest = await digestOf(normaliseCode(code), factorId, await context.keys("recoveryCodes"));
  const left = digests.filter((other) => other !== digest);
  if (left.length === digests.length) return refuseProof(context, proof);
  return raise(context, {
    ...proof,
    condition: sql`"credential" = ${value(factor.credential)}`,
    changes: sql`"credential" = ${value(JSON.stringify({ total, digests: left }))}`,
  });
}
