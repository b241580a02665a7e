import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { AuthContext, Client } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { countAttempt } from "./attempts.ts";
import { type Challenge, judgeChallenge, readChallenge, selectChallenge } from "./challenges.ts";
import { readStoredFactor, type StoredFactor } from "./factor.ts";
import { judgeMember, type Member, type MemberState, memberOf, selectFactor, selectMember, wrote } from "./member.ts";

export interface Answer {
  readonly factorId: string;
  readonly challengeId: string;
  readonly client: Client;
}

/** An attempt that was counted and may be looked at. */
export interface OpenAttempt {
  readonly member: Member;
  readonly state: MemberState;
  readonly factor: StoredFactor;
  readonly challenge: Challenge;
}

export async function openAttempt(
  context: AuthContext,
  principal: Principal,
  answer: Answer,
): Promise<Result<OpenAttempt, AuthReason>> {
  const member = memberOf(principal);
  if (!member.ok) return member;
  const nowMs = context.clock();
  const { factorId, challengeId, client } = answer;
  const [found, counted, factorRows, challengeRows] = await context.store.batch(
    [
      selectMember(member.value),
      countAttempt(member.value, { factorId, challengeId, nowMs }),
      selectFactor(member.value, factorId),
      selectChallenge(factorId, challengeId),
    ],
    { retry: false },
  );
  const state = judgeMember(found?.rows[0], nowMs);
  if (!state.ok) return state;
  const factorRow = factorRows?.rows[0];
  if (factorRow === undefined) return err({ kind: "factor", reason: { kind: "factorNotFound" } });
  const factor = readStoredFactor(factorRow);
  const challengeRow = challengeRows?.rows[0];
  const challenge = challengeRow === undefined ? null : readChallenge(challengeRow);
  const refusal = judgeChallenge(challenge, client, nowMs);
  if (refusal !== null || challenge === null)
    return err({ kind: "factor", reason: refusal ?? { kind: "challengeNotFound" } });
  if (!wrote(counted)) return err({ kind: "factor", reason: exhausted(factor, nowMs) });
  return ok({ member: member.value, state: state.value, factor, challenge });
}

function exhausted({ lockedUntil }: StoredFactor, nowMs: number) {
  const leftMs = lockedUntil === null ? 0 : Date.parse(lockedUntil) - nowMs;
  return { kind: "attemptsExhausted", retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) } as const;
}
