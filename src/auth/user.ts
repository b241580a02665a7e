import type { JsonObject } from "../kernel/json.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";
import { type Factor, readFactors } from "./factors/factor.ts";
import type { Row } from "./ports.ts";
import { readObject, readOptionalText, readText } from "./rows.ts";

/** A user as stored. Times are texts as `instants.ts` writes them. */
export interface User {
  readonly id: string;
  readonly email: string | null;
  readonly role: string;
  readonly encryptedPassword: string | null;
  readonly emailConfirmedAt: string | null;
  readonly appMetadata: JsonObject;
  readonly userMetadata: JsonObject;
  readonly isAnonymous: boolean;
  readonly bannedUntil: string | null;
  readonly lastSignInAt: string | null;
  /** Of a soft deletion: the row stays for what refers to it. */
  readonly deletedAt: string | null;
  readonly factors: readonly Factor[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function readUser(row: Row): User {
  return {
    id: readText(row, "id"),
    email: readOptionalText(row, "email"),
    role: readText(row, "role"),
    encryptedPassword: readOptionalText(row, "encrypted_password"),
    emailConfirmedAt: readOptionalText(row, "email_confirmed_at"),
    appMetadata: readObject(row, "raw_app_meta_data"),
    userMetadata: readObject(row, "raw_user_meta_data"),
    isAnonymous: row.is_anonymous === 1,
    bannedUntil: readOptionalText(row, "banned_until"),
    lastSignInAt: readOptionalText(row, "last_sign_in_at"),
    deletedAt: readOptionalText(row, "deleted_at"),
    factors: readFactors(row),
    createdAt: readText(row, "created_at"),
    updatedAt: readText(row, "updated_at"),
  };
}

export function insertUser(user: User): Statement {
  return statement(sql`insert into "auth_users" ("id", "email", "role", "encrypted_password", "email_confirmed_at",
      "raw_app_meta_data", "raw_user_meta_data", "is_anonymous", "banned_until", "last_sign_in_at",
      "created_at", "updated_at")
    values (${value(user.id)}, ${value(user.email)}, ${value(user.role)}, ${value(user.encryptedPassword)},
      ${value(user.emailConfirmedAt)}, ${value(JSON.stringify(user.appMetadata))},
      ${value(JSON.stringify(user.userMetadata))}, ${user.isAnonymous ? sql`1` : sql`0`},
      ${value(user.bannedUntil)}, ${value(user.lastSignInAt)},
      ${value(user.createdAt)}, ${value(user.updatedAt)})`);
}

export function isBanned(user: User, now: string): boolean {
  return user.bannedUntil !== null && user.bannedUntil > now;
}
