import { serviceRole } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AdminActor } from "../admin/actor.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { readOptionalText, readText } from "../rows.ts";
import { type ApiKeyKind, hashApiKey, hintOf, newApiKey } from "./api-key-format.ts";

/** A key as it is listed; the key itself is told once, when it is made. */
export interface ApiKeyState {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly role: string;
  readonly hint: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

export interface ApiKeyRequest {
  readonly name: string;
  readonly kind: ApiKeyKind;
  /** Null for `anon` of a publishable key and `service_role` of a secret one. */
  readonly role: string | null;
  readonly expiresAtMs: number | null;
}

export async function createApiKey(
  context: AuthContext,
  by: AdminActor,
  asked: ApiKeyRequest,
): Promise<Result<ApiKeyState & { readonly key: string }, AuthReason>> {
  const nowMs = context.clock();
  const role = asked.role ?? (asked.kind === "secret" ? serviceRole : "anon");
  if (!context.settings.roles.has(role)) return err({ kind: "key", key: "keyRoleUnknown" });
  if (asked.kind === "publishable" && role === serviceRole) return err({ kind: "key", key: "keyRoleSecret" });
  if (!/^\P{C}{1,100}$/u.test(asked.name)) return err({ kind: "key", key: "keyNameInvalid" });
  if (asked.expiresAtMs !== null && !(asked.expiresAtMs > nowMs && asked.expiresAtMs < latestMs)) {
    return err({ kind: "key", key: "keyExpiryInvalid" });
  }
  const key = await newApiKey(asked.kind, await context.keys("apiKeyMarks"));
  const state: ApiKeyState = {
    id: crypto.randomUUID(),
    name: asked.name,
    kind: asked.kind,
    role,
    hint: hintOf(key),
    createdAt: instant(nowMs),
    expiresAt: asked.expiresAtMs === null ? null : instant(asked.expiresAtMs),
    lastUsedAt: null,
    revokedAt: null,
  };
  const traits = { key_id: state.id, role };
  await context.store.batch(
    [
      statement(sql`insert into "auth_api_keys"
          ("id", "name", "kind", "role", "hint", "key_hash", "created_at", "expires_at")
        values (${value(state.id)}, ${value(state.name)}, ${value(state.kind)}, ${value(role)}, ${value(state.hint)},
          ${value(await hashApiKey(key))}, ${value(state.createdAt)}, ${value(state.expiresAt)})`),
      await audit(context, { action: "api_key_created", outcome: "success", ...by, traits }),
      statement(sql`insert into "auth_sessions" ("id", "created_at", "updated_at", "not_after")
        select "id", "created_at", "created_at", "expires_at" from "auth_api_keys"
        where "id" = ${value(state.id)} and "role" <> 'anon'`),
    ],
    { retry: false },
  );
  return ok({ ...state, key });
}

/** The year 9999: later ones have another length. */
const latestMs = Date.UTC(9999, 0);

export async function listApiKeys(context: AuthContext): Promise<readonly ApiKeyState[]> {
  const select = sql`select * from "auth_api_keys" order by "created_at" desc, "id" limit 1000`;
  const [found] = await context.store.batch([statement(select)], { retry: true });
  return (found?.rows ?? []).map(readState);
}

/** Revokes a key for good. Harmless to repeat. */
export async function revokeApiKey(
  context: AuthContext,
  by: AdminActor,
  id: string,
): Promise<Result<ApiKeyState, AuthReason>> {
  const isKey = sql`"id" = ${value(id)}`;
  const results = await context.store.batch(
    [
      statement(sql`update "auth_api_keys" set "revoked_at" = ${value(instant(context.clock()))}
        where ${isKey} and "revoked_at" is null`),
      await audit(context, { action: "api_key_revoked", outcome: "success", ...by, traits: { key_id: id } }),
      statement(sql`delete from "auth_sessions" where "id" in (select "id" from "auth_api_keys" where ${isKey})`),
      statement(sql`select * from "auth_api_keys" where ${isKey}`),
    ],
    { retry: true },
  );
  const row = results[3]?.rows[0];
  return row === undefined ? err({ kind: "key", key: "keyNotFound" }) : ok(readState(row));
}

function readState(row: Row): ApiKeyState {
  return {
    id: readText(row, "id"),
    name: readText(row, "name"),
    kind: readText(row, "kind"),
    role: readText(row, "role"),
    hint: readText(row, "hint"),
    createdAt: readText(row, "created_at"),
    expiresAt: readOptionalText(row, "expires_at"),
    lastUsedAt: readOptionalText(row, "last_used_at"),
    revokedAt: readOptionalText(row, "revoked_at"),
  };
}
