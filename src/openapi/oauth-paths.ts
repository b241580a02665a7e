import type { AuthSettings } from "../auth/settings.ts";
import type { JsonObject } from "../kernel/json.ts";
import { type AuthOperation, anything, inPath, inQuery, moment, seconds, text, uuid } from "./auth-operation.ts";
import { ref } from "./component-name.ts";

const uris: JsonObject = { type: "array", items: text, maxItems: 10 };

const metadata: Readonly<Record<string, JsonObject>> = {
  client_name: { ...text, maxLength: 200 },
  client_uri: text,
  logo_uri: text,
  redirect_uris: uris,
  grant_types: { type: "array", items: text, maxItems: 10 },
  response_types: { type: "array", items: text, maxItems: 10 },
  token_endpoint_auth_method: { type: "string", enum: ["none", "client_secret_basic", "client_secret_post"] },
  scope: text,
};

export const oauthSchemas: JsonObject = {
  "auth.oauth_error": {
    type: "object",
    description: "RFC 6749, section 5.2.",
    required: ["error"],
    properties: { error: text, error_description: text },
  },
  "auth.oauth_client": {
    type: "object",
    required: ["client_id", "client_type", "redirect_uris", "created_at", "updated_at"],
    properties: {
      client_id: uuid,
      client_secret: { ...text, description: "Told once." },
      client_secret_expires_at: seconds,
      client_id_issued_at: seconds,
      client_type: { type: "string", enum: ["public", "confidential"] },
      registration_type: { type: "string", enum: ["manual", "dynamic"] },
      ...metadata,
      created_at: moment,
      updated_at: moment,
    },
  },
  "auth.oauth_tokens": {
    type: "object",
    required: ["access_token", "token_type", "expires_in", "scope"],
    properties: {
      access_token: text,
      token_type: text,
      expires_in: seconds,
      scope: text,
      refresh_token: text,
      id_token: text,
    },
  },
  "auth.oauth_grant": {
    type: "object",
    required: ["client", "scopes", "granted_at"],
    properties: { client: anything, scopes: { type: "array", items: text, maxItems: 10 }, granted_at: moment },
  },
};

const client: JsonObject = ref("schemas", "auth.oauth_client");
const described: JsonObject = { type: "object", properties: metadata };
const clientId = inPath("client_id", uuid);
const asked: readonly JsonObject[] = [
  ...(["client_id", "redirect_uri", "response_type", "code_challenge", "code_challenge_method"] as const).map(
    (name) => ({
      ...inQuery(name, "RFC 6749, section 4.1.1, and RFC 7636.", text),
      required: true,
    }),
  ),
  inQuery("scope", "`openid`, `email`, `profile`, `phone`.", text),
  inQuery("state", "Comes back.", text),
  inQuery("nonce", "Comes back in the ID token.", text),
  inQuery("resource", "RFC 8707.", text),
  inQuery("prompt", "OpenID Connect Core 1.0, section 3.1.2.1: `none`, `login`, `consent`, `select_account`.", text),
  inQuery("max_age", "How many seconds ago the user may have signed in.", text),
];
const names = [
  "client_id",
  "redirect_uri",
  "response_type",
  "code_challenge",
  "code_challenge_method",
  "scope",
  "state",
];

const protocol: readonly AuthOperation[] = [
  {
    path: "/oauth/authorize",
    method: "get",
    id: "authorize_client",
    description: "Leads to the page on which the user decides.",
    parameters: asked,
    gives: "redirect",
  },
  {
    path: "/oauth/authorize",
    method: "post",
    id: "authorize_client_by_form",
    description: "The same by a form.",
    body: { type: "object", properties: Object.fromEntries(names.map((name) => [name, text])) },
    encoding: "form",
    gives: "redirect",
  },
  {
    path: "/oauth/token",
    method: "post",
    id: "grant_client_token",
    description: "A client's tokens, for a code or a refresh token.",
    body: {
      type: "object",
      required: ["grant_type"],
      properties: {
        grant_type: { type: "string", enum: ["authorization_code", "refresh_token"] },
        code: text,
        code_verifier: text,
        redirect_uri: text,
        refresh_token: text,
        client_id: text,
        client_secret: text,
        scope: text,
        resource: text,
      },
    },
    encoding: "form",
    gives: ref("schemas", "auth.oauth_tokens"),
  },
  {
    path: "/oauth/revoke",
    method: "post",
    id: "revoke_client_token",
    description: "Ends the session of a client's token (RFC 7009).",
    body: {
      type: "object",
      required: ["token"],
      properties: { token: text, token_type_hint: text, client_id: text, client_secret: text },
    },
    encoding: "form",
    gives: "nothing",
  },
  {
    path: "/oauth/introspect",
    method: "post",
    id: "introspect_token",
    description: "What a token stands for (RFC 7662), for its client and for the service.",
    body: {
      type: "object",
      required: ["token"],
      properties: { token: text, token_type_hint: text, client_id: text, client_secret: text },
    },
    encoding: "form",
    gives: { ...anything, required: ["active"] },
  },
  ...(["get", "post"] as const).map((method) => ({
    path: "/oauth/userinfo",
    method,
    id: method === "get" ? "read_user_info" : "read_user_info_by_post",
    description: "Who the user is, by a client's token.",
    gives: anything,
  })),
].map((operation): AuthOperation => ({ ...operation, fails: "oauth" }) as AuthOperation);

