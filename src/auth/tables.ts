import {
  type AnySQLiteColumn,
  index,
  integer,
  type SQLiteTable,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

// Times are TEXT as `instants.ts` writes them. Foreign keys run inside these tables only; the application's tables may
// refer to `authUsers.id`.

/** A table whose id an application's own table may refer to. */
export type ReferableTable = SQLiteTable & { readonly id: AnySQLiteColumn };

const users = sqliteTable(
  "auth_users",
  {
    id: text().primaryKey(),
    /** Lower case; null for users without one. */
    email: text().unique(),
    /** As `passwords.ts` writes it; null for users who sign in otherwise. */
    encryptedPassword: text("encrypted_password"),
    role: text().notNull().default("authenticated"),
    emailConfirmedAt: text("email_confirmed_at"),
    rawAppMetaData: text("raw_app_meta_data").notNull().default("{}"),
    rawUserMetaData: text("raw_user_meta_data").notNull().default("{}"),
    isAnonymous: integer("is_anonymous").notNull().default(0),
    bannedUntil: text("banned_until"),
    lastSignInAt: text("last_sign_in_at"),
    deletedAt: text("deleted_at"),
    /** What is public of the user's factors, as `factors/triggers.ts` writes it: whoever reads the user has them. */
    factors: text().notNull().default("[]"),
    /** What is public of the user's identities at providers, as `identities/triggers.ts` writes it. */
    identities: text().notNull().default("[]"),
    /** Digits without `+`. */
    phone: text(),
    phoneConfirmedAt: text("phone_confirmed_at"),
    /** The address and the number that are to be confirmed. */
    emailChange: text("email_change"),
    phoneChange: text("phone_change"),
    emailChangeSentAt: text("email_change_sent_at"),
    confirmationSentAt: text("confirmation_sent_at"),
    recoverySentAt: text("recovery_sent_at"),
    invitedAt: text("invited_at"),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [uniqueIndex("auth_users_phone").on(table.phone)],
);

const sessions = sqliteTable(
  "auth_sessions",
  {
    id: text().primaryKey(),
    /** Null for the row of an API key. */
    userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
    createdAt: text("created_at").notNull(),
    /** The last refresh: what inactivity is counted from. */
    updatedAt: text("updated_at").notNull(),
    notAfter: text("not_after"),
    aal: text().notNull().default("aal1"),
    /** The thumbprint of the key that its tokens are bound to; null for bearer tokens. */
    dpopJkt: text("dpop_jkt"),
    amr: text().notNull().default("[]"),
    /** The second factor behind `aal2`; when it is removed, the session is `aal1` again. */
    factorId: text("factor_id"),
    userAgent: text("user_agent"),
    ip: text(),
    /** The client of others that has it, what it may learn, and where its tokens are for. */
    oauthClientId: text("oauth_client_id"),
    scopes: text(),
    resource: text(),
  },
  (table) => [index("auth_sessions_user_id").on(table.userId)],
);

const refreshTokens = sqliteTable(
  "auth_refresh_tokens",
  {
    /** SHA-256 in hexadecimal; the token itself is never stored. */
    tokenHash: text("token_hash").primaryKey(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    userId: text("user_id").notNull(),
    /** The hash of the token that this one replaced. */
    parent: text(),
    usedAt: text("used_at"),
    createdAt: text("created_at").notNull(),
  },
  (table) => [index("auth_refresh_tokens_session_id").on(table.sessionId)],
);

const signingKeys = sqliteTable("auth_signing_keys", {
  kid: text().primaryKey(),
  alg: text().notNull(),
  publicJwk: text("public_jwk").notNull(),
  /** Sealed as `signing-key.ts` does. */
  privateJwk: text("private_jwk").notNull(),
  /** `standby` is announced, `active` signs and verifies, `retired` verifies only, `revoked` nothing. */
  status: text().notNull().default("active"),
  /** When the status became what it is; null for the first. */
  changedAt: text("changed_at"),
  createdAt: text("created_at").notNull(),
});

const apiKeys = sqliteTable("auth_api_keys", {
  id: text().primaryKey(),
  name: text().notNull(),
  /** `publishable` or `secret`. */
  kind: text().notNull(),
  role: text().notNull(),
  /** What is shown of the key. */
  hint: text().notNull(),
  /** SHA-256 in hexadecimal; the key itself is never stored. */
  keyHash: text("key_hash").notNull().unique(),
  createdAt: text("created_at").notNull(),
  expiresAt: text("expires_at"),
  lastUsedAt: text("last_used_at"),
  revokedAt: text("revoked_at"),
});

/** Append-only and chained: `audit/record.ts` writes it, `triggers.ts` guards it. */
const auditLog = sqliteTable("auth_audit_log", {
  /** From 1, without gaps. */
  seq: integer().primaryKey(),
  id: text().notNull().unique(),
  /** JSON text, as it was digested. */
  entry: text().notNull(),
  /** HMAC-SHA-256 of the entry. */
  digest: text().notNull(),
  /** The hash of the entry before. */
  previous: text().notNull(),
  /** SHA-256 of `previous` and `digest`. */
  hash: text().notNull(),
});

const factors = sqliteTable(
  "auth_factors",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    friendlyName: text("friendly_name").notNull().default(""),
    /** `totp`, `webauthn`, `phone`. */
    factorType: text("factor_type").notNull(),
    /** `unverified` until its first verification. */
    status: text().notNull().default("unverified"),
    phone: text(),
    /** Of a TOTP factor, sealed as `seal.ts` does, with the factor's id as its owner. */
    secret: text(),
    /** Of a WebAuthn factor: its public key and counter, JSON. */
    credential: text(),
    /** The latest time step whose code was taken; neither it nor an earlier one is taken again. */
    lastStep: integer("last_step"),
    /** Attempts since the last success, and until when no further one is made. */
    attempts: integer().notNull().default(0),
    lockedUntil: text("locked_until"),
    lastChallengedAt: text("last_challenged_at"),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [index("auth_factors_user_id").on(table.userId)],
);

const challenges = sqliteTable(
  "auth_challenges",
  {
    id: text().primaryKey(),
    /** `factor`, or what a passkey is asked for. */
    kind: text().notNull(),
    userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
    factorId: text("factor_id").references(() => factors.id, { onDelete: "cascade" }),
    ip: text(),
    /** What the answer has to fit, JSON; null where a code is asked for. */
    data: text(),
    createdAt: text("created_at").notNull(),
    expiresAt: text("expires_at").notNull(),
  },
  (table) => [
    index("auth_challenges_user_id").on(table.userId),
    index("auth_challenges_factor_id").on(table.factorId),
    index("auth_challenges_expires_at").on(table.expiresAt),
  ],
);

const passkeys = sqliteTable(
  "auth_passkeys",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    friendlyName: text("friendly_name").notNull().default(""),
    /** As the authenticator chose it, base64url. */
    credentialId: text("credential_id").notNull().unique(),
    /** Its public key and counter, JSON. */
    credential: text().notNull(),
    lastUsedAt: text("last_used_at"),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [index("auth_passkeys_user_id").on(table.userId)],
);

export const authUsers: ReferableTable = users;
export const authSessions: ReferableTable = sessions;
export const authRefreshTokens: SQLiteTable = refreshTokens;
export const authAuditLog: SQLiteTable = auditLog;
export const authApiKeys: SQLiteTable = apiKeys;
export const authSigningKeys: SQLiteTable = signingKeys;
export const authFactors: SQLiteTable = factors;
export const authChallenges: SQLiteTable = challenges;
export const authPasskeys: SQLiteTable = passkeys;
