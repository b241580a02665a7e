import type { Json } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { integer, type Sql, sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { hasVerifiedFactor } from "../factors/factor.ts";
import { judgeMember, type Member, memberAlive, memberOf, proven, selectMember } from "../factors/member.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { readOptionalText } from "../rows.ts";
import { created, creation } from "../webauthn/ceremony.ts";
import { type Credential, parseRegistration, readCredential } from "../webauthn/credential.ts";
import { expiresAtSeconds, judgeAsk, type PasskeyOptions, takeAsk, writeAsk } from "./ceremonies.ts";
import { type Passkey, readPasskey } from "./passkey.ts";
import type { PasskeyReason } from "./reasons.ts";
import { insertPasskey, isCredentialTaken } from "./write.ts";

/** As GoTrue's default. */
export const maxPasskeys = 10;

/** Begins the registration of a passkey for the caller; who has a second factor has to have proved it. */
export async function registrationOptions(
  context: AuthContext,
  principal: Principal,
): Promise<Result<PasskeyOptions, AuthReason>> {
  const { webauthn: rp } = context.settings;
  if (rp === null) return refused("disabled");
  const member = memberOf(principal);
  if (!member.ok) return member;
  const nowMs = context.clock();
  const reads = [selectMember(member.value), selectPasskeys(member.value)];
  const [found, kept] = await context.store.batch(reads, { retry: true });
  const state = judgeMember(found?.rows[0], nowMs);
  if (!state.ok) return state;
  const { user, aal } = state.value;
  if (hasVerifiedFactor(user.factors) && aal !== "aal2") return refused("insufficientAssurance");
  const exclude = credentialsOf(kept?.rows ?? []);
  if (exclude.length >= maxPasskeys) return refused("tooMany");
  const who = { id: user.id, name: user.email ?? user.id };
  const { options, challenge } = await creation(rp, { user: who, exclude, verification: "required" });
  const id = crypto.randomUUID();
  const ask = {
    ask: "passkey-registration",
    userId: user.id,
    challenge,
    nowMs,
    condition: memberAlive(member.value),
  } as const;
  await context.store.batch(writeAsk(id, ask), { retry: false });
  return ok({ challengeId: id, options, expiresAtSeconds: expiresAtSeconds(nowMs) });
}

export interface Registration {
  readonly challengeId: string;
  /** What the browser gave. */
  readonly credential: Json;
  readonly client: Client;
}

export async function register(
  context: AuthContext,
  principal: Principal,
  { challengeId, credential: given, client }: Registration,
): Promise<Result<Passkey, AuthReason>> {
  const { webauthn: rp } = context.settings;
  if (rp === null) return refused("disabled");
  const member = memberOf(principal);
  if (!member.ok) return member;
  const nowMs = context.clock();
  const take = takeAsk({ id: challengeId, ask: "passkey-registration", userId: member.value.userId });
  const [found, taken] = await context.store.batch([selectMember(member.value), take], { retry: false });
  const state = judgeMember(found?.rows[0], nowMs);
  if (!state.ok) return state;
  const challenge = judgeAsk(taken, nowMs);
  if (!challenge.ok) return refused(challenge.error);
  const response = parseRegistration(given);
  const expected = { challenge: challenge.value, verification: "required" } as const;
  const credential = response === null ? null : await created(rp, response, expected);
  if (credential === null) return refused("proofWrong");
  const id = crypto.randomUUID();
  const actor = { id: state.value.user.id, role: state.value.user.role };
  const traits = { passkey_id: id };
  const entry = await audit(context, { action: "passkey_created", outcome: "success", actor, client, traits });
  return write(context, [
    insertPasskey({ id, userId: actor.id, credential, now: instant(nowMs) }, mayRegister(member.value)),
    entry,
  ]);
}

async function write(context: AuthContext, statements: readonly Statement[]): Promise<Result<Passkey, AuthReason>> {
  try {
    const [inserted] = await context.store.batch(statements, { retry: false });
    const row = inserted?.rows[0];
    return row === undefined ? refused("insufficientAssurance") : ok(readPasskey(row));
  } catch (error) {
    if (isCredentialTaken(error)) return refused("credentialExists");
    throw error;
  }
}

/** The conditions of `registrationOptions`, which may have changed since. */
function mayRegister(member: Member): Sql {
  return sql`${memberAlive(member)} and ${proven(member)}
    and (select count(*) from "auth_passkeys" where "user_id" = ${value(member.userId)}) < ${integer(maxPasskeys)}`;
}

function selectPasskeys({ userId }: Member) {
  return statement(sql`select "credential" from "auth_passkeys" where "user_id" = ${value(userId)}`);
}

function credentialsOf(rows: readonly Row[]): readonly Credential[] {
  return rows.flatMap((row) => readCredential(readOptionalText(row, "credential")) ?? []);
}

function refused(reason: PasskeyReason): Result<never, AuthReason> {
  return err({ kind: "passkey", reason });
}
