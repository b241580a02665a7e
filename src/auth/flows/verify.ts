import { DatabaseError } from "../../kernel/database-error.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import { type GivenAddress, readAddress } from "../address.ts";
import { beginSession } from "../begin.ts";
import type { AuthContext, Client } from "../context.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { hashed } from "../refresh-tokens.ts";
import { readOptionalText, readText } from "../rows.ts";
import type { AuthenticationMethod } from "../session.ts";
import { isBanned, readUser, type User } from "../user.ts";
import { effectsOf } from "./effects.ts";
import { issueCode } from "./exchange.ts";
import { hashOfCode, maxAttempts, type TokenKind } from "./token.ts";

interface VerificationType {
  readonly kinds: readonly TokenKind[];
  readonly method: AuthenticationMethod["method"];
}

const signingIn: readonly TokenKind[] = ["confirmation", "recovery"];

/** What a client calls a proof, and the tokens that are one. GoTrue's names, but that a link to sign in is one to confirm. */
export const verificationTypes: ReadonlyMap<string, VerificationType> = new Map([
  ["signup", { kinds: signingIn, method: "email/signup" }],
  ["email", { kinds: signingIn, method: "email/signup" }],
  ["magiclink", { kinds: signingIn, method: "magiclink" }],
  ["invite", { kinds: ["confirmation"], method: "invite" }],
  ["recovery", { kinds: ["recovery"], method: "recovery" }],
  ["email_change", { kinds: ["email_change_current", "email_change_new"], method: "email_change" }],
  ["sms", { kinds: ["sms"], method: "otp" }],
  ["phone_change", { kinds: ["phone_change"], method: "otp" }],
]);

export type Proof =
  | { readonly kind: "link"; readonly token: string }
  | { readonly kind: "code"; readonly address: GivenAddress; readonly code: string };

export interface Verification {
  readonly type: string;
  readonly proof: Proof;
  readonly client: Client;
  /** Whether a link of PKCE gives a code, as in a browser, or a session at once. */
  readonly codes: boolean;
}

/** `half`: one of the two ends of a change of address is confirmed. */
export type Verified =
  | { readonly kind: "session"; readonly grant: Grant }
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "half" };

/**
 * Takes a link or a code, once: its row is a condition of everything that it does, and is gone with it. What is wrong,
 * used, expired and tried too often is refused alike.
 */
export async function verify(context: AuthContext, verification: Verification): Promise<Result<Verified, AuthReason>> {
  const type = verificationTypes.get(verification.type);
  if (type === undefined) return err({ kind: "flow", reason: "verificationTypeUnknown" });
  const row = await findToken(context, verification.proof, type);
  if (!row.ok) return row;
  const user = readUser(row.value);
  if (isBanned(user, instant(context.clock()))) return err({ kind: "userBanned" });
  const token = readToken(row.value);
  if (token.kind.startsWith("email_change") && (await confirmedHalf(context, token, user))) return ok({ kind: "half" });
  try {
    return await take(context, { token, user, method: type.method, verification });
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.kind !== "constraint") throw error;
    return err({ kind: "flow", reason: token.kind === "phone_change" ? "phoneExists" : "emailExists" });
  }
}

export interface StoredToken {
  readonly hash: string;
  readonly kind: TokenKind;
  readonly challenge: string | null;
  readonly challengeMethod: string | null;
}

function readToken(row: Row): StoredToken {
  return {
    hash: readText(row, "token_hash"),
    kind: kinds.find((kind) => kind === row.token_kind) ?? "confirmation",
    challenge: readOptionalText(row, "token_challenge"),
    challengeMethod: readOptionalText(row, "token_challenge_method"),
  };
}

const kinds: readonly TokenKind[] = [...verificationTypes.values()].flatMap((type) => type.kinds);

const tokenColumns = sql`t."token_hash" as "token_hash", t."kind" as "token_kind",
  t."code_challenge" as "token_challenge", t."code_challenge_method" as "token_challenge_method"`;

