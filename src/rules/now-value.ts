import type { Result } from "../kernel/result.ts";
import type { ParseReason, Stored } from "../schema/kinds/kind.ts";
import { parseText } from "../schema/kinds/parse.ts";
import { timestampText } from "../schema/kinds/timestamp.ts";
import type { NowOperand } from "./expression.ts";

/** The moment that is meant, in the stored form of its type. `now` is the request's, in the stored form of timestamps. */
export function nowValue(now: string, { type, secondsAgo }: NowOperand): Result<Stored, ParseReason> {
  return parseText(secondsAgo === undefined ? now : momentBefore(now, secondsAgo), type);
}

export function momentBefore(now: string, secondsAgo: number): string {
  return timestampText(Date.parse(now) - secondsAgo * 1000);
}