const registration: AuthOperation = {
  path: "/oauth/clients/register",
  method: "post",
  id: "register_client",
  description: "Registers a client (RFC 7591).",
  body: { ...described, required: ["redirect_uris"] },
  success: 201,
  gives: client,
  fails: "oauth",
};

const authorizationId = inPath("authorization_id", { ...text, maxLength: 128 });

const decisions: readonly AuthOperation[] = [
  {
    path: "/oauth/authorizations/{authorization_id}",
    method: "get",
    id: "read_authorization",
    description: "What a client asks the user for, or where to go on.",
    user: true,
    parameters: [authorizationId],
    gives: anything,
  },
  {
    path: "/oauth/authorizations/{authorization_id}/login_required",
    method: "get",
    id: "refuse_silent_authorization",
    description: "Leads back to a client that asked with `prompt=none`, from a page that nobody is signed in on.",
    parameters: [authorizationId],
    gives: "redirect",
  },
  {
    path: "/oauth/authorizations/{authorization_id}/consent",
    method: "post",
    id: "decide_authorization",
    description: "Lets the client in, or does not.",
    user: true,
    parameters: [authorizationId],
    body: {
      type: "object",
      required: ["action"],
      properties: { action: { type: "string", enum: ["approve", "deny"] } },
    },
    gives: { type: "object", required: ["redirect_url"], properties: { redirect_url: text } },
  },
  {
    path: "/user/oauth/grants",
    method: "get",
    id: "list_grants",
    description: "The clients that one has let in.",
    user: true,
    gives: { type: "array", items: ref("schemas", "auth.oauth_grant"), maxItems: 1000 },
  },
  {
    path: "/user/oauth/grants",
    method: "delete",
    id: "revoke_grant",
    description: "Lets a client in no more.",
    user: true,
    parameters: [{ ...inQuery("client_id", "Which one.", uuid), required: true }],
    gives: null,
  },
];

const administration: readonly AuthOperation[] = [
  {
    path: "/admin/oauth/clients",
    method: "get",
    id: "list_clients",
    description: "The clients, newest first, by pages.",
    gives: anything,
  },
  {
    path: "/admin/oauth/clients",
    method: "post",
    id: "create_client",
    description: "Registers a client and tells its secret, once.",
    body: { ...described, required: ["redirect_uris"] },
    success: 201,
    gives: client,
  },
  {
    path: "/admin/oauth/clients/{client_id}",
    method: "get",
    id: "read_client",
    description: "A client.",
    parameters: [clientId],
    gives: client,
  },
  {
    path: "/admin/oauth/clients/{client_id}",
    method: "put",
    id: "update_client",
    description: "Changes what is given of a client.",
    parameters: [clientId],
    body: described,
    gives: client,
  },
  {
    path: "/admin/oauth/clients/{client_id}",
    method: "delete",
    id: "delete_client",
    description: "Deletes a client. Its sessions end.",
    parameters: [clientId],
    gives: null,
  },
  {
    path: "/admin/oauth/clients/{client_id}/regenerate_secret",
    method: "post",
    id: "renew_client_secret",
    description: "Replaces a client's secret and tells it, once.",
    parameters: [clientId],
    gives: client,
  },
];

/** What the server says of itself; of the OAuth server where there is one. */
function discovery(name: string, id: string): AuthOperation {
  const description = "What is there, and where (RFC 8414).";
  return { path: `/.well-known/${name}`, method: "get", id, description, gives: anything };
}

/** The OAuth server for clients of others, where the definition has one. */
export function oauthOperations({ issuer, oauthServer }: AuthSettings): readonly AuthOperation[] {
  const found = /^https?:/.test(issuer) ? [discovery("openid-configuration", "read_openid_configuration")] : [];
  if (oauthServer === null) return found;
  return [
    ...found,
    discovery("oauth-authorization-server", "read_server_metadata"),
    ...protocol,
    ...(oauthServer.dynamicRegistration ? [registration] : []),
    ...decisions,
    ...administration.map((operation): AuthOperation => ({ ...operation, service: true })),
  ];
}
