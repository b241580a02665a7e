import { toHex, utf8 } from "../../kernel/bytes.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import { currentUser } from "../account.ts";
import { beginSession } from "../begin.ts";
import type { AuthContext, Client } from "../context.ts";
import { issueCode, type ProviderTokens } from "../flows/exchange.ts";
import type { Provision } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";
import type { User } from "../user.ts";
import {
  type Authorization,
  authorizationUrl,
  type PendingState,
  type Providers,
  proveProfile,
  takeState,
} from "./oauth.ts";
import { profileOfClaims, readIdToken } from "./profile.ts";
import { ProviderError } from "./remote.ts";
import { type Linking, resolveUser } from "./resolve.ts";
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
  readonly client: Client;
  readonly provision: Provision | undefined;
}

export type SignedIn =
  | { readonly kind: "session"; readonly grant: Grant; readonly tokens: ProviderTokens }
  | { readonly kind: "code"; readonly code: string };

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
  signInWithIdToken(signIn: IdTokenSignIn): Promise<Result<Grant, AuthReason>>;
  unlink(principal: Principal, identityId: string, client: Client): Promise<Result<null, AuthReason>>;
}

export function createFederation(context: AuthContext, providers: Providers): Federation {
  return {
    authorize: (request) => authorize(context, providers, request),
    takeState: (state) => takeState(context, state),
    finish: (callback) => guarded(() => finish(context, providers, callback)),
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
  { state, code, issuer, origin, client, provision }: Callback,
): Promise<Result<SignedIn, AuthReason>> {
  const provider = context.settings.providers.get(state.provider);
  if (provider === undefined) return err({ kind: "flow", reason: "providerUnknown" });
  // RFC 9207 section 2.4: an answer of another provider is none of this one's.
  if (issuer !== null && issuer !== provider.issuer) return err({ kind: "flow", reason: "oauthStateInvalid" });
  const proven = await proveProfile(providers, { provider, state, code, origin });
  if (!proven.ok) return proven;
  const { profile, tokens } = proven.value;
  const user = await resolveUser(context, { profile, linking: state.linking, client, provision });
  if (!user.ok) return user;
  if (state.challenge === null) {
    const grant = await begin(context, user.value, client);
    return grant.ok ? ok({ kind: "session", grant: grant.value, tokens }) : grant;
  }
  const issued = await issueCode(context, {
    userId: user.value.id,
    method: "oauth",
    challenge: state.challenge,
    condition: sql`1`,
    providerTokens: tokens,
    effects: () => [],
  });
  return issued === null ? err({ kind: "userNotFound" }) : ok({ kind: "code", code: issued });
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
  const digest = await crypto.subtle.digest("SHA-256", utf8(given));
  return claimed === given || claimed === toHex(new Uint8Array(digest));
}
