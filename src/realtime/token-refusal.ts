import { type TokenReason, tokenMessage } from "../auth/rejections.ts";
import { fromBase64Url } from "../kernel/bytes.ts";
import type { Failure } from "../kernel/failure.ts";
import { isJsonObject, readJson } from "../kernel/json.ts";
import { reasons } from "./reasons.ts";

const malformed: ReadonlySet<string> = messagesOf("empty", "parts", "encoding", "header");
const unsigned: ReadonlySet<string> = messagesOf("signature", "key", "algorithm");

function messagesOf(...kinds: readonly TokenReason[]): ReadonlySet<string> {
  return new Set(kinds.map(tokenMessage));
}

/**
 * Why a token does not hold, in the codes and words of Supabase's Realtime. Source: supabase/realtime,
 * lib/realtime_web/channels/realtime_channel.ex, auth/channels_authorization.ex.
 */
export function tokenRefusal(token: string, refusal: Failure, nowMs: number): string {
  const message = refusal.message.replace(/; got \d+$/, "");
  if (malformed.has(message)) return reasons.malformedToken("The token provided is not a valid JWT");
  if (unsigned.has(message)) return reasons.unsignedToken;
  if (message !== tokenMessage("expired")) return reasons.invalidToken(message);
  const seconds = expiredSeconds(token, nowMs);
  return seconds === null ? reasons.expired : `${reasons.expired} ${seconds} seconds ago`;
}

/** Of a token that has been found to be well formed. */
function expiredSeconds(token: string, nowMs: number): number | null {
  const bytes = fromBase64Url(token.split(".")[1] ?? "");
  if (bytes === null) return null;
  const claims = readJson(new TextDecoder().decode(bytes));
  const exp = isJsonObject(claims) ? claims.exp : null;
  return typeof exp === "number" ? Math.max(0, Math.floor(nowMs / 1_000 - exp)) : null;
}
