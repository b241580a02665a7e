import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { judgeOwner, ownerAlive, ownerOf, selectOwner } from "../account.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { readText } from "../rows.ts";
import { type OAuthClient, readClient } from "./client.ts";
import { type Scope, storedScopes } from "./scopes.ts";

/** A client that a user lets in. */
export interface ClientConsent {
  readonly client: OAuthClient;
  readonly scopes: readonly Scope[];
  readonly grantedAt: string;
}

const maxListed = 1000;

export async function listGrants(
  context: AuthContext,
  principal: Principal,
): Promise<Result<readonly ClientConsent[], AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const select = sql`select c.*, o."scope" as "agreed_scope", o."granted_at" as "granted_at"
    from "auth_oauth_consents" o join "auth_oauth_clients" c on c."id" = o."client_id"
    where o."user_id" = ${value(owner.value.userId)} order by o."granted_at" desc, c."id"
    limit cast(${value(maxListed)} as integer)`;
  const statements = [selectOwner(owner.value), statement(select)];
  const [found, listed] = await context.store.batch(statements, { retry: true });
  const user = judgeOwner(found?.rows[0], context.clock());
  if (!user.ok) return user;
  return ok(
    (listed?.rows ?? []).map((row) => ({
      client: readClient(row),
      scopes: storedScopes(readText(row, "agreed_scope")),
      grantedAt: readText(row, "granted_at"),
    })),
  );
}

/** Lets the client in no more: its sessions end with the consent (`triggers.ts`), on their next request. */
export async function revokeGrant(
  context: AuthContext,
  principal: Principal,
  { clientId, client }: { readonly clientId: string; readonly client: Client },
): Promise<Result<null, AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const { userId } = owner.value;
  const actor = { id: userId, role: principal.role };
  const remove = sql`delete from "auth_oauth_consents" where "user_id" = ${value(userId)}
    and "client_id" = ${value(clientId.toLowerCase())} and ${ownerAlive(owner.value)} returning "id"`;
  const traits = { client_id: clientId.toLowerCase() };
  const entry = await audit(context, { action: "oauth_consent_revoked", outcome: "success", actor, client, traits });
  const statements = [selectOwner(owner.value), statement(remove), entry];
  const [found, removed] = await context.store.batch(statements, { retry: false });
  const user = judgeOwner(found?.rows[0], context.clock());
  if (!user.ok) return user;
  return removed?.rows.length === 1 ? ok(null) : err({ kind: "oauth", reason: "consentNotFound" });
}
