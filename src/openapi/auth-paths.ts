import type { AuthSettings } from "../auth/settings.ts";
import type { JsonObject } from "../kernel/json.ts";
import { serviceRole } from "../kernel/principal.ts";
import { adminOperations, adminSchemas, dataKeyOperations, dataKeySchemas } from "./admin-paths.ts";
import { type AuthOperation, anything, moment, operationOf, seconds, text } from "./auth-operation.ts";
import { ref } from "./component-name.ts";
import { credentialOperations, credentialSchemas } from "./credential-paths.ts";
import { flowOperations } from "./flow-paths.ts";
import { oauthOperations, oauthSchemas } from "./oauth-paths.ts";

const token = { ...text, description: "Opaque to clients." };

export const authSchemas: JsonObject = {
  ...credentialSchemas,
  ...adminSchemas,
  ...dataKeySchemas,
  ...oauthSchemas,
  "auth.error": {
    type: "object",
    description: "GoTrue's error body.",
    properties: {
      code: { description: "A word, or in older API versions the status." },
      error_code: text,
      msg: text,
      message: text,
    },
  },
  "auth.user": {
    type: "object",
    required: ["id", "aud", "role", "created_at"],
    properties: {
      id: { type: "string", format: "uuid", maxLength: 36 },
      aud: text,
      role: text,
      email: text,
      email_confirmed_at: moment,
      phone: text,
      confirmed_at: moment,
      last_sign_in_at: moment,
      app_metadata: anything,
      user_metadata: anything,
      identities: { type: "array", items: anything, maxItems: 100 },
      factors: { type: "array", items: ref("schemas", "auth.factor"), maxItems: 100 },
      created_at: moment,
      updated_at: moment,
      is_anonymous: { type: "boolean" },
    },
  },
  "auth.session": {
    type: "object",
    required: ["access_token", "token_type", "expires_in", "refresh_token", "user"],
    properties: {
      access_token: token,
      token_type: { type: "string", const: "bearer" },
      expires_in: seconds,
      expires_at: seconds,
      refresh_token: token,
      user: ref("schemas", "auth.user"),
    },
  },
};

function choice(name: string, description: string, values: readonly string[]): JsonObject {
  return { name, in: "query", required: false, description, schema: { type: "string", enum: values } };
}

function credentials(settings: AuthSettings, required: readonly string[]): JsonObject {
  return {
    type: "object",
    ...(required.length === 0 ? {} : { required }),
    properties: {
      email: { type: "string", format: "email", maxLength: 254 },
      password: { type: "string", format: "password", minLength: settings.passwordMinLength, maxLength: 1000 },
      data: { ...anything, description: "The user's own metadata." },
    },
  };
}

const code = {
  type: "object",
  required: ["auth_code", "code_verifier"],
  properties: { auth_code: token, code_verifier: token },
};

/** What anybody may read. */
const publicOperations: readonly AuthOperation[] = [
  { path: "/settings", method: "get", id: "read_settings", description: "How one can sign in.", gives: anything },
  { path: "/health", method: "get", id: "read_auth_health", description: "Whether auth is there.", gives: anything },
  {
    path: "/.well-known/jwks.json",
    method: "get",
    id: "read_keys",
    description: "The public keys that tokens are signed with (RFC 7517).",
    gives: anything,
  },
];

/** What `/auth/v1` has; a further endpoint is a further entry. */
function operations(settings: AuthSettings): readonly AuthOperation[] {
  const session = ref("schemas", "auth.session");
  const user = ref("schemas", "auth.user");
  const refresh = { type: "object", required: ["refresh_token"], properties: { refresh_token: token } };
  const signUp: AuthOperation = {
    path: "/signup",
    method: "post",
    id: "sign_up",
    description: "Makes a user, and a session where addresses are confirmed at once.",
    body: credentials(settings, ["email", "password"]),
    gives: { anyOf: [session, user] },
  };
  return [
    ...(settings.allowSignup ? [signUp] : []),
    {
      path: "/token",
      method: "post",
      id: "grant_token",
      description: "A session, for a password, a refresh token or a code.",
      parameters: [
        {
          ...choice("grant_type", "What it is asked for with.", ["password", "refresh_token", "pkce", "id_token"]),
          required: true,
        },
      ],
      body: { anyOf: [credentials(settings, ["email", "password"]), refresh, code] },
      gives: session,
    },
    { path: "/user", method: "get", id: "read_user", description: "Who is signed in.", user: true, gives: user },
    {
      path: "/user",
      method: "put",
      id: "update_user",
      description: "Changes the password or the metadata.",
      user: true,
      body: credentials(settings, []),
      gives: user,
    },
    {
      path: "/logout",
      method: "post",
      id: "sign_out",
      description: "Ends sessions. Their tokens are refused from the next request on.",
      user: true,
      parameters: [choice("scope", "Which sessions: all, this one, or all others.", ["global", "local", "others"])],
      gives: null,
    },
    ...publicOperations,
    ...flowOperations,
    ...credentialOperations(settings),
    ...adminOperations,
    ...oauthOperations(settings),
  ];
}

export interface AuthViewer {
  readonly role: string;
  /** Whether the definition has encrypted columns, whose keys are administered here. */
  readonly encrypts: boolean;
}

/** The paths of identity that a role may use: only users have an account to look at, and only the service administers. */
export function authPaths(settings: AuthSettings, { role, encrypts }: AuthViewer): ReadonlyMap<string, JsonObject> {
  const isUser = role !== "anon" && role !== serviceRole;
  const paths = new Map<string, JsonObject>();
  for (const operation of [...operations(settings), ...(encrypts ? dataKeyOperations : [])]) {
    if (operation.user === true && !isUser) continue;
    if (operation.service === true && role !== serviceRole) continue;
    const path = `/auth/v1${operation.path}`;
    paths.set(path, { ...paths.get(path), [operation.method]: operationOf(operation) });
  }
  return paths;
}
