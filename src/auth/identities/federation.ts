import { toHex } from "../../kernel/bytes.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { sha256 } from "../../kernel/sha256.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import { currentUser } from "../account.ts";
import { beginSession } from "../begin.ts";
import type { AuthContext, Client } from "../context.ts";
import { type HeldLink, issueCode, type ProviderTokens } from "../flows/exchange.ts";
import type { CodeChallenge } from "../flows/pkce.ts";
import type { Provision } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";
import type { User } from "../user.ts";
import { answerLink, challengeOf, type HeldLinkAnswer, isSameBrowser, type LinkAnswer } from "./confirm-link.ts";
import {
  type Authorization,
  authorizationUrl,
  type PendingState,
  type Providers,
  proveProfile,
  takeState,
} from "./oauth.ts";
import { type Profile, profileOfClaims, readIdToken } from "./profile.ts";
import { ProviderError } from "./remote.ts";
import { checkLink, type Linking, resolveUser } from "./resolve.ts";
import { unlinkIdentity } from "./unlink.ts";

export interface AuthorizationRequest extends Omit<Authorization, "provider" | "linking"> {
  readonly provider: string;
  /** Who links an identity to himself; null for a sign-in. */
  readonly principal: Principal | null;
}

export interface Callback {
  readonly state: PendingState;
  readonly code: string;
  /** RFC 9207; null where the provider sends none. */
  readonly issuer: string | null;
  readonly origin: string;
  /** The secret of the cookie of the browser that came back, which it keeps. */
  readonly browser: string;
  readonly client: Client;
  readonly provision: Provision | undefined;
}

export type SignedIn =
  | { readonly kind: "session"; readonly grant: Grant; readonly tokens: ProviderTokens }
  | { readonly kind: "code"; readonly code: string }
  /** Who is in front of the browser has to say that he means to link. */
  | { readonly kind: "confirm"; readonly code: string; readonly user: User; readonly profile: Profile };

export interface IdTokenSignIn {
  readonly provider: string;
  readonly idToken: string;
  readonly nonce: string | null;
  readonly principal: Principal | null;
  readonly client: Client;
  readonly provision: Provision | undefined;
}

/** Users who are known to somebody else. */
export interface Federation {
  authorize(request: AuthorizationRequest): Promise<Result<string, AuthReason>>;
  /** Takes a state, once. */
  takeState(state: string): Promise<PendingState | null>;
  finish(callback: Callback): Promise<Result<SignedIn, AuthReason>>;
  /** What somebody said to linking, by the code of `confirm` and his browser's cookie. */
  answerLink(answer: LinkAnswer): Promise<Result<HeldLinkAnswer, AuthReason>>;
  signInWithIdToken(signIn: IdTokenSignIn): Promise<Result<Grant, AuthReason>>;
  unlink(principal: Principal, identityId: string, client: Client): Promise<Result<null, AuthReason>>;
}

export function createFederation(context: AuthContext, providers: Providers): Federation {
  return {
    authorize: (request) => authorize(context, providers, request),
    takeState: (state) => takeState(context, state),
    finish: (callback) => guarded(() => finish(context, providers, callback)),
    answerLink: (answer) => answerLink(context, answer),
    signInWithIdToken: (signIn) => guarded(() => signInWithIdToken(context, providers, signIn)),
    unlink: (principal, identityId, client) => unlinkIdentity(context, principal, { identityId, client }),
  };
}

/** What a provider does wrong is a refusal and no fault of ours. */
async function guarded<T>(work: () => Promise<Result<T, AuthReason>>): Promise<Result<T, AuthReason>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError) return err({ kind: "flow", reason: "providerFailed" });
    throw error;
  }
}

async function authorize(
  context: AuthContext,
  providers: Providers,
  request: AuthorizationRequest,
): Promise<Result<string, AuthReason>> {
  const provider = context.settings.providers.get(request.provider);
  if (provider === undefined) return err({ kind: "flow", reason: "providerUnknown" });
  const linking = await linkingOf(context, request.principal);
  if (!linking.ok) return linking;
  return guarded(async () =>
    ok(await authorizationUrl(context, providers, { ...request, provider, linking: linking.value })),
  );
}

async function linkingOf(
  context: AuthContext,
  principal: Principal | null,
): Promise<Result<Linking | null, AuthReason>> {
  if (principal === null) return ok(null);
  const user = await currentUser(context, principal);
  return user.ok ? ok({ userId: user.value.id, sessionId: principal.sessionId }) : user;
}

