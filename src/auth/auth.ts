import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Eventual, Result } from "../kernel/result.ts";
import type { Sql } from "../sql/fragment.ts";
import type { Grant } from "./access-token.ts";
import { currentUser, type LogOutScope, logOut } from "./account.ts";
import { type Admin, createAdmin } from "./admin/admin.ts";
import { authenticator, type Credentials, type HeaderSource, type TokenCheck } from "./authenticate.ts";
import { type AuthContext, type Client, unknownClient } from "./context.ts";
import { keySource } from "./derived-keys.ts";
import { authenticateAdmitted, authenticateProven } from "./dpop/authenticate.ts";
import { bindSession } from "./dpop/bind.ts";
import { boundToken } from "./dpop/bound.ts";
import { type ProvenRequest, verifyProof } from "./dpop/proof.ts";
import { isolateReplayGuard } from "./dpop/replay.ts";
import { type Factors, factors } from "./factors/factors.ts";
import { createFlows, type Flows } from "./flows/flows.ts";
import { noGuard } from "./guard.ts";
import { hashGate } from "./hash-gate.ts";
import { discovery } from "./identities/discovery.ts";
import { createFederation, type Federation } from "./identities/federation.ts";
import type { Fetch } from "./identities/remote.ts";
import { keyring } from "./keyring.ts";
import { createKeyAdmin, type KeyAdmin } from "./keys/admin.ts";
import { jwksText, noPublicKeyCache } from "./keys/public-keys.ts";
import { alive, isAlive } from "./liveness.ts";
import { noOutbox, type Outbox } from "./mail/outbox.ts";
import { userInfoAudience } from "./oauth-server/client-session.ts";
import { createOAuthServer, type OAuthServer } from "./oauth-server/server.ts";
import { type Passkeys, passkeys } from "./passkeys/passkeys.ts";
import type { Clock, PublicKeyCache, ReplayGuard, SignInGuard, Store } from "./ports.ts";
import type { AuthReason } from "./reasons.ts";
import { type Recovery, recovery } from "./recovery/recovery.ts";
import { type RefreshRequest, refresh } from "./refresh.ts";
import type { AuthSecrets } from "./secrets.ts";
import type { AuthSettings } from "./settings.ts";
import { type PasswordSignIn, signIn } from "./sign-in.ts";
import { type SignedUp, type SignUpInput, signUp } from "./sign-up.ts";
import type { PublicJwk } from "./signing-key.ts";
import { type UserChanges, updateUser } from "./update-user.ts";
import type { User } from "./user.ts";
import { tokenVerifier, type VerifierDeps } from "./verify.ts";

export interface AuthDeps {
  readonly store: Store;
  readonly settings: AuthSettings;
  readonly secrets: AuthSecrets;
  /** Default `Date.now`. */
  readonly clock?: Clock;
  /** Default: none. */
  readonly publicKeys?: PublicKeyCache;
  /** Default: none. */
  readonly guard?: SignInGuard;
  /** Default: the isolate's memory. */
  readonly replay?: ReplayGuard;
  /** How providers of identities are asked, and with which secrets. Default: the network, and none. */
  readonly fetch?: Fetch;
  readonly oauthSecrets?: ReadonlyMap<string, string>;
  /** Where mail and text messages go. Default: nowhere, and what needs them is disabled. */
  readonly outbox?: Outbox;
}

/** Identity: who asks, and the operations on users and sessions. Made once an isolate. */
export interface Auth {
  readonly settings: AuthSettings;
  /** Who asks, from `Authorization` and `apikey`; the rules are those of `Authenticator.credentials`. */
  authenticate(headers: HeaderSource, request?: ProvenRequest): Eventual<Principal, Failure>;
  /** The same without waiting; null where a token has to be verified first. */
  authenticateCached(headers: HeaderSource): Result<Principal, Failure> | null;
  /** For a socket, which has no headers of its own: `apiKey` comes from the query. */
  authenticateCredentials(credentials: Credentials): Promise<Result<Principal, Failure>>;
  /**
   * For a part behind this server's own door, past which a bound token comes with its proof verified alone: the proof is not
   * asked for again, since it is taken once. Never of a request from outside.
   */
  authenticateAdmitted(credentials: Credentials): Promise<Result<Principal, Failure>>;
  verifyToken(token: string): Promise<TokenCheck>;
  alive<S>(sessionId: Sql<S>): Sql<S>;
  /** The same, asked by itself. */
  isAlive(sessionId: string): Promise<boolean>;
  /** The public keys, RFC 7517 section 5. */
  jwks(): Promise<{ readonly keys: readonly PublicJwk[] }>;
  /** The same as JSON text, which may be a minute older. */
  jwksText(): Promise<string>;
  signUp(input: SignUpInput): Promise<Result<SignedUp, AuthReason>>;
  signIn(input: PasswordSignIn): Promise<Result<Grant, AuthReason>>;
  refresh(refreshToken: string, request?: RefreshRequest): Promise<Result<Grant, AuthReason>>;
  /** The thumbprint of the key that a DPoP proof proves (RFC 9449). */
  verifyProof(
    proof: string,
    of: { readonly request: ProvenRequest; readonly token: string | null },
  ): Promise<Result<string, "proof">>;
  /** The access token anew, its session bound to the key; null where it cannot be. */
  bindSession(accessToken: string, jkt: string): Promise<string | null>;
  currentUser(principal: Principal): Promise<Result<User, AuthReason>>;
  updateUser(principal: Principal, changes: UserChanges, client?: Client): Promise<Result<User, AuthReason>>;
  logOut(principal: Principal, scope: LogOutScope, client?: Client): Promise<Result<null, AuthReason>>;
  readonly admin: Admin;
  readonly factors: Factors;
  readonly flows: Flows;
  readonly federation: Federation;
  /** What messages can be sent by. */
  readonly channels: Outbox["channels"];
  readonly keys: KeyAdmin;
  readonly passkeys: Passkeys;
  readonly recovery: Recovery;
  /** The OAuth 2.1 server for clients of others; null where the definition has none. */
  readonly oauthServer: OAuthServer | null;
}

