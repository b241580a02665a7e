import { randomBytes, toBase64Url } from "../../kernel/bytes.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { ownerAlive } from "../account.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { hashed } from "../refresh-tokens.ts";
import { readOptionalText, readText } from "../rows.ts";
import { type Authorization, findPending, type Pending } from "./authorization.ts";
import { isConfidential } from "./client.ts";
import { isOwned } from "./redirect-uris.ts";

/** RFC 6749 section 4.1.2 asks for ten minutes at most; the browser is on its way already. */
const codeTtlMs = 60_000;
/** A code that comes again within a day is still known as one that was used. */
const memoryMs = 86_400_000;

/** Where the user's browser goes next. */
export interface Decided {
  readonly redirectUrl: string;
}

export type Described =
  | { readonly kind: "asks"; readonly pending: Pending }
  /** Nothing is left to ask: it was agreed to before. */
  | ({ readonly kind: "decided" } & Decided);

export interface Decision {
  readonly id: string;
  readonly approves: boolean;
  readonly client: Client;
}

/** Shows the request to the user, or answers it at once where he has agreed to as much before. */
export async function describeAuthorization(
  context: AuthContext,
  principal: Principal,
  { id, client }: Pick<Decision, "id" | "client">,
): Promise<Result<Described, AuthReason>> {
  const pending = await findPending(context, principal, { id, binds: true });
  if (!pending.ok)
    return (await refuseSilently(context, { id, userId: principal.id, error: "login_required" })) ?? pending;
  if (!isAgreed(pending.value)) {
    const by = { id, userId: pending.value.user.id, error: "consent_required" } as const;
    return (await refuseSilently(context, by)) ?? ok({ kind: "asks", pending: pending.value });
  }
  const decided = await approve(context, pending.value, client);
  return decided.ok ? ok({ kind: "decided", ...decided.value }) : decided;
}

export interface SilentRefusal {
  readonly id: string;
  /** Who is signed in; null where nobody is. */
  readonly userId: string | null;
  readonly error: "login_required" | "consent_required";
}

/**
 * Answers a request with `prompt=none` that cannot be granted (OpenID Connect Core 1.0 section 3.1.2.6); null where it is no
 * such request, or somebody else's.
 */
export async function refuseSilently(
  context: AuthContext,
  { id, userId, error }: SilentRefusal,
): Promise<Result<Extract<Described, Decided>, never> | null> {
  const refuse = sql`update "auth_oauth_authorizations" set "status" = 'denied'
    where "id" = ${value(id)} and "prompt" = 'none' and "status" = 'pending'
      and "expires_at" > ${value(instant(context.clock()))} and ("user_id" is null or "user_id" is ${value(userId)})
    returning "redirect_uri", "state"`;
  const [refused] = await context.store.batch([statement(refuse)], { retry: false });
  const row = refused?.rows[0];
  if (row === undefined) return null;
  const words = error === "login_required" ? "The user has to sign in" : "The user has to agree";
  const of = { redirectUri: readText(row, "redirect_uri"), state: readOptionalText(row, "state") };
  return ok({ kind: "decided", redirectUrl: answerUrl(context, of, { error, error_description: words }) });
}

/**
 * Whether the user need not be asked again. He is wherever another app could stand in for the client: one without a
 * secret whose redirect leads to an app on the user's machine (RFC 6749 section 10.2, RFC 8252 section 8.6).
 */
function isAgreed({ authorization, agreed }: Pending): boolean {
  const { client, redirectUri, scopes, mustAsk } = authorization;
  if (agreed === null || mustAsk || !scopes.every((scope) => agreed.includes(scope))) return false;
  return isConfidential(client) || isOwned(redirectUri);
}

/** What the user says. He has to have seen the request, or it is not his. */
export async function decide(
  context: AuthContext,
  principal: Principal,
  { id, approves, client }: Decision,
): Promise<Result<Decided, AuthReason>> {
  const pending = await findPending(context, principal, { id, binds: false });
  if (!pending.ok) return pending;
  return approves ? approve(context, pending.value, client) : deny(context, pending.value, client);
}

