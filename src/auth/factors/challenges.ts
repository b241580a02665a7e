import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { Client } from "../context.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import { readOptionalText, readText } from "../rows.ts";
import { type Member, memberAlive } from "./member.ts";
import type { FactorReason } from "./reasons.ts";

/** As GoTrue's default. */
export const challengeSeconds = 300;
/** Of one factor at a time; a further one ends the oldest. */
const maxOpenChallenges = 10;

export interface NewChallenge {
  readonly id: string;
  readonly factorId: string;
  readonly client: Client;
  readonly nowMs: number;
  /** What the answer has to fit, JSON. */
  readonly data: string | null;
  /** What has to hold besides. */
  readonly condition: Sql;
}

/** Writes a challenge of the member's own factor. The first statement changes one row, or it was not written. */
export function insertChallenge(member: Member, challenge: NewChallenge): readonly [Statement, ...Statement[]] {
  const { id, factorId, client, data, nowMs } = challenge;
  const now = value(instant(nowMs));
  const mine = sql`"id" = ${value(factorId)} and "user_id" = ${value(member.userId)} and ${memberAlive(member)}`;
  const isBegun = sql`exists (select 1 from "auth_challenges" where "id" = ${value(id)})`;
  return [
    statement(sql`insert into "auth_challenges"
        ("id", "kind", "user_id", "factor_id", "ip", "data", "created_at", "expires_at")
      select ${value(id)}, 'factor', "user_id", "id", ${value(client.ip)}, ${value(data)}, ${now},
        ${value(instant(nowMs + challengeSeconds * 1000))} from "auth_factors"
      where ${mine} and ${challenge.condition}`),
    statement(sql`update "auth_factors" set "last_challenged_at" = ${now} where ${mine} and ${isBegun}`),
    statement(sql`delete from "auth_challenges" where "id" in (select "id" from "auth_challenges"
      where "factor_id" = ${value(factorId)} order by "created_at" desc, "id" limit -1 offset ${maxOpen})`),
    forgetExpired(nowMs),
  ];
}

const maxOpen = value(maxOpenChallenges);

/** Challenges that nobody answered; a few at a time, so that no request pays for many others. */
export function forgetExpired(nowMs: number): Statement {
  return statement(sql`delete from "auth_challenges" where "id" in (select "id" from "auth_challenges"
    where "expires_at" <= ${value(instant(nowMs))} limit 20)`);
}

/** A challenge that can still be answered, of this factor. */
export interface Challenge {
  readonly id: string;
  readonly ip: string | null;
  readonly data: string | null;
  readonly expiresAt: string;
}

export function selectChallenge(factorId: string, challengeId: string): Statement {
  return statement(sql`select * from "auth_challenges" where "id" = ${value(challengeId)}
    and "factor_id" = ${value(factorId)}`);
}

export function readChallenge(row: Row): Challenge {
  return {
    id: readText(row, "id"),
    ip: readOptionalText(row, "ip"),
    data: readOptionalText(row, "data"),
    expiresAt: readText(row, "expires_at"),
  };
}

/** Null where it can be answered. As GoTrue has it, from the address where it was begun. */
export function judgeChallenge(challenge: Challenge | null, client: Client, nowMs: number): FactorReason | null {
  if (challenge === null) return { kind: "challengeNotFound" };
  if (challenge.ip !== client.ip) return { kind: "addressMismatch" };
  return challenge.expiresAt <= instant(nowMs) ? { kind: "challengeExpired", id: challenge.id } : null;
}
