import * as z from "zod";
import type { Json } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, type Result } from "../../kernel/result.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { asserted, created, type Expected } from "../webauthn/ceremony.ts";
import { type Credential, parseAssertion, parseRegistration, readCredential } from "../webauthn/credential.ts";
import type { RelyingParty } from "../webauthn/relying-party.ts";
import { type Answer, type OpenAttempt, openAttempt } from "./answer.ts";
import { raise, refuseProof } from "./raise.ts";
import type { FactorReason } from "./reasons.ts";

export interface WebauthnAnswer extends Answer {
  /** What the browser gave for the challenge's options. */
  readonly credential: Json;
}

/** What `auth_challenges.data` holds of a WebAuthn challenge. */
export interface WebauthnChallenge {
  readonly type: "create" | "request";
  readonly challenge: string;
}

const asked: z.ZodType<WebauthnChallenge> = z.object({ type: z.enum(["create", "request"]), challenge: z.string() });

/** Takes the answer of an authenticator: the first one makes the factor's credential, further ones are signed by it. */
export async function verifyWebauthn(
  context: AuthContext,
  principal: Principal,
  answer: WebauthnAnswer,
): Promise<Result<Grant, AuthReason>> {
  const { webauthn: rp } = context.settings;
  if (rp === null) return refused({ kind: "webauthnDisabled" });
  const attempt = await openAttempt(context, principal, answer);
  if (!attempt.ok) return attempt;
  const { member, state, factor } = attempt.value;
  const credential = await proved(rp, attempt.value, answer.credential);
  const { challengeId, client } = answer;
  const proof = { member, state, factor, challengeId, method: "mfa/webauthn", client } as const;
  if (credential === null) return refuseProof(context, proof);
  const kept = JSON.stringify(credential);
  return raise(context, {
    ...proof,
    // Of two answers at the same time the second finds another counter, or a credential where there was none.
    condition: sql`"credential" is ${value(factor.credential)}`,
    changes: sql`"credential" = ${value(kept)}`,
  });
}

async function proved(rp: RelyingParty, attempt: OpenAttempt, given: Json): Promise<Credential | null> {
  const { factor, challenge } = attempt;
  const data = asked.safeParse(JSON.parse(challenge.data ?? "null"));
  if (!data.success) return null;
  const expected: Expected = { challenge: data.data.challenge, verification: "preferred" };
  const credential = readCredential(factor.credential);
  if (data.data.type === "create") {
    const response = credential === null ? parseRegistration(given) : null;
    return response === null ? null : created(rp, response, expected);
  }
  const response = parseAssertion(given);
  return response === null || credential === null ? null : asserted(rp, response, { ...expected, credential });
}

function refused(reason: FactorReason): Result<never, AuthReason> {
  return err({ kind: "factor", reason });
}