async function approve(context: AuthContext, pending: Pending, client: Client): Promise<Result<Decided, AuthReason>> {
  const { authorization, user, owner, agreed } = pending;
  const nowMs = context.clock();
  const now = value(instant(nowMs));
  const { token: code, hash } = await hashed(toBase64Url(randomBytes(32)));
  const scope = [...new Set([...(agreed ?? []), ...authorization.scopes])].join(" ");
  const traits = { client_id: authorization.client.id, scope: authorization.scopes.join(" ") };
  const actor = { id: user.id, role: user.role };
  const issued = sql`exists (select 1 from "auth_oauth_authorizations" where "code_hash" = ${value(hash)})`;
  const results = await context.store.batch(
    [
      statement(sql`update "auth_oauth_authorizations" set "status" = 'approved', "code_hash" = ${value(hash)},
          "auth_time" = (select "created_at" from "auth_sessions" where "id" = ${value(owner.sessionId)}),
          "expires_at" = ${value(instant(nowMs + codeTtlMs))}, "forget_at" = ${value(instant(nowMs + memoryMs))}
        where "id" = ${value(authorization.id)} and "user_id" = ${value(user.id)} and "status" = 'pending'
          and "expires_at" > ${now} and ${ownerAlive(owner)}`),
      await audit(context, { action: "oauth_consent_granted", outcome: "success", actor, client, traits }),
      statement(sql`insert into "auth_oauth_consents" ("id", "user_id", "client_id", "scope", "granted_at")
        select ${value(crypto.randomUUID())}, ${value(user.id)}, "id", ${value(scope)}, ${now} from "auth_oauth_clients"
        where "id" = ${value(authorization.client.id)} and ${issued}
        on conflict ("user_id", "client_id") do update set "scope" = excluded."scope"`),
      statement(sql`select 1 where ${issued}`),
    ],
    { retry: false },
  );
  if (results.at(-1)?.rows.length !== 1) return notPending;
  return ok({ redirectUrl: answerUrl(context, authorization, { code }) });
}

const notPending: Result<never, AuthReason> = err({ kind: "oauth", reason: "authorizationNotPending" });

async function deny(context: AuthContext, pending: Pending, client: Client): Promise<Result<Decided, AuthReason>> {
  const { authorization, user } = pending;
  const actor = { id: user.id, role: user.role };
  const traits = { client_id: authorization.client.id };
  const [denied] = await context.store.batch(
    [
      statement(sql`update "auth_oauth_authorizations" set "status" = 'denied'
        where "id" = ${value(authorization.id)} and "user_id" = ${value(user.id)} and "status" = 'pending'
        returning "id"`),
      await audit(context, { action: "oauth_consent_denied", outcome: "success", actor, client, traits }),
    ],
    { retry: false },
  );
  if (denied?.rows.length !== 1) return notPending;
  const error = { error: "access_denied", error_description: "The user denied the request" };
  return ok({ redirectUrl: answerUrl(context, authorization, error) });
}

function answerUrl(
  context: AuthContext,
  { redirectUri, state }: Pick<Authorization, "redirectUri" | "state">,
  members: Readonly<Record<string, string>>,
): string {
  return authorizationAnswer({ redirectUri, state, issuer: context.settings.issuer, members });
}

export interface AuthorizationAnswer {
  readonly redirectUri: string;
  readonly state: string | null;
  readonly issuer: string;
  readonly members: Readonly<Record<string, string>>;
}

/** RFC 6749 section 4.1.2: in the query, with `iss` (RFC 9207), by which a client tells servers apart. */
export function authorizationAnswer({ redirectUri, state, issuer, members }: AuthorizationAnswer): string {
  const url = new URL(redirectUri);
  const all = { ...members, ...(state === null ? {} : { state }), iss: issuer };
  for (const [name, member] of Object.entries(all)) url.searchParams.set(name, member);
  return url.href;
}
