import { randomBytes, toBase64Url } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import { beginSession } from "../begin.ts";
import type { AuthContext, Client } from "../context.ts";
import type { Profile } from "../identities/profile.ts";
import { resolveUser } from "../identities/resolve.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { hashed } from "../refresh-tokens.ts";
import { readOptionalText, readText } from "../rows.ts";
import { seal, unseal } from "../seal.ts";
import { type AuthenticationMethod, isMethod } from "../session.ts";
import { isBanned, readUser, type User } from "../user.ts";
import { type CodeChallenge, fitsChallenge } from "./pkce.ts";

/** Five minutes, as GoTrue; RFC 6749 section 4.1.2 asks for ten at most. */
const codeTtlMs = 300_000;

export interface CodeIssue {
  readonly userId: string;
  readonly method: AuthenticationMethod["method"];
  readonly challenge: CodeChallenge;
  /** What must hold when the code is written, over `auth_users`. */
  readonly condition: Sql;
  readonly providerTokens: ProviderTokens | null;
  /** Default: none; the code stands for a sign-in. */
  readonly link?: HeldLink;
  readonly effects: (issued: Sql) => readonly Statement[];
}

/** An identity that becomes the user's with the exchange of the code, so by the browser that holds its verifier alone. */
export interface HeldLink {
  readonly profile: Profile;
  readonly sessionId: string | null;
  readonly redirectTo: string;
}

/** What a provider gave for its own API. Perigee keeps them until the client has them, and no longer. */
export interface ProviderTokens {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
}

/** Writes a code that only who knows the verifier can exchange; null where the condition does not hold. */
export async function issueCode(context: AuthContext, issue: CodeIssue): Promise<string | null> {
  const nowMs = context.clock();
  const { token: code, hash } = await hashed(toBase64Url(randomBytes(32)));
  const { providerTokens, link = null } = issue;
  const carried: Carried = { ...(providerTokens ?? noTokens), link };
  const sealed =
    providerTokens === null && link === null
      ? null
      : await seal(JSON.stringify(carried), { key: await context.keys("providerTokens"), owner: hash });
  const isIssued = sql`exists (select 1 from "auth_flow_codes" where "code_hash" = ${value(hash)})`;
  const results = await context.store.batch(
    [
      statement(sql`delete from "auth_flow_codes" where "expires_at" <= ${value(instant(nowMs))}`),
      statement(sql`insert or ignore into "auth_flow_codes" ("code_hash", "user_id", "method", "code_challenge",
          "code_challenge_method", "provider_tokens", "created_at", "expires_at")
        select ${value(hash)}, "id", ${value(issue.method)}, ${value(issue.challenge.challenge)},
          ${value(issue.challenge.method)}, ${value(sealed)}, ${value(instant(nowMs))},
          ${value(instant(nowMs + codeTtlMs))}
        from "auth_users" where "id" = ${value(issue.userId)} and ${issue.condition}`),
      ...issue.effects(isIssued),
      statement(sql`select 1 where ${isIssued}`),
    ],
    { retry: true },
  );
  return results.at(-1)?.rows.length === 1 ? code : null;
}

export interface Exchange {
  readonly code: string;
  readonly verifier: string;
  readonly client: Client;
}

export interface Exchanged {
  readonly grant: Grant;
  readonly providerTokens: ProviderTokens | null;
}

/** What a code brings along, sealed with its hash as the owner. */
interface Carried extends ProviderTokens {
  readonly link: HeldLink | null;
}

const noTokens: ProviderTokens = { accessToken: null, refreshToken: null };

/** A code whose verifier was the right one. */
export interface OpenedCode {
  readonly hash: string;
  readonly user: User;
  readonly method: AuthenticationMethod["method"];
  readonly providerTokens: ProviderTokens | null;
  readonly link: HeldLink | null;
}

/**
 * RFC 7636 section 4.5. A code is good once, and a wrong verifier uses it up: it is in two hands (RFC 9700 section
 * 4.5.3).
 */
