import { randomBytes, toBase64Url } from "../../kernel/bytes.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { integer, sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { seal } from "../seal.ts";
import { keyUri, qrSvg, toBase32 } from "./enrolment-code.ts";
import { deedOf } from "./events.ts";
import { type FactorType, hasVerifiedFactor } from "./factor.ts";
import {
  judgeMember,
  type Member,
  type MemberState,
  memberAlive,
  memberOf,
  proven,
  selectMember,
  wrote,
} from "./member.ts";
import { phoneOf } from "./phone.ts";
import type { FactorReason } from "./reasons.ts";
import { totpSecretBytes } from "./totp.ts";

/** As GoTrue's defaults. */
export const maxFactors = 10;
/** One that nobody verified in so long makes room for others. */
const unverifiedSeconds = 300;

export interface Enrolment {
  readonly type: "totp" | "webauthn" | "phone";
  /** Of a phone factor, as it was given. */
  readonly phone?: string;
  readonly friendlyName: string;
  /** Who issues codes, for the authenticator app; null for the service's own host. */
  readonly issuer: string | null;
  readonly client: Client;
}

export interface Enrolled {
  readonly id: string;
  readonly type: FactorType;
  readonly friendlyName: string;
  /** Shown once; only its sealed form is kept. */
  readonly totp: { readonly secret: string; readonly uri: string; readonly qrSvg: string } | null;
}

/** Adds a factor that counts from its first verification on. Who has a verified one has to prove it first. */
export async function enrol(
  context: AuthContext,
  principal: Principal,
  enrolment: Enrolment,
): Promise<Result<Enrolled, AuthReason>> {
  if (enrolment.type === "webauthn" && context.settings.webauthn === null) {
    return err({ kind: "factor", reason: { kind: "webauthnDisabled" } });
  }
  const phone = enrolment.type === "phone" ? phoneOf(context, enrolment.phone ?? "") : ok(null);
  if (!phone.ok) return phone;
  const member = memberOf(principal);
  if (!member.ok) return member;
  const nowMs = context.clock();
  const [, found] = await context.store.batch(
    [forgetUnverified(member.value, nowMs, phone.value), selectMember(member.value)],
    {
      retry: true,
    },
  );
  const state = judgeMember(found?.rows[0], nowMs);
  if (!state.ok) return state;
  const isTaken = phone.value !== null && state.value.user.factors.some((factor) => factor.phone === phone.value);
  const refusal = isTaken ? { kind: "phoneTaken" as const } : refuse(state.value, enrolment.friendlyName);
  if (refusal !== null) return err({ kind: "factor", reason: refusal });

  const id = crypto.randomUUID();
  const secret = enrolment.type === "totp" ? randomBytes(totpSecretBytes) : null;
  const sealed = secret === null ? null : await sealSecret(context, id, secret);
  const deed = { action: "factor_in_progress", factorId: id, client: enrolment.client } as const;
  const entry = await audit(context, deedOf(state.value.user, deed));
  const insert = insertFactor(member.value, { ...enrolment, id, sealed, nowMs, number: phone.value });
  const [inserted] = await context.store.batch([insert, entry], { retry: false });
  if (!wrote(inserted)) return err({ kind: "conflict" });
  const totp = secret === null ? null : shown(context, state.value, { secret, issuer: enrolment.issuer });
  return ok({ id, type: enrolment.type, friendlyName: enrolment.friendlyName, totp });
}

async function sealSecret(context: AuthContext, owner: string, secret: Uint8Array): Promise<string> {
  return seal(toBase64Url(secret), { key: await context.keys("factorSecrets"), owner });
}

function refuse({ user, aal }: MemberState, name: string): FactorReason | null {
  if (user.factors.some((factor) => (factor.friendlyName ?? "") === name)) return { kind: "nameTaken", name };
  if (user.factors.length >= maxFactors) return { kind: "tooManyFactors" };
  if (hasVerifiedFactor(user.factors) && aal !== "aal2") return { kind: "insufficientAssurance", to: "enroll" };
  return null;
}

/** An enrolment of the same phone begins anew. */
function forgetUnverified({ userId }: Member, nowMs: number, phone: string | null) {
  return statement(sql`delete from "auth_factors" where "user_id" = ${value(userId)} and "status" = 'unverified'
    and ("phone" = ${value(phone)}
      or "created_at" < ${value(instant(nowMs - unverifiedSeconds * 1000))} and not exists (select 1 from
        "auth_challenges" c where c."factor_id" = "auth_factors"."id" and c."expires_at" > ${value(instant(nowMs))}))`);
}

interface NewFactor extends Enrolment {
  readonly id: string;
  readonly sealed: string | null;
  readonly nowMs: number;
  readonly number: string | null;
}

/** The same conditions again, so that enrolments at the same time do not pass them together. */
function insertFactor(member: Member, { id, type, friendlyName, sealed, nowMs, number }: NewFactor) {
  const now = value(instant(nowMs));
  const ofUser = sql`from "auth_factors" where "user_id" = ${value(member.userId)}`;
  return statement(sql`insert into "auth_factors"
      ("id", "user_id", "friendly_name", "factor_type", "phone", "secret", "created_at", "updated_at")
    select ${value(id)}, ${value(member.userId)}, ${value(friendlyName)}, ${value(type)}, ${value(number)}, ${value(sealed)}, ${now}, ${now}
    where ${memberAlive(member)} and ${proven(member)} and (select count(*) ${ofUser}) < ${integer(maxFactors)}
      and not exists (select 1 ${ofUser} and "friendly_name" = ${value(friendlyName)})`);
}

interface Shown {
  readonly secret: Uint8Array;
  readonly issuer: string | null;
}

function shown({ settings }: AuthContext, { user }: MemberState, { secret: bytes, issuer }: Shown): Enrolled["totp"] {
  const secret = toBase32(bytes);
  const uri = keyUri({ secret, issuer: issuer ?? settings.mfa.issuer, account: user.email ?? user.id });
  return { secret, uri, qrSvg: qrSvg(uri) };
}
