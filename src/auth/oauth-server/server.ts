import type { JsonObject } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { ok, type Result } from "../../kernel/result.ts";
import { currentUser } from "../account.ts";
import type { AdminActor } from "../admin/actor.ts";
import type { TokenCheck } from "../authenticate.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import type { VerifyToken } from "../verify.ts";
import { authenticateClient, type ClientCredentials } from "./authenticate-client.ts";
import { type AuthorizationRequest, type Begun, beginAuthorization, type RefusedAuthorization } from "./authorize.ts";
import type { OAuthClient } from "./client.ts";
import {
  type ClientChange,
  type ClientList,
  type ClientPage,
  createClient,
  deleteClient,
  findClient,
  listClients,
  type MadeClient,
  renewSecret,
  updateClient,
} from "./clients.ts";
import {
  type Decided,
  type Decision,
  type Described,
  decide,
  describeAuthorization,
  refuseSilently,
} from "./consent.ts";
import { type ClientGrant, type CodeExchange, exchangeCode } from "./exchange.ts";
import { type ClientConsent, listGrants, revokeGrant } from "./grants.ts";
import { type Introspection, introspect } from "./introspect.ts";
import { maintainServer } from "./maintain.ts";
import type { GivenMetadata } from "./metadata.ts";
import {
  type PageSignIn,
  type Preview,
  previewAuthorization,
  proveOnPage,
  readPageSession,
  signInOnPage,
} from "./page-session.ts";
import type { OAuthError } from "./protocol-error.ts";
import { type ClientRefresh, renew } from "./renew.ts";
import { type Revocation, revokeToken } from "./revoke.ts";
import { storedScopes } from "./scopes.ts";
import { claimsOfUser } from "./user-claims.ts";

/** The authorization server: OAuth 2.1 (draft-ietf-oauth-v2-1-13) and OpenID Connect Core 1.0, code flow. */
export interface OAuthServer {
  /** RFC 7591 section 3.1, where the definition lets anybody register; by the service otherwise. */
  register(
    by: AdminActor,
    given: { readonly metadata: GivenMetadata; readonly type: OAuthClient["registrationType"] },
  ): Promise<Result<MadeClient, OAuthError>>;
  listClients(page: ClientPage): Promise<ClientList>;
  findClient(id: string): Promise<Result<OAuthClient, AuthReason>>;
  updateClient(by: AdminActor, change: ClientChange): Promise<Result<OAuthClient, AuthReason | OAuthError>>;
  deleteClient(by: AdminActor, id: string): Promise<Result<null, AuthReason>>;
  renewSecret(by: AdminActor, id: string): Promise<Result<MadeClient, AuthReason>>;
  /** Gives the id under which the user decides. */
  begin(request: AuthorizationRequest): Promise<Result<Begun, RefusedAuthorization>>;
  describe(principal: Principal, of: Pick<Decision, "id" | "client">): Promise<Result<Described, AuthReason>>;
  decide(principal: Principal, decision: Decision): Promise<Result<Decided, AuthReason>>;
  /** Answers a request with `prompt=none` on whose page nobody is signed in; null where there is none. */
  refuseSilent(id: string): Promise<Decided | null>;
  listGrants(principal: Principal): Promise<Result<readonly ClientConsent[], AuthReason>>;
  revokeGrant(
    principal: Principal,
    of: { readonly clientId: string; readonly client: Decision["client"] },
  ): Promise<Result<null, AuthReason>>;
  authenticate(credentials: ClientCredentials): Promise<Result<OAuthClient, OAuthError>>;
  exchange(exchange: CodeExchange): Promise<Result<ClientGrant, OAuthError>>;
  refresh(asked: ClientRefresh): Promise<Result<ClientGrant, OAuthError>>;
  revoke(revocation: Revocation): Promise<Result<null, OAuthError>>;
  introspect(asked: Introspection): Promise<JsonObject>;
  /** For the page of consent of our own: what it is about, and who is signed in on it. */
  preview(id: string): Promise<Preview | null>;
  signInOnPage(signIn: PageSignIn): Promise<Result<string, AuthReason>>;
  readPageSession(sealed: string): Promise<Principal | null>;
  proveOnPage(
    principal: Principal,
    by: { readonly code: string; readonly client: Decision["client"] },
  ): Promise<Result<null, AuthReason>>;
  /** A token that reaches `userinfo`, whether it reaches more or not. */
  verifyToken(token: string): Promise<TokenCheck>;
  /** What the token's scopes tell of the user whose session is active: OpenID Connect Core 1.0 section 5.3. */
  userInfo(principal: Principal): Promise<Result<JsonObject, AuthReason>>;
  /** What the cron does. */
  maintain(): Promise<void>;
}

export interface OAuthServerDeps {
  readonly context: AuthContext;
  /** Takes tokens for data and tokens for `userinfo` alone. */
  readonly verify: VerifyToken;
}

export function createOAuthServer({ context, verify }: OAuthServerDeps): OAuthServer {
  return {
    register: (by, given) => createClient(context, by, given),
    listClients: (page) => listClients(context, page),
    findClient: (id) => findClient(context, id),
    updateClient: (by, change) => updateClient(context, by, change),
    deleteClient: (by, id) => deleteClient(context, by, id),
    renewSecret: (by, id) => renewSecret(context, by, id),
    begin: (request) => beginAuthorization(context, request),
    describe: (principal, of) => describeAuthorization(context, principal, of),
    decide: (principal, decision) => decide(context, principal, decision),
    refuseSilent: async (id) => {
      const refused = await refuseSilently(context, { id, userId: null, error: "login_required" });
      return refused?.ok === true ? refused.value : null;
    },
    listGrants: (principal) => listGrants(context, principal),
    revokeGrant: (principal, of) => revokeGrant(context, principal, of),
    authenticate: (credentials) => authenticateClient(context, credentials),
    exchange: (exchange) => exchangeCode(context, exchange),
    refresh: (asked) => renew(context, asked),
    revoke: (revocation) => revokeToken(context, verify, revocation),
    introspect: (asked) => introspect(context, verify, asked),
    preview: (id) => previewAuthorization(context, id),
    signInOnPage: (by) => signInOnPage(context, verify, by),
    readPageSession: (sealed) => readPageSession(context, sealed),
    proveOnPage: (principal, by) => proveOnPage(context, principal, by),
    async verifyToken(token) {
      const verified = await verify(token);
      return verified.ok ? ok(verified.value.principal) : verified;
    },
    maintain: () => maintainServer(context),
    async userInfo(principal) {
      const user = await currentUser(context, principal);
      if (!user.ok) return user;
      const { scope } = principal.claims;
      return ok(claimsOfUser(user.value, typeof scope === "string" ? storedScopes(scope) : []));
    },
  };
}
