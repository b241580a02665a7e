import type { Principal } from "../../kernel/principal.ts";
import { serviceRole } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { judgeOwner, type Owner, ownerAlive, ownerOf, selectOwner } from "../account.ts";
import type { AuthContext } from "../context.ts";
import { hasProven } from "../factors/factor.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { readOptionalText, readText } from "../rows.ts";
import type { User } from "../user.ts";
import { type OAuthClient, readClient } from "./client.ts";
import { clientIdOf } from "./client-session.ts";
import { type Scope, storedScopes } from "./scopes.ts";

/** What a client asks a user for. */
export interface Authorization {
  readonly id: string;
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly scopes: readonly Scope[];
  readonly state: string | null;
  /** Whether the client wants the user asked, whatever he agreed to before. */
  readonly mustAsk: boolean;
}

/** A pending request before the user whose it is. */
export interface Pending {
  readonly authorization: Authorization;
  readonly user: User;
  readonly owner: Owner;
  /** What the user has let the client have before. */
  readonly agreed: readonly Scope[] | null;
}

/**
 * The request, for a user who may decide about it: signed in himself, with his second factor where he has one, and not
 * the service. The first who looks is whose it is; for everybody else it is not there.
 */
export async function findPending(
  context: AuthContext,
  principal: Principal,
  { id, binds }: { readonly id: string; readonly binds: boolean },
): Promise<Result<Pending, AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  if (clientIdOf(principal) !== null) return err({ kind: "oauth", reason: "clientToken" });
  if (owner.value.sessionId === null) return err({ kind: "sessionNotFound" });
  const nowMs = context.clock();
  const results = await context.store.batch(
    [...(binds ? [bind(owner.value, id, instant(nowMs))] : []), selectOwner(owner.value), select(owner.value, id)],
    { retry: true },
  );
  const [ownerRow, row] = results.slice(-2).map((result) => result.rows[0]);
  const user = judgeOwner(ownerRow, nowMs);
  if (!user.ok) return user;
  if (!hasProven(user.value, ownerRow)) {
    return err({ kind: "factor", reason: { kind: "insufficientAssurance", to: "changeCredentials" } });
  }
  // Whose sign-in is too old has not taken it: who comes next may be somebody else.
  const isFree = row?.user_id === null && row.is_fresh !== 1;
  const isOwn = (isFree || row?.user_id === owner.value.userId) && readText(row, "request_expires_at") > instant(nowMs);
  if (row === undefined || !isOwn || user.value.role === serviceRole) {
    return err({ kind: "oauth", reason: "authorizationNotFound" });
  }
  if (row.status !== "pending") return err({ kind: "oauth", reason: "authorizationNotPending" });
  if (row.is_fresh !== 1) return err({ kind: "oauth", reason: "signInTooOld" });
  const agreed = readOptionalText(row, "agreed_scope");
  const before = agreed === null ? null : storedScopes(agreed);
  return ok({ authorization: readAuthorization(row), user: user.value, owner: owner.value, agreed: before });
}

function bind(owner: Owner, id: string, now: string): Statement {
  return statement(sql`update "auth_oauth_authorizations" set "user_id" = ${value(owner.userId)}
    where "id" = ${value(id)} and "user_id" is null and "status" = 'pending' and "expires_at" > ${value(now)}
      and ${ownerAlive(owner)} and ${isFresh(owner)}`);
}

/** Whether the user has signed in since the request wants him to have, over a request. */
function isFresh(owner: Owner): Sql {
  return sql`("signed_in_since" is null or "signed_in_since" <=
    (select "created_at" from "auth_sessions" where "id" = ${value(owner.sessionId)}))`;
}

function select(owner: Owner, id: string): Statement {
  return statement(sql`select c.*, a."id" as "authorization_id", a."user_id" as "user_id", a."status" as "status",
      a."redirect_uri" as "redirect_uri", a."scope" as "request_scope", a."state" as "state", a."prompt" as "prompt",
      a."expires_at" as "request_expires_at", o."scope" as "agreed_scope", ${isFresh(owner)} as "is_fresh"
    from "auth_oauth_authorizations" a join "auth_oauth_clients" c on c."id" = a."client_id"
      left join "auth_oauth_consents" o on o."client_id" = c."id" and o."user_id" = ${value(owner.userId)}
    where a."id" = ${value(id)}`);
}

function readAuthorization(row: Row): Authorization {
  const prompt = readOptionalText(row, "prompt") ?? "";
  return {
    id: readText(row, "authorization_id"),
    client: readClient(row),
    redirectUri: readText(row, "redirect_uri"),
    scopes: storedScopes(readText(row, "request_scope")),
    state: readOptionalText(row, "state"),
    mustAsk: prompt.split(" ").includes("consent"),
  };
}