export function createAuth(deps: AuthDeps): Auth {
  const { store, settings, secrets, clock = Date.now } = deps;
  const { publicKeys = noPublicKeyCache, guard = noGuard, outbox = noOutbox } = deps;
  const proofs = { clock, replay: deps.replay ?? isolateReplayGuard(clock) };
  const fetcher: Fetch = deps.fetch ?? ((url, init) => fetch(url, init));
  const keys = keySource(secrets.masterSecret);
  const ring = keyring({ store, keys, clock, algorithm: settings.signingAlgorithm });
  const hash = hashGate({ maxWaiting: 32, leaseMs: 30_000, clock });
  const context: AuthContext = { store, settings, clock, keys, keyring: ring, publicKeys, guard, hash, outbox };
  const verification = { settings, secrets, keys, keyring: ring, store, clock };
  const who = authenticator(tokenVerifier(verification), clock);
  return {
    settings,
    authenticate: (headers, request) =>
      request !== undefined && boundToken(headers.get("authorization")) !== null
        ? authenticateProven(who, proofs, { headers, request })
        : who.credentials(presented(headers)),
    authenticateCached: (headers) => who.cached(presented(headers)),
    authenticateCredentials: async (credentials) => who.credentials(credentials),
    authenticateAdmitted: (credentials) => authenticateAdmitted(who, credentials),
    verifyToken: (token) => who.token(token),
    alive,
    isAlive: (sessionId) => isAlive(store, sessionId),
    jwksText: () => jwksText(ring, publicKeys),
    jwks: async () => ({ keys: await ring.publicKeys() }),
    signUp: (input) => signUp(context, input),
    signIn: (input) => signIn(context, input),
    refresh: (refreshToken, request = { client: unknownClient, provenKey: null }) =>
      refresh(context, refreshToken, request),
    verifyProof: (proof, of) => verifyProof(proofs, proof, of),
    bindSession: (accessToken, jkt) => bindSession(context, accessToken, jkt),
    currentUser: (principal) => currentUser(context, principal),
    updateUser: (principal, changes, client = unknownClient) => updateUser(context, principal, { changes, client }),
    logOut: (principal, scope, client = unknownClient) => logOut(context, principal, { scope, client }),
    admin: createAdmin(context),
    factors: factors(context),
    flows: createFlows(context),
    federation: createFederation(context, {
      discover: discovery(fetcher, clock),
      fetch: fetcher,
      secretOf: (name) => deps.oauthSecrets?.get(name) ?? null,
    }),
    channels: outbox.channels,
    keys: createKeyAdmin(context),
    passkeys: passkeys(context),
    recovery: recovery(context),
    oauthServer: settings.oauthServer === null ? null : startOAuthServer(context, verification),
  };
}

/** Its own verification takes the tokens that reach nothing but `userinfo`, too. */
function startOAuthServer(context: AuthContext, verification: VerifierDeps): OAuthServer {
  const all = tokenVerifier(verification);
  const { settings } = verification;
  const narrow = tokenVerifier({
    ...verification,
    settings: { ...settings, audience: userInfoAudience(settings.issuer) },
  });
  return createOAuthServer({
    context,
    async verify(token) {
      const verified = await all(token);
      return verified.ok || verified.error !== "audience" ? verified : narrow(token);
    },
  });
}

function presented(headers: HeaderSource): Credentials {
  return { authorization: headers.get("authorization"), apiKey: headers.get("apikey") };
}
