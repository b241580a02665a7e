import { type Statement, statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { instant } from "../instants.ts";
import { type Member, memberAlive } from "./member.ts";

/** So many attempts may fail in a row; each further one waits twice as long as the one before, up to an hour. */
export const freeAttempts = 5;
const firstWaitSeconds = 30;
const longestWaitSeconds = 3600;
const doublings = 8;

export interface Attempt {
  readonly factorId: string;
  readonly challengeId: string;
  readonly nowMs: number;
}

/**
 * Counts an attempt before its code is looked at, so that a thousand guesses at the same time are a thousand attempts:
 * changes one row where the attempt may be made. A success sets the count back. NIST SP 800-63B section 5.2.2 allows
 * 100 failures; here they take more than three days.
 */
export function countAttempt(member: Member, { factorId, challengeId, nowMs }: Attempt): Statement {
  const now = value(instant(nowMs));
  return statement(sql`update "auth_factors" set "attempts" = "attempts" + 1,
      "locked_until" = json_extract(${value(locks(nowMs))}, '$[' || min("attempts" + 1, ${value(freeAttempts + doublings)}) || ']')
    where "id" = ${value(factorId)} and "user_id" = ${value(member.userId)} and ${memberAlive(member)}
      and ("locked_until" is null or "locked_until" <= ${now})
      and exists (select 1 from "auth_challenges" where "id" = ${value(challengeId)}
        and "factor_id" = ${value(factorId)} and "expires_at" > ${now})`);
}

/** By the number of the attempt: until when no further one is made after it. JSON, because only the row knows its number. */
function locks(nowMs: number): string {
  const until = (attempt: number): string | null => {
    if (attempt < freeAttempts) return null;
    return instant(nowMs + Math.min(firstWaitSeconds * 2 ** (attempt - freeAttempts), longestWaitSeconds) * 1000);
  };
  return JSON.stringify(Array.from({ length: freeAttempts + doublings + 1 }, (_, attempt) => until(attempt)));
}
