import { ok, type Result } from "../../kernel/result.ts";
import { type AuthenticationMethod, type ClientMetadata, isGrantType } from "./client.ts";
import { type OAuthError, refuse } from "./protocol-error.ts";
import { isRedirectUri, type RedirectRules } from "./redirect-uris.ts";
import { isScope, type Scope } from "./scopes.ts";

/** What is given of a client; what is not is `undefined` and stays as it is, or gets its default. */
export interface GivenMetadata {
  readonly name?: string | undefined;
  readonly uri?: string | undefined;
  readonly logoUri?: string | undefined;
  readonly redirectUris?: readonly string[] | undefined;
  readonly grantTypes?: readonly string[] | undefined;
  readonly responseTypes?: readonly string[] | undefined;
  readonly method?: string | undefined;
  /** `public` or `confidential`: GoTrue's own way to say whether there is a secret. */
  readonly clientType?: string | undefined;
  readonly scope?: string | undefined;
}

export interface MetadataRules extends RedirectRules {
  readonly scopes: ReadonlySet<Scope>;
}

const nothing: ClientMetadata = {
  name: "",
  uri: null,
  logoUri: null,
  redirectUris: [],
  grantTypes: ["authorization_code", "refresh_token"],
  method: "client_secret_basic",
  scopes: null,
};

/** Checks what a client says of itself (RFC 7591 section 2) and completes it from what is known of it. */
export function readMetadata(
  given: GivenMetadata,
  rules: MetadataRules,
  before: ClientMetadata = nothing,
): Result<ClientMetadata, OAuthError> {
  const { name = before.name, redirectUris = before.redirectUris, grantTypes = before.grantTypes } = given;
  if (!/^\P{C}{0,200}$/u.test(name)) return wrong("client_name has at most 200 characters, all of which show");
  if (redirectUris.length === 0 || redirectUris.length > 10) return wrongUri("redirect_uris holds from 1 to 10 URIs");
  if (!redirectUris.every((uri) => isRedirectUri(uri, rules))) {
    return wrongUri("redirect_uris: https, http on the user's own machine, or an app's own scheme, without a fragment");
  }
  const known = grantTypes.filter(isGrantType);
  if (known.length !== grantTypes.length || !known.includes("authorization_code")) {
    return wrong("grant_types holds authorization_code, and refresh_token or nothing beside it");
  }
  if (given.responseTypes?.some((type) => type !== "code")) return wrong("response_types holds code alone");
  const uri = readUri(given.uri, before.uri);
  const logoUri = readUri(given.logoUri, before.logoUri);
  if (uri === undefined || logoUri === undefined) return wrong("client_uri and logo_uri are https URLs");
  const method = readMethod(given, before.method);
  if (method === null) return wrong("token_endpoint_auth_method: none, client_secret_basic or client_secret_post");
  const scopes = given.scope === undefined ? before.scopes : given.scope.split(" ").filter(isScope);
  if (scopes !== null && !scopes.some((scope) => rules.scopes.has(scope))) return wrong("scope holds nothing known");
  const allowed = scopes?.filter((scope) => rules.scopes.has(scope)) ?? null;
  return ok({ name, uri, logoUri, redirectUris, grantTypes: known, method, scopes: allowed });
}

function wrong(description: string): Result<never, OAuthError> {
  return refuse("invalid_client_metadata", description);
}

function wrongUri(description: string): Result<never, OAuthError> {
  return refuse("invalid_redirect_uri", description);
}

/** An empty text takes it away; undefined is for what is none. */
function readUri(given: string | undefined, before: string | null): string | null | undefined {
  if (given === undefined) return before;
  if (given === "") return null;
  const isUrl = given.length <= 2048 && !/[\s\\\p{C}]/u.test(given) && URL.canParse(given);
  return isUrl && new URL(given).protocol === "https:" ? given : undefined;
}

const methods: ReadonlySet<string> = new Set(["none", "client_secret_basic", "client_secret_post"]);

/** Null where what is said is not known, or is two things. */
function readMethod(given: GivenMetadata, before: AuthenticationMethod): AuthenticationMethod | null {
  const { method, clientType } = given;
  if (clientType !== undefined && clientType !== "public" && clientType !== "confidential") return null;
  const byType = clientType === undefined ? before : clientType === "public" ? "none" : "client_secret_basic";
  if (method === undefined) return byType;
  if (!methods.has(method)) return null;
  if (clientType !== undefined && (clientType === "public") !== (method === "none")) return null;
  return method as AuthenticationMethod;
}
