import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import { signToken } from "../sign-token.ts";

/**
 * Binds the session of an access token that was just issued to a key, and gives the token anew with its thumbprint (RFC
 * 9449 sections 5 and 6). From then on the session's refresh tokens need proofs of the same key. Null where the session is
 * bound to another one, or over.
 */
export async function bindSession(context: AuthContext, accessToken: string, jkt: string): Promise<string | null> {
  const claims = claimsOf(accessToken);
  const sessionId = claims.session_id;
  if (typeof sessionId !== "string") return null;
  const bind = sql`update "auth_sessions" set "dpop_jkt" = ${value(jkt)}
    where "id" = ${value(sessionId)} and ("dpop_jkt" is null or "dpop_jkt" = ${value(jkt)}) returning "id"`;
  const [bound] = await context.store.batch([statement(bind)], { retry: true });
  if (bound?.rows.length !== 1) return null;
  return signToken({ ...claims, cnf: { jkt } }, await context.keyring.signer());
}

/** Of a token of our own making. */
function claimsOf(token: string): JsonObject {
  const part = token.split(".")[1] ?? "";
  const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return isJsonObject(parsed) ? parsed : {};
}
