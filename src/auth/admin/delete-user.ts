import { DatabaseError } from "../../kernel/database-error.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { type Sql, sql, id as tableId, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { endSessions } from "../session.ts";
import { type AdminActor, doneTo } from "./actor.ts";

/**
 * Deletes a user, and with the row all that refers to it with `on delete cascade`; where the application's rows refer to
 * it otherwise, nothing is deleted (`userInUse`).
 */
export async function deleteUser(context: AuthContext, by: AdminActor, id: string): Promise<Result<null, AuthReason>> {
  const remove = statement(sql`delete from "auth_users" where "id" = ${value(id)} returning "id"`);
  const entry = await audit(context, doneTo(by, "user_deleted", id));
  try {
    const [removed] = await context.store.batch([remove, entry], { retry: false });
    return removed?.rows.length === 1 ? ok(null) : err({ kind: "userNotFound" });
  } catch (error) {
    if (!(error instanceof DatabaseError) || (error.kind !== "constraint" && error.kind !== "abort")) throw error;
    return err({ kind: "userInUse" });
  }
}

/**
 * Keeps the row, so that what refers to it stays, and nothing in it that tells who it was: the address becomes a name of
 * chance (GoTrue hashes it, which tells who guesses it), password, metadata, factors, passkeys, identities and links go, sessions end. Harmless to run twice.
 */
export async function softDeleteUser(
  context: AuthContext,
  by: AdminActor,
  id: string,
): Promise<Result<null, AuthReason>> {
  const now = value(instant(context.clock()));
  const isUser: Sql = sql`"id" = ${value(id)}`;
  const [found] = await context.store.batch(
    [
      statement(sql`select 1 from "auth_users" where ${isUser}`),
      statement(sql`update "auth_users" set "email" = case when "email" is null then null else lower(hex(randomblob(16))) end,
          "phone" = null, "email_change" = null, "phone_change" = null, "encrypted_password" = null, "raw_user_meta_data" = '{}', "raw_app_meta_data" = '{}',
          "deleted_at" = ${now}, "updated_at" = ${now}
        where ${isUser} and "deleted_at" is null`),
      await audit(context, doneTo(by, "user_deleted", id)),
      endSessions(id),
      ...["auth_factors", "auth_passkeys", "auth_identities", "auth_one_time_tokens", "auth_flow_codes"].map((table) =>
        statement(sql`delete from ${tableId(table)} where "user_id" = ${value(id)}`),
      ),
    ],
    { retry: true },
  );
  return found?.rows.length === 1 ? ok(null) : err({ kind: "userNotFound" });
}