/** The token with its user. A try at a code is counted before the code is looked at, in the same batch. */
async function findToken(
  context: AuthContext,
  proof: Proof,
  { kinds: allowed }: VerificationType,
): Promise<Result<Row, AuthReason>> {
  const now = value(instant(context.clock()));
  const ofKind = sql`"kind" in (select "value" from json_each(${value(JSON.stringify(allowed))}))`;
  const from = sql`from "auth_one_time_tokens" t join "auth_users" u on u."id" = t."user_id"`;
  if (proof.kind === "link") {
    const { hash } = await hashed(proof.token);
    const select = sql`select u.*, ${tokenColumns} ${from}
      where t."token_hash" = ${value(hash)} and t.${ofKind} and t."expires_at" > ${now}`;
    const [found] = await context.store.batch([statement(select)], { retry: true });
    const row = found?.rows[0];
    return row === undefined ? err({ kind: "flow", reason: "linkExpired" }) : ok(row);
  }
  const address = readAddress(proof.address);
  if (!address.ok) return address;
  const at = value(address.value.value);
  const codeHash = await hashOfCode(context, address.value.value, proof.code);
  const [, found] = await context.store.batch(
    [
      statement(sql`update "auth_one_time_tokens" set "attempts" = "attempts" + 1
        where "address" = ${at} and ${ofKind} and "expires_at" > ${now}`),
      statement(sql`select u.*, ${tokenColumns} ${from} where t."address" = ${at} and t.${ofKind}
        and t."expires_at" > ${now} and t."attempts" <= ${value(maxAttempts)} and t."code_hash" = ${value(codeHash)}`),
    ],
    { retry: false },
  );
  const row = found?.rows[0];
  return row === undefined ? err({ kind: "flow", reason: "otpExpired" }) : ok(row);
}

/** Takes the token alone where the other end has not confirmed yet. */
async function confirmedHalf(context: AuthContext, token: StoredToken, user: User): Promise<boolean> {
  const other = token.kind === "email_change_new" ? "email_change_current" : "email_change_new";
  const waits = sql`exists (select 1 from "auth_one_time_tokens" o
    where o."user_id" = ${value(user.id)} and o."kind" = ${value(other)})`;
  const half = sql`delete from "auth_one_time_tokens" where "token_hash" = ${value(token.hash)} and ${waits}`;
  const [deleted] = await context.store.batch([statement(half)], { retry: false });
  return deleted?.changes === 1;
}

interface Taking {
  readonly token: StoredToken;
  readonly user: User;
  readonly method: AuthenticationMethod["method"];
  readonly verification: Verification;
}

async function take(context: AuthContext, taking: Taking): Promise<Result<Verified, AuthReason>> {
  const { token, user, method, verification } = taking;
  const isLeft = sql`exists (select 1 from "auth_one_time_tokens" where "token_hash" = ${value(token.hash)})`;
  const taken = statement(sql`delete from "auth_one_time_tokens" where "token_hash" = ${value(token.hash)}`);
  const gone: AuthReason = { kind: "flow", reason: verification.proof.kind === "link" ? "linkExpired" : "otpExpired" };
  const { challenge, challengeMethod } = token;
  if (verification.codes && challenge !== null && challengeMethod !== null) {
    const code = await issueCode(context, {
      userId: user.id,
      method,
      challenge: { challenge, method: challengeMethod === "plain" ? "plain" : "s256" },
      condition: isLeft,
      providerTokens: null,
      effects: (issued) => [...effectsOf(context, { kind: token.kind, user, condition: issued }), taken],
    });
    return code === null ? err(gone) : ok({ kind: "code", code });
  }
  const grant = await beginSession(context, {
    user,
    method: "otp",
    client: verification.client,
    condition: isLeft,
    effects: (begun) => [...effectsOf(context, { kind: token.kind, user, condition: begun }), taken],
  });
  return grant === null ? err(gone) : ok({ kind: "session", grant });
}
