import type { JsonObject } from "../../kernel/json.ts";
import type { Client } from "../context.ts";

/** What an entry tells of, by what it is about. The names are GoTrue's where it has one. */
export const auditActions = {
  login: "account",
  logout: "account",
  user_signedup: "account",
  user_invited: "team",
  user_modified: "user",
  user_deleted: "team",
  user_updated_password: "user",
  user_recovery_requested: "user",
  user_confirmation_requested: "user",
  user_reauthenticate_requested: "user",
  identity_linked: "user",
  identity_unlinked: "user",
  token_revoked: "token",
  factor_in_progress: "factor",
  factor_unenrolled: "factor",
  factor_deleted: "factor",
  factor_updated: "factor",
  recovery_codes_generated: "factor",
  recovery_codes_regenerated: "factor",
  challenge_created: "factor",
  verification_attempted: "factor",
  passkey_created: "factor",
  passkey_deleted: "factor",
  api_key_created: "key",
  api_key_revoked: "key",
  signing_key_changed: "key",
  data_key_changed: "key",
  oauth_client_created: "client",
  oauth_client_updated: "client",
  oauth_client_deleted: "client",
  oauth_client_secret_changed: "client",
  oauth_consent_granted: "user",
  oauth_consent_denied: "user",
  oauth_consent_revoked: "user",
} as const;

export type AuditAction = keyof typeof auditActions;

/** Who does it: a user, or with `id` null the bearer of a key of the role. */
export interface Actor {
  readonly id: string | null;
  readonly role: string;
}

export interface AuditEvent {
  readonly action: AuditAction;
  readonly outcome: "success" | "failure";
  readonly actor: Actor;
  readonly client: Client;
  /** What it was done to. Ids alone: an entry is never deleted, so it holds no address, no name and no secret. */
  readonly traits?: JsonObject;
}