export async function exchangeCode(
  context: AuthContext,
  { code, verifier, client }: Exchange,
): Promise<Result<Exchanged, AuthReason>> {
  const opened = await openCode(context, { code, verifier });
  return opened.ok ? redeemCode(context, opened.value, client) : opened;
}

/** Finds a code by itself and its verifier. It stays, for `redeemCode` or `dropCode` to take. */
export async function openCode(
  context: AuthContext,
  { code, verifier }: Omit<Exchange, "client">,
): Promise<Result<OpenedCode, AuthReason>> {
  if (code === "" || verifier === "") return err({ kind: "flow", reason: "codeVerifierMissing" });
  const { hash } = await hashed(code);
  const find = sql`select u.*, c."method" as "code_method", c."code_challenge" as "code_challenge",
      c."code_challenge_method" as "code_challenge_method", c."provider_tokens" as "provider_tokens",
      c."expires_at" as "code_expires_at"
    from "auth_flow_codes" c join "auth_users" u on u."id" = c."user_id" where c."code_hash" = ${value(hash)}`;
  const [found] = await context.store.batch([statement(find)], { retry: true });
  const row = found?.rows[0];
  if (row === undefined) return err({ kind: "flow", reason: "flowStateNotFound" });
  const now = instant(context.clock());
  if (readText(row, "code_expires_at") <= now) return err({ kind: "flow", reason: "flowStateExpired" });
  const challenge: CodeChallenge = {
    challenge: readText(row, "code_challenge"),
    method: row.code_challenge_method === "plain" ? "plain" : "s256",
  };
  if (!(await fitsChallenge(verifier, challenge))) {
    await dropCode(context, hash);
    return err({ kind: "flow", reason: "codeVerifierWrong" });
  }
  const user = readUser(row);
  if (isBanned(user, now)) return err({ kind: "userBanned" });
  const method = readText(row, "code_method");
  const sealed = readOptionalText(row, "provider_tokens");
  const carried = sealed === null ? null : await openCarried(context, sealed, hash);
  return ok({
    hash,
    user,
    method: isMethod(method) ? method : "otp",
    providerTokens: carried === null ? null : { accessToken: carried.accessToken, refreshToken: carried.refreshToken },
    link: carried?.link ?? null,
  });
}

/** Begins the session that a code stands for, once; where it carries an identity, that is linked first. */
export async function redeemCode(
  context: AuthContext,
  { hash, user, method, providerTokens, link }: OpenedCode,
  client: Client,
): Promise<Result<Exchanged, AuthReason>> {
  if (link !== null) {
    if (!(await dropCode(context, hash))) return err({ kind: "flow", reason: "flowStateNotFound" });
    const linking = { userId: user.id, sessionId: link.sessionId };
    const linked = await resolveUser(context, { profile: link.profile, linking, client, provision: undefined });
    if (!linked.ok) return linked;
  }
  const grant = await beginSession(context, {
    user,
    method,
    client,
    condition:
      link === null ? sql`exists (select 1 from "auth_flow_codes" where "code_hash" = ${value(hash)})` : sql`1`,
    effects: () => [taking(hash)],
  });
  return grant === null ? err({ kind: "flow", reason: "flowStateNotFound" }) : ok({ grant, providerTokens });
}

/** Whether the code was still there. */
export async function dropCode(context: AuthContext, hash: string): Promise<boolean> {
  const [taken] = await context.store.batch([taking(hash)], { retry: false });
  return taken?.rows.length === 1;
}

function taking(hash: string): Statement {
  return statement(sql`delete from "auth_flow_codes" where "code_hash" = ${value(hash)} returning "code_hash"`);
}

async function openCarried(context: AuthContext, sealed: string, owner: string): Promise<Carried | null> {
  const text = await unseal(sealed, { key: await context.keys("providerTokens"), owner });
  return text === null ? null : JSON.parse(text);
}