async function finish(
  context: AuthContext,
  providers: Providers,
  { state, code, issuer, origin, browser, client, provision }: Callback,
): Promise<Result<SignedIn, AuthReason>> {
  const provider = context.settings.providers.get(state.provider);
  if (provider === undefined) return err({ kind: "flow", reason: "providerUnknown" });
  // RFC 9207 section 2.4: an answer of another provider is none of this one's.
  if (issuer !== null && issuer !== provider.issuer) return err({ kind: "flow", reason: "oauthStateInvalid" });
  const proven = await proveProfile(providers, { provider, state, code, origin });
  if (!proven.ok) return proven;
  const { profile, tokens } = proven.value;
  const { linking, challenge } = state;
  if (linking !== null && !(await isSameBrowser(state, browser))) {
    return holdLink(context, { ...proven.value, state, linking, browser });
  }
  const user = await resolveUser(context, { profile, linking, client, provision });
  if (!user.ok) return user;
  if (challenge === null) {
    const grant = await begin(context, user.value, client);
    return grant.ok ? ok({ kind: "session", grant: grant.value, tokens }) : grant;
  }
  const issued = await issue(context, { user: user.value, challenge, tokens });
  return issued === null ? err({ kind: "userNotFound" }) : ok({ kind: "code", code: issued });
}

interface Held {
  readonly profile: Profile;
  readonly tokens: ProviderTokens;
  readonly state: PendingState;
  readonly linking: Linking;
  readonly browser: string;
}

/**
 * RFC 9700 section 4.7: somebody may have been led here with a link that another began. Nothing is linked until a code comes
 * back with the client's verifier (PKCE), which the other has and this browser has not; or, where the client has none, with
 * this browser's cookie and the word of who sits in front of it.
 */
async function holdLink(
  context: AuthContext,
  { profile, tokens, state, linking, browser }: Held,
): Promise<Result<SignedIn, AuthReason>> {
  const user = await checkLink(context, profile, linking);
  if (!user.ok) return user;
  const link = { profile, sessionId: linking.sessionId, redirectTo: state.redirectTo };
  const challenge = state.challenge ?? (await challengeOf(browser));
  const code = await issue(context, { user: user.value, challenge, tokens, link });
  if (code === null) return err({ kind: "userNotFound" });
  return ok(state.challenge === null ? { kind: "confirm", code, user: user.value, profile } : { kind: "code", code });
}

interface Issue {
  readonly user: User;
  readonly challenge: CodeChallenge;
  readonly tokens: ProviderTokens;
  readonly link?: HeldLink;
}

function issue(context: AuthContext, { user, challenge, tokens, link }: Issue): Promise<string | null> {
  return issueCode(context, {
    userId: user.id,
    method: "oauth",
    challenge,
    condition: sql`1`,
    providerTokens: tokens,
    ...(link === undefined ? {} : { link }),
    effects: () => [],
  });
}

async function begin(context: AuthContext, user: User, client: Client): Promise<Result<Grant, AuthReason>> {
  const condition = sql`"id" = ${value(user.id)}`;
  const grant = await beginSession(context, { user, method: "oauth", client, condition });
  return grant === null ? err({ kind: "userBanned" }) : ok(grant);
}

async function signInWithIdToken(
  context: AuthContext,
  providers: Providers,
  { provider: name, idToken, nonce, principal, client, provision }: IdTokenSignIn,
): Promise<Result<Grant, AuthReason>> {
  const provider = context.settings.providers.get(name);
  if (provider === undefined || provider.kind !== "oidc") return err({ kind: "flow", reason: "providerUnknown" });
  const linking = await linkingOf(context, principal);
  if (!linking.ok) return linking;
  const claims = await readIdToken(provider, await providers.discover(provider), idToken);
  if (claims === null) return err({ kind: "flow", reason: "idTokenInvalid" });
  if (!(await fitsNonce(claims.nonce, nonce))) return err({ kind: "flow", reason: "nonceMismatch" });
  const profile = profileOfClaims(name, claims);
  const user = await resolveUser(context, { profile, linking: linking.value, client, provision });
  return user.ok ? begin(context, user.value, client) : user;
}

/** Both or neither; the token holds the nonce or, as GoTrue's guides have it, its SHA-256 in hexadecimal. */
async function fitsNonce(claimed: unknown, given: string | null): Promise<boolean> {
  if (given === null || given === "") return claimed === undefined || claimed === "";
  return claimed === given || claimed === toHex(await sha256(given));
}
