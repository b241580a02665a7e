import type { JsonObject } from "../kernel/json.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";
import { type Factor, readFactors } from "./factors/factor.ts";
import { type Identity, readIdentities } from "./identities/identity.ts";
import type { Row } from "./ports.ts";
import { readObject, readOptionalText, readText } from "./rows.ts";

/** A user as stored. Times are texts as `instants.ts` writes them. */
export interface User {
  readonly id: string;
  readonly email: string | null;
  readonly role: string;
  readonly encryptedPassword: string | null;
  readonly emailConfirmedAt: string | null;
  /** Digits without `+`. */
  readonly phone: string | null;
  readonly phoneConfirmedAt: string | null;
  readonly pending: Pending;
  readonly appMetadata: JsonObject;
  readonly userMetadata: JsonObject;
  readonly isAnonymous: boolean;
  readonly bannedUntil: string | null;
  readonly lastSignInAt: string | null;
  /** Of a soft deletion: the row stays for what refers to it. */
  readonly deletedAt: string | null;
  readonly factors: readonly Factor[];
  readonly identities: readonly Identity[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What was asked for and waits for its confirmation, and when the last message was sent. */
export interface Pending {
  readonly email: string | null;
  readonly phone: string | null;
  readonly emailChangeSentAt: string | null;
  readonly confirmationSentAt: string | null;
  readonly recoverySentAt: string | null;
  readonly invitedAt: string | null;
}

export const nothingPending: Pending = {
  email: null,
  phone: null,
  emailChangeSentAt: null,
  confirmationSentAt: null,
  recoverySentAt: null,
  invitedAt: null,
};

export function readUser(row: Row): User {
  return {
    id: readText(row, "id"),
    email: readOptionalText(row, "email"),
    role: readText(row, "role"),
    encryptedPassword: readOptionalText(row, "encrypted_password"),
    emailConfirmedAt: readOptionalText(row, "email_confirmed_at"),
    phone: readOptionalText(row, "phone"),
    phoneConfirmedAt: readOptionalText(row, "phone_confirmed_at"),
    pending: {
      email: readOptionalText(row, "email_change"),
      phone: readOptionalText(row, "phone_change"),
      emailChangeSentAt: readOptionalText(row, "email_change_sent_at"),
      confirmationSentAt: readOptionalText(row, "confirmation_sent_at"),
      recoverySentAt: readOptionalText(row, "recovery_sent_at"),
      invitedAt: readOptionalText(row, "invited_at"),
    },
    appMetadata: readObject(row, "raw_app_meta_data"),
    userMetadata: readObject(row, "raw_user_meta_data"),
    isAnonymous: row.is_anonymous === 1,
    bannedUntil: readOptionalText(row, "banned_until"),
    lastSignInAt: readOptionalText(row, "last_sign_in_at"),
    deletedAt: readOptionalText(row, "deleted_at"),
    factors: readFactors(row),
    identities: readIdentities(row),
    createdAt: readText(row, "created_at"),
    updatedAt: readText(row, "updated_at"),
  };
}

export function insertUser(user: User): Statement {
  return statement(sql`insert into "auth_users" ("id", "email", "role", "encrypted_password", "email_confirmed_at",
      "phone", "phone_confirmed_at", "raw_app_meta_data", "raw_user_meta_data", "is_anonymous", "banned_until", "last_sign_in_at",
      "created_at", "updated_at")
    values (${value(user.id)}, ${value(user.email)}, ${value(user.role)}, ${value(user.encryptedPassword)},
      ${value(user.emailConfirmedAt)}, ${value(user.phone)}, ${value(user.phoneConfirmedAt)}, ${value(JSON.stringify(user.appMetadata))},
      ${value(JSON.stringify(user.userMetadata))}, ${user.isAnonymous ? sql`1` : sql`0`},
      ${value(user.bannedUntil)}, ${value(user.lastSignInAt)},
      ${value(user.createdAt)}, ${value(user.updatedAt)})`);
}

/** A user who has nothing yet but what is given. */
export function newUser(given: Partial<User> & { readonly createdAt: string }): User {
  return {
    id: crypto.randomUUID(),
    email: null,
    role: "authenticated",
    encryptedPassword: null,
    emailConfirmedAt: null,
    phone: null,
    phoneConfirmedAt: null,
    pending: nothingPending,
    appMetadata: {},
    userMetadata: {},
    isAnonymous: false,
    bannedUntil: null,
    lastSignInAt: null,
    deletedAt: null,
    factors: [],
    identities: [],
    updatedAt: given.createdAt,
    ...given,
  };
}

export function isBanned(user: User, now: string): boolean {
  return user.bannedUntil !== null && user.bannedUntil > now;
}
