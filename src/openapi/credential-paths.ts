import type { AuthSettings } from "../auth/settings.ts";
import type { JsonObject } from "../kernel/json.ts";
import { type AuthOperation, anything, moment, seconds, text, uuid } from "./auth-operation.ts";
import { ref } from "./component-name.ts";

export const credentialSchemas: JsonObject = {
  "auth.factor": {
    type: "object",
    required: ["id", "factor_type", "status", "created_at", "updated_at"],
    properties: {
      id: uuid,
      friendly_name: text,
      factor_type: text,
      status: { type: "string", enum: ["unverified", "verified"] },
      created_at: moment,
      updated_at: moment,
      last_challenged_at: moment,
    },
  },
  "auth.passkey": {
    type: "object",
    required: ["id", "created_at"],
    properties: { id: uuid, friendly_name: text, created_at: moment, last_used_at: moment },
  },
};

const factorId = inPath("factor_id", "The factor.");
const passkeyId = inPath("passkey_id", "The passkey.");
const named: JsonObject = { type: "object", properties: { friendly_name: text } };
const removed: JsonObject = { type: "object", required: ["id"], properties: { id: uuid } };
const session: JsonObject = ref("schemas", "auth.session");
const passkey: JsonObject = ref("schemas", "auth.passkey");

function inPath(name: string, description: string): JsonObject {
  return { name, in: "path", required: true, description, schema: uuid };
}

const factorOperations: readonly AuthOperation[] = [
  {
    path: "/factors",
    method: "post",
    id: "enroll_factor",
    description: "Adds a second factor, which counts from its first verification on.",
    user: true,
    body: {
      type: "object",
      required: ["factor_type"],
      properties: { factor_type: text, friendly_name: text, issuer: text },
    },
    gives: anything,
  },
  {
    path: "/factors/{factor_id}/challenge",
    method: "post",
    id: "challenge_factor",
    description: "Begins a verification.",
    user: true,
    parameters: [factorId],
    gives: anything,
  },
  {
    path: "/factors/{factor_id}/verify",
    method: "post",
    id: "verify_factor",
    description: "Raises the session to aal2.",
    user: true,
    parameters: [factorId],
    body: {
      type: "object",
      required: ["challenge_id"],
      properties: { challenge_id: uuid, code: text, webauthn: anything },
    },
    gives: session,
  },
  {
    path: "/factors/{factor_id}",
    method: "delete",
    id: "unenroll_factor",
    description: "Removes a factor.",
    user: true,
    parameters: [factorId],
    gives: removed,
  },
];

const codes: JsonObject = {
  type: "object",
  required: ["id", "type", "total", "codes"],
  properties: {
    id: uuid,
    type: text,
    friendly_name: text,
    total: seconds,
    codes: { type: "array", items: text, maxItems: 16 },
  },
};

const recoveryOperations: readonly AuthOperation[] = [
  {
    path: "/factors/recovery-codes",
    method: "get",
    id: "read_recovery_codes",
    description: "How many recovery codes are left.",
    user: true,
    gives: anything,
  },
  {
    path: "/factors/recovery-codes",
    method: "post",
    id: "generate_recovery_codes",
    description: "Makes recovery codes, shown once.",
    user: true,
    body: named,
    gives: codes,
  },
  {
    path: "/factors/recovery-codes",
    method: "delete",
    id: "delete_recovery_codes",
    description: "Removes the recovery codes.",
    user: true,
    gives: removed,
  },
  {
    path: "/factors/recovery-codes/verify",
    method: "post",
    id: "verify_recovery_code",
    description: "Raises the session to aal2 by a code, which is taken once.",
    user: true,
    body: { type: "object", required: ["code"], properties: { code: text } },
    gives: session,
  },
  {
    path: "/factors/recovery-codes/regenerate",
    method: "post",
    id: "regenerate_recovery_codes",
    description: "Replaces the recovery codes.",
    user: true,
    gives: codes,
  },
];

const options: JsonObject = {
  type: "object",
  required: ["challenge_id", "options", "expires_at"],
  properties: { challenge_id: uuid, options: anything, expires_at: seconds },
};
const answered: JsonObject = {
  type: "object",
  required: ["challenge_id", "credential"],
  properties: { challenge_id: uuid, credential: anything },
};

/** The two steps of a ceremony. */
function ceremony(name: string, words: string, { gives, user, body }: Pick<AuthOperation, "gives" | "user" | "body">) {
  const who = user === true ? { user } : {};
  const path = `/passkeys/${name}`;
  return [
    {
      ...who,
      path: `${path}/options`,
      method: "post",
      id: `begin_passkey_${name}`,
      description: `Begins ${words}.`,
      ...(body === undefined ? {} : { body }),
      gives: options,
    },
    {
      ...who,
      path: `${path}/verify`,
      method: "post",
      id: `finish_passkey_${name}`,
      description: `Finishes ${words}.`,
      body: answered,
      gives,
    },
  ] as const satisfies readonly AuthOperation[];
}

const signUp: JsonObject = { type: "object", required: ["name"], properties: { name: text, data: anything } };

function passkeyOperations(allowSignup: boolean): readonly AuthOperation[] {
  return [
    ...ceremony("registration", "the registration of a passkey", { gives: passkey, user: true }),
    ...ceremony("authentication", "a sign-in by passkey", { gives: session }),
    ...(allowSignup ? ceremony("signup", "a sign-up by passkey alone", { gives: session, body: signUp }) : []),
    {
      path: "/passkeys",
      method: "get",
      id: "list_passkeys",
      description: "One's own passkeys.",
      user: true,
      gives: { type: "array", items: passkey, maxItems: 100 },
    },
    {
      path: "/passkeys/{passkey_id}",
      method: "patch",
      id: "rename_passkey",
      description: "Renames a passkey.",
      user: true,
      parameters: [passkeyId],
      body: named,
      gives: passkey,
    },
    {
      path: "/passkeys/{passkey_id}",
      method: "delete",
      id: "delete_passkey",
      description: "Removes a passkey.",
      user: true,
      parameters: [passkeyId],
      gives: null,
    },
  ];
}

/** Factors, recovery codes, and passkeys where the definition has them. */
export function credentialOperations({ webauthn, allowSignup }: AuthSettings): readonly AuthOperation[] {
  const passkeys = webauthn === null ? [] : passkeyOperations(allowSignup);
  return [...factorOperations, ...recoveryOperations, ...passkeys];
}
