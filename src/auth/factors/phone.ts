import * as z from "zod";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import { normalisePhone } from "../address.ts";
import type { AuthContext, Client } from "../context.ts";
import { sendSms } from "../flows/send.ts";
import { hashOfCode, randomDigits } from "../flows/token.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import type { OpenAttempt } from "./answer.ts";
import type { StoredFactor } from "./factor.ts";
import type { Member } from "./member.ts";
import { raise, refuseProof } from "./raise.ts";
import type { FactorReason } from "./reasons.ts";

/** The number as it is stored; refused where no text message can be sent, and where it is none. */
export function phoneOf(context: AuthContext, given: string): Result<string, AuthReason> {
  if (!context.outbox.channels.has("sms")) return err({ kind: "factor", reason: { kind: "phoneDisabled" } });
  return normalisePhone(given);
}

/** A code on its way to a phone. */
export interface PhoneChallenge {
  /** What the challenge keeps: the code's hash alone, JSON. */
  readonly data: string;
  /** One text message for each user in the least interval, whichever of his factors it is for. */
  readonly condition: Sql;
  readonly send: () => Promise<void>;
}

export async function beginPhone(
  context: AuthContext,
  member: Member,
  factor: StoredFactor,
): Promise<Result<PhoneChallenge, FactorReason>> {
  const { phone } = factor;
  if (phone === null || !context.outbox.channels.has("sms")) return err({ kind: "phoneDisabled" });
  const code = randomDigits(context.settings.otpLength);
  const codeHash = await hashOfCode(context, phone, code);
  const since = instant(context.clock() - context.settings.mailIntervalSeconds * 1000);
  const condition = sql`not exists (select 1 from "auth_factors" other where other."user_id" = ${value(member.userId)}
    and other."factor_type" = 'phone' and other."last_challenged_at" > ${value(since)})`;
  const send = () => sendSms(context, { address: phone, code });
  return ok({ data: JSON.stringify({ codeHash }), condition, send });
}

const asked: z.ZodType<{ readonly codeHash: string }> = z.object({ codeHash: z.string() });

export interface PhoneAnswer {
  readonly code: string;
  readonly client: Client;
}

/** Takes the code of a text message, once: its challenge ends with it. */
export async function provePhone(
  context: AuthContext,
  { member, state, factor, challenge }: OpenAttempt,
  answer: PhoneAnswer,
): Promise<Result<Grant, AuthReason>> {
  const { client } = answer;
  const proof = { member, state, factor, challengeId: challenge.id, method: "mfa/phone", client } as const;
  const data = asked.safeParse(JSON.parse(challenge.data ?? "null"));
  if (factor.phone === null || !data.success) return refuseProof(context, proof);
  // Hashes of a keyed function: how long their comparison takes tells nothing of the code.
  const isRight = (await hashOfCode(context, factor.phone, answer.code)) === data.data.codeHash;
  if (!isRight) return refuseProof(context, proof);
  return raise(context, { ...proof, condition: sql`1`, changes: sql`"phone" = ${value(factor.phone)}` });
}
