import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { VerifiedToken } from "../claims.ts";
import type { KeySource } from "../derived-keys.ts";
import { instant } from "../instants.ts";
import type { Clock, Store } from "../ports.ts";
import type { TokenReason } from "../rejections.ts";
import { readOptionalText, readText } from "../rows.ts";
import { hashApiKey, isMarked } from "./api-key-format.ts";

export interface ApiKeyDeps {
  readonly store: Store;
  readonly keys: KeySource;
  readonly clock: Clock;
  readonly roles: ReadonlySet<string>;
}

/** So exactly the last use is known: each isolate asks for a key once a minute, and writes no oftener than this. */
const lastUseStepMs = 600_000;

/**
 * Who bears an API key. A key of any role but `anon` has a row among the sessions, whose id the principal carries: so it is
 * looked up with the data at every access, and a revoked one is refused on the next request. A key of `anon` gives
 * nothing that nobody has; it is believed for the minute that tokens are remembered.
 */
export async function findApiKey(deps: ApiKeyDeps, token: string): Promise<Result<VerifiedToken, TokenReason>> {
  if (!(await isMarked(token, await deps.keys("apiKeyMarks")))) return err("apiKey");
  const nowMs = deps.clock();
  const now = value(instant(nowMs));
  const isKey = sql`"key_hash" = ${value(await hashApiKey(token))}`;
  const [found] = await deps.store.batch(
    [
      statement(sql`select "id", "role", "expires_at" from "auth_api_keys" where ${isKey}
        and "revoked_at" is null and ("expires_at" is null or "expires_at" > ${now})`),
      statement(sql`update "auth_api_keys" set "last_used_at" = ${now} where ${isKey}
        and ("last_used_at" is null or "last_used_at" < ${value(instant(nowMs - lastUseStepMs))})`),
    ],
    { retry: true },
  );
  const row = found?.rows[0];
  if (row === undefined) return err("apiKey");
  const role = readText(row, "role");
  if (!deps.roles.has(role)) return err("role");
  const id = readText(row, "id");
  const expiresAt = readOptionalText(row, "expires_at");
  return ok({
    principal: { id: null, role, sessionId: role === "anon" ? null : id, claims: { role, key_id: id } },
    expiresAtMs: expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
  });
}
