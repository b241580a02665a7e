import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import { checkAppMetadata, checkMetadata } from "../credentials.ts";
import { instant } from "../instants.ts";
import { merged } from "../merge.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { readText } from "../rows.ts";
import { readUser, type User } from "../user.ts";
import { type AdminActor, doneTo } from "./actor.ts";
import { addressConflict } from "./address-conflict.ts";
import { type CheckedAttributes, checkAttributes, type UserAttributes } from "./attributes.ts";

export interface UserUpdate {
  readonly id: string;
  readonly attributes: UserAttributes;
}

const maxAttempts = 10;

/**
 * Changes a user. A new password, a ban or another role ends the user's sessions in the same batch. Metadata is merged
 * member by member, and written where it is still what was read; changes at the same time are tried again.
 */
export async function updateUser(
  context: AuthContext,
  by: AdminActor,
  { id, attributes }: UserUpdate,
): Promise<Result<User, AuthReason>> {
  const isUser = sql`"id" = ${value(id)}`;
  const select = statement(sql`select * from "auth_users" where ${isUser}`);
  let checked: CheckedAttributes | null = null;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const [found] = await context.store.batch([select], { retry: true });
    const row = found?.rows[0];
    if (row === undefined) return err({ kind: "userNotFound" });
    const metadata = mergedMetadata(row, attributes);
    if (!metadata.ok) return metadata;
    if (checked === null) {
      const outcome = await checkAttributes(context, attributes);
      if (!outcome.ok) return outcome;
      checked = outcome.value;
    }
    const entry = await audit(context, doneTo(by, "user_modified", id));
    const written = await write(context, isUser, { row, metadata: metadata.value, attributes, checked, entry });
    if (!written.ok) return written;
    if (written.value !== null) return ok(written.value);
  }
  return err({ kind: "conflict" });
}

interface Metadata {
  readonly user: string;
  readonly app: string;
}

function mergedMetadata(row: Row, attributes: UserAttributes): Result<Metadata, AuthReason> {
  const { userMetadata, appMetadata } = readUser(row);
  const user = merged(userMetadata, attributes.userMetadata ?? {});
  const app = merged(appMetadata, attributes.appMetadata ?? {});
  // What is there already and stays is no reason to refuse the rest.
  const fits = attributes.userMetadata === null ? ok(null) : checkMetadata(user);
  if (!fits.ok) return fits;
  const appFits = attributes.appMetadata === null ? ok(null) : checkAppMetadata(app);
  return appFits.ok ? ok({ user: JSON.stringify(user), app: JSON.stringify(app) }) : appFits;
}

interface Writing {
  /** The user as it was read. */
  readonly row: Row;
  readonly metadata: Metadata;
  readonly attributes: UserAttributes;
  readonly checked: CheckedAttributes;
  readonly entry: Statement;
}

/** Null where the row has changed since. */
async function write(context: AuthContext, isUser: Sql, writing: Writing): Promise<Result<User | null, AuthReason>> {
  try {
    const [, updated] = await context.store.batch(statements(context, isUser, writing), { retry: false });
    const after = updated?.rows[0];
    return ok(after === undefined ? null : readUser(after));
  } catch (error) {
    const reason = addressConflict(error);
    if (reason === null) throw error;
    return err(reason);
  }
}

function statements(context: AuthContext, isUser: Sql, writing: Writing): readonly Statement[] {
  const { row, metadata, attributes, checked, entry } = writing;
  const now = value(instant(context.clock()));
  const unchanged = sql`${isUser} and "raw_user_meta_data" = ${value(readText(row, "raw_user_meta_data"))}
    and "raw_app_meta_data" = ${value(readText(row, "raw_app_meta_data"))}`;
  const confirmed = attributes.emailConfirm ? sql`coalesce("email_confirmed_at", ${now})` : sql`"email_confirmed_at"`;
  const phoneConfirmed = attributes.phoneConfirm
    ? sql`coalesce("phone_confirmed_at", ${now})`
    : sql`"phone_confirmed_at"`;
  const banned = checked.ban === null ? sql`"banned_until"` : value(checked.ban.until);
  // Where the password is a new one nobody stays signed in. A ban and a role end sessions by the table's own trigger.
  const ended = checked.encryptedPassword === null ? sql`0` : sql`1`;
  return [
    statement(sql`delete from "auth_sessions" where ${ended} and "user_id" in
      (select "id" from "auth_users" where ${unchanged})`),
    statement(sql`update "auth_users" set "email" = coalesce(${value(checked.email)}, "email"),
        "email_confirmed_at" = ${confirmed},
        "phone" = coalesce(${value(checked.phone)}, "phone"), "phone_confirmed_at" = ${phoneConfirmed},
        "encrypted_password" = coalesce(${value(checked.encryptedPassword)}, "encrypted_password"),
        "role" = coalesce(${value(checked.role)}, "role"), "banned_until" = ${banned},
        "raw_user_meta_data" = ${value(metadata.user)}, "raw_app_meta_data" = ${value(metadata.app)},
        "updated_at" = ${now}
      where ${unchanged} returning *`),
    entry,
  ];
}
