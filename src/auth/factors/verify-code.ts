import { fromBase64Url } from "../../kernel/bytes.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { unseal } from "../seal.ts";
import { type Answer, openAttempt } from "./answer.ts";
import type { StoredFactor } from "./factor.ts";
import { provePhone } from "./phone.ts";
import { raise, refuseProof } from "./raise.ts";
import { matchingStep } from "./totp.ts";

export interface CodeAnswer extends Answer {
  readonly code: string;
}

/**
 * Takes a code of an authenticator app, or of a text message, each once: it raises the session, and verifies the factor at
 * the first time.
 */
export async function verifyCode(
  context: AuthContext,
  principal: Principal,
  answer: CodeAnswer,
): Promise<Result<Grant, AuthReason>> {
  const attempt = await openAttempt(context, principal, answer);
  if (!attempt.ok) return attempt;
  const { member, state, factor } = attempt.value;
  if (factor.type === "phone") return provePhone(context, attempt.value, answer);
  const secret = await secretOf(context, factor);
  if (!secret.ok) return secret;
  const step = await matchingStep(secret.value, answer.code, context.clock());
  const proof = {
    member,
    state,
    factor,
    challengeId: answer.challengeId,
    method: "totp",
    client: answer.client,
  } as const;
  if (step === null) return refuseProof(context, proof);
  return raise(context, {
    ...proof,
    condition: sql`("last_step" is null or "last_step" < ${value(step)})`,
    changes: sql`"last_step" = ${value(step)}`,
  });
}

/** A secret that does not open was sealed under another master secret, or moved: the factor is as good as gone. */
async function secretOf(
  context: AuthContext,
  factor: StoredFactor,
): Promise<Result<Uint8Array<ArrayBuffer>, AuthReason>> {
  const key = await context.keys("factorSecrets");
  const opened = factor.secret === null ? null : await unseal(factor.secret, { key, owner: factor.id });
  const secret = opened === null ? null : fromBase64Url(opened);
  return secret === null ? err({ kind: "factor", reason: { kind: "factorNotFound" } }) : ok(secret);
}
