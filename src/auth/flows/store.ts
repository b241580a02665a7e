import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { AuditAction } from "../audit/entry.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { instant } from "../instants.ts";
import { readUser, type User } from "../user.ts";
import { isStored, type OneTimeToken, storeToken } from "./token.ts";

export interface Storing {
  readonly token: OneTimeToken;
  /** Over `auth_users`. */
  readonly condition: Sql;
  readonly client: Client;
  readonly creation: readonly Statement[];
}

const sent: Readonly<Record<OneTimeToken["kind"], { readonly column: Sql | null; readonly action: AuditAction }>> = {
  confirmation: { column: sql`"confirmation_sent_at"`, action: "user_confirmation_requested" },
  recovery: { column: sql`"recovery_sent_at"`, action: "user_recovery_requested" },
  email_change_current: { column: sql`"email_change_sent_at"`, action: "user_modified" },
  email_change_new: { column: sql`"email_change_sent_at"`, action: "user_modified" },
  reauthentication: { column: null, action: "user_reauthenticate_requested" },
  sms: { column: null, action: "user_recovery_requested" },
  phone_change: { column: null, action: "user_modified" },
};

/** Stores a token and notes when; the user whose it is, or null where nobody fits. */
export async function storeFor(context: AuthContext, storing: Storing): Promise<User | null> {
  const { token, condition, client, creation } = storing;
  const { action } = sent[token.kind];
  const actor = { id: null, role: "anon" };
  const traits = { kind: token.kind };
  const results = await context.store.batch(
    [
      ...creation,
      ...storeToken(context, token, condition),
      await audit(context, { action, outcome: "success", actor, client, traits }),
      ...noteSent(token, context.clock()),
      statement(sql`select * from "auth_users" where ${isOwner(token)}`),
    ],
    { retry: creation.length === 0 },
  );
  const row = results.at(-1)?.rows[0];
  return row === undefined ? null : readUser(row);
}

/** Notes with the user whose token it is when it was made; nothing where it was not stored. */
export function noteSent(token: OneTimeToken, nowMs: number): readonly Statement[] {
  const { column } = sent[token.kind];
  if (column === null) return [];
  return [statement(sql`update "auth_users" set ${column} = ${value(instant(nowMs))} where ${isOwner(token)}`)];
}

/** True in SQL of the user whose the stored token is. */
export function isOwner(token: OneTimeToken): Sql {
  return sql`${isStored(token)} and "id" = (select "user_id" from "auth_one_time_tokens"
    where "token_hash" = ${value(token.linkHash)})`;
}
