import { isJsonObject } from "../../kernel/json.ts";
import { anonymous, type Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { currentUser } from "../account.ts";
import type { AuthContext, Client } from "../context.ts";
import { challenge } from "../factors/challenge.ts";
import { verifyCode } from "../factors/verify-code.ts";
import { instant } from "../instants.ts";
import { type PasskeySignIn, passkeySignIn } from "../passkeys/sign-in.ts";
import type { AuthReason } from "../reasons.ts";
import { readText } from "../rows.ts";
import { seal, unseal } from "../seal.ts";
import { signIn } from "../sign-in.ts";
import type { VerifyToken } from "../verify.ts";
import { type OAuthClient, readClient } from "./client.ts";

/** How long somebody may stay signed in on the page, and no session goes on after it. */
export const pageSessionSeconds = 600;

export type PageSignIn = { readonly email: string; readonly password: string; readonly client: Client } | PasskeySignIn;

/** Signs somebody in for the page of consent alone: gives what its cookie holds, sealed, and no token. */
export async function signInOnPage(
  context: AuthContext,
  verify: VerifyToken,
  by: PageSignIn,
): Promise<Result<string, AuthReason>> {
  const granted = "password" in by ? await signIn(context, by) : await passkeySignIn(context, by);
  if (!granted.ok) return granted;
  const verified = await verify(granted.value.accessToken);
  const sessionId = verified.ok ? verified.value.principal.sessionId : null;
  if (sessionId === null) return err({ kind: "sessionNotFound" });
  const until = instant(context.clock() + pageSessionSeconds * 1000);
  const end = sql`update "auth_sessions" set "not_after" = ${value(until)} where "id" = ${value(sessionId)}`;
  await context.store.batch([statement(end)], { retry: true });
  const { id, role } = granted.value.user;
  return ok(await seal(JSON.stringify({ id, role, sessionId }), await keyOf(context)));
}

async function keyOf(context: AuthContext) {
  return { key: await context.keys("consentPage"), owner: "session" };
}

/** Who is signed in on the page, by its cookie. Whether the session is active is checked with the data. */
export async function readPageSession(context: AuthContext, sealed: string): Promise<Principal | null> {
  const text = sealed.length > 1000 ? null : await unseal(sealed, await keyOf(context));
  const parsed: unknown = text === null ? null : JSON.parse(text);
  if (!isJsonObject(parsed)) return null;
  const { id, role, sessionId } = parsed;
  if (typeof id !== "string" || typeof role !== "string" || typeof sessionId !== "string") return null;
  return { ...anonymous, id, role, sessionId };
}

/** Raises the page's session by a code of an authenticator app. */
export async function proveOnPage(
  context: AuthContext,
  principal: Principal,
  { code, client }: { readonly code: string; readonly client: Client },
): Promise<Result<null, AuthReason>> {
  const user = await currentUser(context, principal);
  if (!user.ok) return user;
  const factor = user.value.factors.find(({ type, isVerified }) => type === "totp" && isVerified);
  if (factor === undefined) return err({ kind: "factor", reason: { kind: "factorNotFound" } });
  const begun = await challenge(context, principal, { factorId: factor.id, client });
  if (!begun.ok) return begun;
  const proven = await verifyCode(context, principal, {
    factorId: factor.id,
    challengeId: begun.value.id,
    code,
    client,
  });
  return proven.ok ? ok(null) : proven;
}

export interface Preview {
  readonly client: OAuthClient;
  readonly redirectUri: string;
}

/** What a request is about, before anybody has signed in; null where there is none that waits. */
export async function previewAuthorization(context: AuthContext, id: string): Promise<Preview | null> {
  const select = sql`select c.*, a."redirect_uri" as "redirect_uri" from "auth_oauth_authorizations" a
      join "auth_oauth_clients" c on c."id" = a."client_id"
    where a."id" = ${value(id)} and a."status" = 'pending' and a."expires_at" > ${value(instant(context.clock()))}`;
  const [found] = await context.store.batch([statement(select)], { retry: true });
  const row = found?.rows[0];
  return row === undefined ? null : { client: readClient(row), redirectUri: readText(row, "redirect_uri") };
}
