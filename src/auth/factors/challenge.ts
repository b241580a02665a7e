import type { JsonObject } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { readOptionalText } from "../rows.ts";
import type { User } from "../user.ts";
import { creation, request } from "../webauthn/ceremony.ts";
import { readCredential } from "../webauthn/credential.ts";
import { challengeSeconds, insertChallenge } from "./challenges.ts";
import { deedOf } from "./events.ts";
import { readStoredFactor, type StoredFactor } from "./factor.ts";
import { judgeMember, type Member, memberOf, selectFactor, selectMember, wrote } from "./member.ts";
import { beginPhone, type PhoneChallenge } from "./phone.ts";
import type { FactorReason } from "./reasons.ts";
import type { WebauthnChallenge } from "./verify-webauthn.ts";

export interface ChallengeRequest {
  readonly factorId: string;
  readonly client: Client;
}

export interface Challenged {
  readonly id: string;
  readonly type: "totp" | "webauthn" | "phone";
  readonly expiresAtSeconds: number;
  /** For `navigator.credentials`, of a WebAuthn factor. */
  readonly webauthn: { readonly type: "create" | "request"; readonly options: JsonObject } | null;
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
  const reads = [selectMember(member.value), selectFactor(member.value, factorId), selectCredentials(member.value)];
  const [found, factorRows, credentialRows] = await context.store.batch(reads, { retry: true });
  const state = judgeMember(found?.rows[0], nowMs);
  if (!state.ok) return state;
  const row = factorRows?.rows[0];
  if (row === undefined) return err({ kind: "factor", reason: { kind: "factorNotFound" } });
  const begin = beginnings[readStoredFactor(row).type];
  const beginning = { member: member.value, factor: readStoredFactor(row), user: state.value.user, credentialRows };
  const asked = await begin?.(context, beginning);
  if (asked === undefined) return err({ kind: "factor", reason: { kind: "factorNotFound" } });
  if (!asked.ok) return err({ kind: "factor", reason: asked.error });
  const id = crypto.randomUUID();
  const { data, condition = sql`1`, send, ...shown } = asked.value;
  const entry = await audit(context, deedOf(state.value.user, { action: "challenge_created", factorId, client }));
  const [first, ...others] = insertChallenge(member.value, { id, factorId, client, nowMs, data, condition });
  const [written] = await context.store.batch([first, entry, ...others], { retry: false });
  if (!wrote(written)) return err(send === undefined ? { kind: "conflict" } : tooSoon(context));
  await send?.();
  return ok({ id, ...shown, expiresAtSeconds: Math.floor(nowMs / 1000) + challengeSeconds });
}

function tooSoon({ settings: { mailIntervalSeconds: waitSeconds } }: AuthContext): AuthReason {
  return { kind: "factor", reason: { kind: "tooSoon", waitSeconds } };
}

interface Beginning {
  readonly member: Member;
  readonly factor: StoredFactor;
  readonly user: User;
  readonly credentialRows: { readonly rows: readonly Row[] } | undefined;
}

type Begun = Pick<Challenged, "type" | "webauthn"> & { readonly data: string | null } & Partial<
    Omit<PhoneChallenge, "data">
  >;
type Begin = (context: AuthContext, beginning: Beginning) => Promise<Result<Begun, FactorReason>>;

/** By the type of the factor. */
const beginnings: Readonly<Record<string, Begin>> = {
  totp: async () => ok({ type: "totp", webauthn: null, data: null }),
  webauthn: beginWebauthn,
  phone: async (context, { member, factor }) => {
    const begun = await beginPhone(context, member, factor);
    return begun.ok ? ok({ type: "phone", webauthn: null, ...begun.value }) : begun;
  },
};

/** An unverified factor has its credential still to make. */
async function beginWebauthn(
  { settings: { webauthn: rp } }: AuthContext,
  { factor, user, credentialRows }: Beginning,
): Promise<Result<Begun, FactorReason>> {
  if (rp === null) return err({ kind: "webauthnDisabled" });
  const type = factor.isVerified ? "request" : "create";
  const own = readCredential(factor.credential);
  const others = credentialRows?.rows.flatMap((row) => readCredential(readOptionalText(row, "credential")) ?? []) ?? [];
  const ceremony = factor.isVerified
    ? await request(rp, { allow: own === null ? [] : [own], verification: "preferred" })
    : await creation(rp, {
        user: { id: user.id, name: user.email ?? user.id },
        exclude: others,
        verification: "preferred",
      });
  const data: WebauthnChallenge = { type, challenge: ceremony.challenge };
  return ok({ type: "webauthn", webauthn: { type, options: ceremony.options }, data: JSON.stringify(data) });
}

function selectCredentials({ userId }: Member) {
  return statement(sql`select "credential" from "auth_factors" where "user_id" = ${value(userId)}
    and "credential" is not null`);
}
