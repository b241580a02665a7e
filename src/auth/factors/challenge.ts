import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { AuthContext, Client } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { challengeSeconds, insertChallenge } from "./challenges.ts";
import { type FactorType, readStoredFactor } from "./factor.ts";
import { judgeMember, memberOf, selectFactor, selectMember, wrote } from "./member.ts";

export interface ChallengeRequest {
  readonly factorId: string;
  readonly client: Client;
}

export interface Challenged {
  readonly id: string;
  readonly type: FactorType;
  readonly expiresAtSeconds: number;
}

/** Begins a verification: what answers it has to name its id. */
export async function challenge(
  context: AuthContext,
  principal: Principal,
  { factorId, client }: ChallengeRequest,
): Promise<Result<Challenged, AuthReason>> {
  const member = memberOf(principal);
  if (!member.ok) return member;
  const nowMs = context.clock();
  const reads = [selectMember(member.value), selectFactor(member.value, factorId)];
  const [found, factorRows] = await context.store.batch(reads, { retry: true });
  const state = judgeMember(found?.rows[0], nowMs);
  if (!state.ok) return state;
  const row = factorRows?.rows[0];
  const factor = row === undefined ? null : readStoredFactor(row);
  if (factor === null || factor.type !== "totp") return err({ kind: "factor", reason: { kind: "factorNotFound" } });
  const id = crypto.randomUUID();
  const [written] = await context.store.batch(
    insertChallenge(member.value, { id, factorId, client, nowMs, data: null }),
    { retry: false },
  );
  if (!wrote(written)) return err({ kind: "conflict" });
  return ok({ id, type: "totp", expiresAtSeconds: Math.floor(nowMs / 1000) + challengeSeconds });
}
