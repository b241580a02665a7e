import type { JsonObject } from "../kernel/json.ts";
import { type AuthOperation, anything, inPath, inQuery, moment, seconds, text, uuid } from "./auth-operation.ts";
import { ref } from "./component-name.ts";
import { linkOperations } from "./flow-paths.ts";

export const adminSchemas: JsonObject = {
  "auth.api_key": {
    type: "object",
    required: ["id", "name", "type", "role", "hint", "created_at"],
    properties: {
      id: uuid,
      name: text,
      type: { type: "string", enum: ["publishable", "secret"] },
      role: text,
      hint: text,
      created_at: moment,
      expires_at: nullable(moment),
      last_used_at: nullable(moment),
      revoked_at: nullable(moment),
    },
  },
  "auth.signing_key": {
    type: "object",
    required: ["kid", "algorithm", "status", "created_at"],
    properties: {
      kid: text,
      algorithm: text,
      status: { type: "string", enum: ["standby", "current", "previous", "revoked"] },
      created_at: moment,
      changed_at: nullable(moment),
    },
  },
};

export const dataKeySchemas: JsonObject = {
  "auth.data_key": {
    type: "object",
    required: ["id", "purpose", "status", "created_at", "changed_at", "encryptions"],
    properties: {
      id: text,
      purpose: { type: "string", enum: ["cipher", "index"] },
      status: { type: "string", enum: ["current", "previous", "retired"] },
      created_at: moment,
      changed_at: nullable(moment),
      encryptions: nullable({ ...seconds, description: "At most so many values were encrypted with it." }),
    },
  },
};

function nullable(schema: JsonObject): JsonObject {
  return { anyOf: [schema, { type: "null" }] };
}

const user: JsonObject = ref("schemas", "auth.user");
const apiKey: JsonObject = ref("schemas", "auth.api_key");
const signingKeys: JsonObject = { type: "array", items: ref("schemas", "auth.signing_key"), maxItems: 1000 };

const attributes: JsonObject = {
  type: "object",
  properties: {
    email: { type: "string", format: "email", maxLength: 254 },
    password: { type: "string", format: "password", maxLength: 1000 },
    password_hash: text,
    email_confirm: { type: "boolean" },
    user_metadata: anything,
    app_metadata: anything,
    role: text,
    ban_duration: { ...text, description: "`none`, or a duration as Go writes them." },
  },
};

const positive: JsonObject = { type: "integer", format: "int32", minimum: 1, maximum: 1_000_000 };
const pages: readonly JsonObject[] = [
  inQuery("page", "From 1.", positive),
  inQuery("per_page", "At most 1,000; 50 unless it is said.", positive),
];
const userId = inPath("user_id", uuid);

const userOperations: readonly AuthOperation[] = [
  {
    path: "/admin/users",
    method: "get",
    id: "list_users",
    description: "Users, newest first, by pages.",
    parameters: [...pages, inQuery("filter", "Part of an address or of a full name.", text)],
    gives: anything,
  },
  {
    path: "/admin/users",
    method: "post",
    id: "create_user",
    description: "Makes a user, whether anybody may sign up or not.",
    body: attributes,
    gives: user,
  },
  {
    path: "/admin/users/{user_id}",
    method: "get",
    id: "read_any_user",
    description: "A user.",
    parameters: [userId],
    gives: user,
  },
  {
    path: "/admin/users/{user_id}",
    method: "put",
    id: "update_any_user",
    description: "Changes a user. A ban, a role or a password ends the sessions.",
    parameters: [userId],
    body: attributes,
    gives: user,
  },
  {
    path: "/admin/users/{user_id}",
    method: "delete",
    id: "delete_user",
    description: "Deletes a user, or softly keeps the row alone.",
    parameters: [userId],
    gives: anything,
  },
  {
    path: "/admin/audit",
    method: "get",
    id: "list_audit",
    description: "The audit log, newest first, by pages.",
    parameters: [...pages, inQuery("query", "`author:`, `action:` or `type:` and a part of it.", text)],
    gives: { type: "array", items: anything, maxItems: 1000 },
  },
];

