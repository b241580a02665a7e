import { DatabaseError } from "../../kernel/database-error.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { Credential } from "../webauthn/credential.ts";

export interface NewPasskey {
  readonly id: string;
  readonly userId: string;
  readonly credential: Credential;
  readonly now: string;
}

/** The passkey of a user who is written in the same batch. */
export function firstPasskey(passkey: NewPasskey): Statement {
  return insertPasskey(passkey, sql`1`);
}

/** Tells the row where the condition holds. */
export function insertPasskey({ id, userId, credential, now }: NewPasskey, condition: Sql): Statement {
  return statement(sql`insert into "auth_passkeys"
      ("id", "user_id", "friendly_name", "credential_id", "credential", "created_at", "updated_at")
    select ${value(id)}, ${value(userId)}, 'Passkey', ${value(credential.id)}, ${value(JSON.stringify(credential))},
      ${value(now)}, ${value(now)} where ${condition} returning *`);
}

/** WebAuthn level 3, section 7.1, step 26: no two passkeys of one id, whoever's they are. */
export function isCredentialTaken(error: unknown): boolean {
  if (!(error instanceof DatabaseError) || error.kind !== "constraint") return false;
  return error.message.includes("auth_passkeys.credential_id");
}
