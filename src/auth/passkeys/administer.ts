import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AdminActor } from "../admin/actor.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { selectPasskeysOf } from "./manage.ts";
import { type Passkey, readPasskey } from "./passkey.ts";

/** Any user's passkeys, in the order of their registration. */
export async function passkeysOf(
  context: AuthContext,
  userId: string,
): Promise<Result<readonly Passkey[], AuthReason>> {
  const user = statement(sql`select 1 from "auth_users" where "id" = ${value(userId)}`);
  const [found, kept] = await context.store.batch([user, selectPasskeysOf(userId)], { retry: true });
  return found?.rows.length === 1 ? ok((kept?.rows ?? []).map(readPasskey)) : err({ kind: "userNotFound" });
}

export interface PasskeyRevocation {
  readonly userId: string;
  readonly id: string;
}

/** Removes any user's passkey. Sessions that it began go on: to end them, sign the user out. */
export async function revokePasskey(
  context: AuthContext,
  by: AdminActor,
  { userId, id }: PasskeyRevocation,
): Promise<Result<null, AuthReason>> {
  const remove = sql`delete from "auth_passkeys" where "id" = ${value(id)} and "user_id" = ${value(userId)} returning "id"`;
  const traits = { user_id: userId, passkey_id: id };
  const entry = await audit(context, { action: "passkey_deleted", outcome: "success", ...by, traits });
  const [removed] = await context.store.batch([statement(remove), entry], { retry: false });
  return removed?.rows.length === 1 ? ok(null) : err({ kind: "passkey", reason: "notFound" });
}