const credentialOperations: readonly AuthOperation[] = [
  {
    path: "/admin/users/{user_id}/factors",
    method: "get",
    id: "list_factors_of_user",
    description: "The second factors of a user.",
    parameters: [userId],
    gives: { type: "array", items: ref("schemas", "auth.factor"), maxItems: 100 },
  },
  {
    path: "/admin/users/{user_id}/factors/{factor_id}",
    method: "put",
    id: "update_factor_of_user",
    description: "Gives a factor another name.",
    parameters: [userId, inPath("factor_id", uuid)],
    body: {
      type: "object",
      required: ["friendly_name"],
      properties: { friendly_name: { ...text, minLength: 1, maxLength: 120 } },
    },
    gives: ref("schemas", "auth.factor"),
  },
  {
    path: "/admin/users/{user_id}/factors/{factor_id}",
    method: "delete",
    id: "delete_factor_of_user",
    description: "Removes a factor. Sessions that it had raised are lowered.",
    parameters: [userId, inPath("factor_id", uuid)],
    gives: anything,
  },
  {
    path: "/admin/users/{user_id}/passkeys",
    method: "get",
    id: "list_passkeys_of_user",
    description: "The passkeys of a user.",
    parameters: [userId],
    gives: { type: "array", items: ref("schemas", "auth.passkey"), maxItems: 100 },
  },
  {
    path: "/admin/users/{user_id}/passkeys/{passkey_id}",
    method: "delete",
    id: "delete_passkey_of_user",
    description: "Removes a passkey.",
    parameters: [userId, inPath("passkey_id", uuid)],
    gives: null,
  },
];

const keyOperations: readonly AuthOperation[] = [
  {
    path: "/admin/api-keys",
    method: "get",
    id: "list_api_keys",
    description: "The API keys, without themselves.",
    gives: { type: "array", items: apiKey, maxItems: 1000 },
  },
  {
    path: "/admin/api-keys",
    method: "post",
    id: "create_api_key",
    description: "Makes an API key and tells it, once.",
    body: {
      type: "object",
      required: ["name", "type"],
      properties: {
        name: { ...text, maxLength: 100 },
        type: { type: "string", enum: ["publishable", "secret"] },
        role: text,
        expires_at: moment,
      },
    },
    success: 201,
    gives: { allOf: [apiKey, { type: "object", required: ["api_key"], properties: { api_key: text } }] },
  },
  {
    path: "/admin/api-keys/{key_id}",
    method: "delete",
    id: "revoke_api_key",
    description: "Revokes an API key. It is refused from the next request on.",
    parameters: [inPath("key_id", uuid)],
    gives: apiKey,
  },
  {
    path: "/admin/signing-keys",
    method: "get",
    id: "list_signing_keys",
    description: "The keys that access tokens are signed with.",
    gives: signingKeys,
  },
  {
    path: "/admin/signing-keys/rotate",
    method: "post",
    id: "rotate_signing_keys",
    description: "Lets the standby key sign.",
    body: { type: "object", properties: { force: { type: "boolean" } } },
    gives: signingKeys,
  },
  {
    path: "/admin/signing-keys/{kid}",
    method: "delete",
    id: "revoke_signing_key",
    description: "Revokes a signing key that does not sign.",
    parameters: [inPath("kid", text)],
    gives: signingKeys,
  },
];

const dataKeys: JsonObject = { type: "array", items: ref("schemas", "auth.data_key"), maxItems: 1000 };
const cursor: JsonObject = {
  type: "object",
  required: ["table", "row"],
  properties: { table: text, row: nullable(seconds) },
};

/** The keys of encrypted columns, where the definition has any. */
export const dataKeyOperations: readonly AuthOperation[] = [
  {
    path: "/admin/data-keys",
    method: "get" as const,
    id: "list_data_keys",
    description: "The keys that columns are encrypted with.",
    gives: dataKeys,
  },
  {
    path: "/admin/data-keys/rotate",
    method: "post" as const,
    id: "rotate_data_keys",
    description: "Lets a new key encrypt, in every isolate within a minute.",
    gives: dataKeys,
  },
  {
    path: "/admin/data-keys/reencrypt",
    method: "post" as const,
    id: "reencrypt_rows",
    description: "Encrypts the next rows with the current key. Call it with `after` of the answer until that is null.",
    body: { type: "object", properties: { after: nullable(cursor), adopt_clear: { type: "boolean" } } },
    gives: {
      type: "object",
      required: ["rows", "failed", "after"],
      properties: { rows: seconds, failed: seconds, after: nullable(cursor) },
    },
  },
  {
    path: "/admin/data-keys/{id}",
    method: "delete" as const,
    id: "retire_data_key",
    description: "Forgets a key that nothing is encrypted with.",
    parameters: [inPath("id", text)],
    gives: dataKeys,
  },
].map((operation) => ({ ...operation, service: true }));

/** Administration, for the service's role alone. */
export const adminOperations: readonly AuthOperation[] = [
  ...userOperations,
  ...linkOperations,
  ...credentialOperations,
  ...keyOperations,
].map((operation) => ({
  ...operation,
  service: true,
}));
