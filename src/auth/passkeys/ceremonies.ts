import type { JsonObject } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { challengeSeconds, forgetExpired } from "../factors/challenges.ts";
import { instant } from "../instants.ts";
import type { ResultSet } from "../ports.ts";
import { readText } from "../rows.ts";
import type { PasskeyReason } from "./reasons.ts";

/** What a challenge may be answered with: a new passkey for its user, anybody's passkey, a new user's. */
export type PasskeyAsk = "passkey-registration" | "passkey-authentication" | "passkey-signup";

/** For `navigator.credentials`. */
export interface PasskeyOptions {
  readonly challengeId: string;
  readonly options: JsonObject;
  readonly expiresAtSeconds: number;
}

export interface NewAsk {
  readonly ask: PasskeyAsk;
  readonly userId: string | null;
  /** What the answer has to repeat; of a sign-up also who it is for, JSON. */
  readonly challenge: string;
  readonly nowMs: number;
  readonly condition: Sql;
}

/** Writes a challenge where the condition holds, and forgets old ones. */
export function writeAsk(id: string, { ask, userId, challenge, nowMs, condition }: NewAsk): readonly Statement[] {
  return [
    statement(sql`insert into "auth_challenges" ("id", "kind", "user_id", "data", "created_at", "expires_at")
      select ${value(id)}, ${value(ask)}, ${value(userId)}, ${value(challenge)}, ${value(instant(nowMs))},
        ${value(instant(nowMs + challengeSeconds * 1000))} where ${condition}`),
    forgetExpired(nowMs),
  ];
}

export function expiresAtSeconds(nowMs: number): number {
  return Math.floor(nowMs / 1000) + challengeSeconds;
}

export interface AskKey {
  readonly id: string;
  readonly ask: PasskeyAsk;
  readonly userId: string | null;
}

/** Takes a challenge away and tells it: whatever the answer is worth, there is no second one. */
export function takeAsk({ id, ask, userId }: AskKey): Statement {
  return statement(sql`delete from "auth_challenges" where "id" = ${value(id)} and "kind" = ${value(ask)}
    and "user_id" is ${value(userId)} returning "data", "expires_at"`);
}

export function judgeAsk(taken: ResultSet | undefined, nowMs: number): Result<string, PasskeyReason> {
  const row = taken?.rows[0];
  if (row === undefined) return err("challengeNotFound");
  return readText(row, "expires_at") <= instant(nowMs) ? err("challengeExpired") : ok(readText(row, "data"));
}
