import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { integer, sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { maxFactors } from "../factors/enrol.ts";
import { deedOf } from "../factors/events.ts";
import { wrote } from "../factors/member.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { codeSetOf, newCodes, readCodeSet } from "./codes.ts";
import { type Holder, holderOf, isCodes, isRaised, refused } from "./member.ts";

export interface Codes {
  readonly id: string;
  readonly friendlyName: string;
  /** Shown once. */
  readonly codes: readonly string[];
}

export interface Generation {
  readonly friendlyName: string;
  readonly client: Client;
}

/** A set of codes for who has proved another factor, which they stand in for when it is lost. */
export async function generateCodes(
  context: AuthContext,
  principal: Principal,
  { friendlyName, client }: Generation,
): Promise<Result<Codes, AuthReason>> {
  const holder = await holderOf(context, principal);
  if (!holder.ok) return holder;
  const refusal = refuse(holder.value, friendlyName);
  if (refusal !== null) return refusal;
  const { member, state } = holder.value;
  const id = crypto.randomUUID();
  const codes = newCodes();
  const set = JSON.stringify(await codeSetOf(codes, id, await context.keys("recoveryCodes")));
  const now = value(instant(context.clock()));
  const ofUser = sql`from "auth_factors" where "user_id" = ${value(member.userId)}`;
  const insert = sql`insert into "auth_factors"
      ("id", "user_id", "friendly_name", "factor_type", "status", "credential", "created_at", "updated_at")
    select ${value(id)}, ${value(member.userId)}, ${value(friendlyName)}, 'recovery_code', 'verified', ${value(set)}, ${now}, ${now}
    where ${isRaised(member)} and (select count(*) ${ofUser}) < ${integer(maxFactors)}
      and exists (select 1 ${ofUser} and "status" = 'verified')
      and not exists (select 1 ${ofUser} and ("factor_type" = 'recovery_code' or "friendly_name" = ${value(friendlyName)}))`;
  const entry = await audit(context, deedOf(state.user, { action: "recovery_codes_generated", factorId: id, client }));
  const [inserted] = await context.store.batch([statement(insert), entry], { retry: false });
  return wrote(inserted) ? ok({ id, friendlyName, codes }) : err({ kind: "conflict" });
}

function refuse({ state, factor }: Holder, friendlyName: string): Result<never, AuthReason> | null {
  const { user, aal } = state;
  if (aal !== "aal2") return refused("insufficientToGenerate");
  if (factor !== null) return refused("exist");
  if (user.factors.some((other) => other.friendlyName === friendlyName)) {
    return err({ kind: "factor", reason: { kind: "nameTaken", name: friendlyName } });
  }
  if (user.factors.length >= maxFactors) return err({ kind: "factor", reason: { kind: "tooManyFactors" } });
  return user.factors.some((other) => other.isVerified) ? null : refused("soleFactor");
}

/** New codes in the place of the old ones, of which none is taken any more; waits end. */
export async function regenerateCodes(
  context: AuthContext,
  principal: Principal,
  client: Client,
): Promise<Result<Codes, AuthReason>> {
  const holder = await holderOf(context, principal);
  if (!holder.ok) return holder;
  const { member, state, factor } = holder.value;
  if (state.aal !== "aal2") return refused("insufficientToRegenerate");
  if (factor === null) return refused("none");
  const codes = newCodes();
  const set = JSON.stringify(await codeSetOf(codes, factor.id, await context.keys("recoveryCodes")));
  const update = sql`update "auth_factors" set "credential" = ${value(set)}, "attempts" = 0, "locked_until" = null,
      "updated_at" = ${value(instant(context.clock()))}
    where "id" = ${value(factor.id)} and ${isCodes(member)} and ${isRaised(member)}`;
  const deed = { action: "recovery_codes_regenerated", factorId: factor.id, client } as const;
  const entry = await audit(context, deedOf(state.user, deed));
  const [updated] = await context.store.batch([statement(update), entry], { retry: false });
  return wrote(updated) ? ok({ id: factor.id, friendlyName: factor.friendlyName, codes }) : err({ kind: "conflict" });
}

export interface CodesLeft {
  readonly id: string;
  readonly total: number;
  readonly remaining: number;
}

export async function codesLeft(context: AuthContext, principal: Principal): Promise<Result<CodesLeft, AuthReason>> {
  const holder = await holderOf(context, principal);
  if (!holder.ok) return holder;
  const { factor } = holder.value;
  if (factor === null) return refused("none");
  const { total, digests } = readCodeSet(factor.credential);
  return ok({ id: factor.id, total, remaining: digests.length });
}

export async function deleteCodes(
  context: AuthContext,
  principal: Principal,
  client: Client,
): Promise<Result<string, AuthReason>> {
  const holder = await holderOf(context, principal);
  if (!holder.ok) return holder;
  const { member, state, factor } = holder.value;
  if (state.aal !== "aal2") return refused("insufficientToDelete");
  if (factor === null) return refused("none");
  const remove = sql`delete from "auth_factors" where ${isCodes(member)} and ${isRaised(member)}`;
  const entry = await audit(context, deedOf(state.user, { action: "factor_unenrolled", factorId: factor.id, client }));
  const [removed] = await context.store.batch([statement(remove), entry], { retry: false });
  return wrote(removed) ? ok(factor.id) : err({ kind: "conflict" });
}
