import { toHex, utf8 } from "../../kernel/bytes.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import { hashed } from "../refresh-tokens.ts";
import type { CodeChallenge } from "./pkce.ts";

/** What a token is good for. A user has one of a kind at most: a new one replaces the old. */
export type TokenKind =
  | "confirmation"
  | "recovery"
  | "email_change_current"
  | "email_change_new"
  | "reauthentication"
  | "sms"
  | "phone_change";

/** A link's token and the code beside it. Both leave the server once, and their hashes are stored. */
export interface OneTimeToken {
  readonly kind: TokenKind;
  readonly address: string;
  readonly link: string;
  readonly linkHash: string;
  readonly code: string;
  readonly codeHash: string;
  readonly challenge: CodeChallenge | null;
  readonly createdMs: number;
}

/** So says GoTrue that a link ends in a code of PKCE. */
export const pkcePrefix = "pkce_";

/** So often a code may be tried: with six digits one guess in a hundred thousand is right. */
export const maxAttempts = 10;

export async function newToken(
  context: AuthContext,
  { kind, address, challenge }: Pick<OneTimeToken, "kind" | "address" | "challenge">,
  createdMs: number = context.clock(),
): Promise<OneTimeToken> {
  const random = toHex(crypto.getRandomValues(new Uint8Array(32)));
  const { token: link, hash: linkHash } = await hashed(challenge === null ? random : `${pkcePrefix}${random}`);
  const code = randomDigits(context.settings.otpLength);
  const codeHash = await hashOfCode(context, address, code);
  return { kind, address, link, linkHash, code, codeHash, challenge, createdMs };
}

/** Under a key that the database does not have, and bound to the address. */
export async function hashOfCode(context: AuthContext, address: string, code: string): Promise<string> {
  const key = await context.keys("oneTimeCodes");
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(`${address}\n${code}`))));
}

/** Stores the token for the users that fit the condition, which is over `auth_users`; not within the least interval. */
export function storeToken(context: AuthContext, token: OneTimeToken, condition: Sql): readonly Statement[] {
  const { settings } = context;
  const nowMs = token.createdMs;
  const now = value(instant(nowMs));
  const expires = value(instant(nowMs + settings.otpTtlSeconds * 1000));
  const since = value(instant(nowMs - settings.mailIntervalSeconds * 1000));
  return [
    statement(sql`delete from "auth_one_time_tokens" where "expires_at" <= ${now}`),
    statement(sql`insert or replace into "auth_one_time_tokens" ("token_hash", "user_id", "kind", "address", "code_hash",
        "code_challenge", "code_challenge_method", "created_at", "expires_at")
      select ${value(token.linkHash)}, "id", ${value(token.kind)}, ${value(token.address)}, ${value(token.codeHash)},
        ${value(token.challenge?.challenge ?? null)}, ${value(token.challenge?.method ?? null)}, ${now}, ${expires}
      from "auth_users" where ${condition} and ("banned_until" is null or "banned_until" <= ${now})
        and not exists (select 1 from "auth_one_time_tokens" t where t."user_id" = "auth_users"."id"
          and t."kind" = ${value(token.kind)} and t."created_at" > ${since})`),
  ];
}

/** True in SQL while the token is stored. */
export function isStored(token: OneTimeToken): Sql {
  return sql`exists (select 1 from "auth_one_time_tokens" where "token_hash" = ${value(token.linkHash)})`;
}

export function randomDigits(length: number): string {
  let digits = "";
  while (digits.length < length) {
    // 250 is the largest multiple of ten in a byte: every digit is as likely as the others.
    for (const byte of crypto.getRandomValues(new Uint8Array(16))) {
      if (byte < 250 && digits.length < length) digits += String(byte % 10);
    }
  }
  return digits;
}
