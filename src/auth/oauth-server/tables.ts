import { index, type SQLiteTable, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { authUsers, type ReferableTable } from "../tables.ts";

// Clients of others, what they ask users for, and what users have agreed to.

const clients = sqliteTable(
  "auth_oauth_clients",
  {
    id: text().primaryKey(),
    /** `public`, or `confidential`: it has a secret. */
    clientType: text("client_type").notNull(),
    /** SHA-256 in hexadecimal; the secret itself is never stored. */
    secretHash: text("secret_hash"),
    tokenEndpointAuthMethod: text("token_endpoint_auth_method").notNull(),
    clientName: text("client_name").notNull().default(""),
    clientUri: text("client_uri"),
    logoUri: text("logo_uri"),
    /** JSON lists. */
    redirectUris: text("redirect_uris").notNull(),
    grantTypes: text("grant_types").notNull(),
    /** What it may ask for; null for whatever the definition allows. */
    scope: text(),
    /** `manual` by the service, `dynamic` by itself. */
    registrationType: text("registration_type").notNull(),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [index("auth_oauth_clients_created_at").on(table.createdAt)],
);

/** What a client asks for, from its redirect until its code is used up, and for a day longer: a replay is to be noticed. */
const authorizations = sqliteTable(
  "auth_oauth_authorizations",
  {
    id: text().primaryKey(),
    clientId: text("client_id")
      .notNull()
      .references(() => clients.id, { onDelete: "cascade" }),
    /** Who looked at it first: nobody else may answer. */
    userId: text("user_id").references(() => authUsers.id, { onDelete: "cascade" }),
    redirectUri: text("redirect_uri").notNull(),
    scope: text().notNull(),
    state: text(),
    nonce: text(),
    resource: text(),
    prompt: text(),
    /** The user has to have signed in since; null where it does not matter when. */
    signedInSince: text("signed_in_since"),
    codeChallenge: text("code_challenge").notNull(),
    /** `pending`, `approved`, `denied`, `used`. */
    status: text().notNull().default("pending"),
    /** SHA-256. */
    codeHash: text("code_hash"),
    /** When the user who agreed had signed in. */
    authTime: text("auth_time"),
    /** The session that the code gave. */
    sessionId: text("session_id"),
    createdAt: text("created_at").notNull(),
    /** Of the request, then of the code. */
    expiresAt: text("expires_at").notNull(),
    forgetAt: text("forget_at").notNull(),
  },
  (table) => [
    uniqueIndex("auth_oauth_authorizations_code_hash").on(table.codeHash),
    index("auth_oauth_authorizations_client_id").on(table.clientId),
    index("auth_oauth_authorizations_user_id").on(table.userId),
    index("auth_oauth_authorizations_forget_at").on(table.forgetAt),
  ],
);

/** One row while a user lets a client in; with it go the client's sessions (`triggers.ts`). */
const consents = sqliteTable(
  "auth_oauth_consents",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => authUsers.id, { onDelete: "cascade" }),
    clientId: text("client_id")
      .notNull()
      .references(() => clients.id, { onDelete: "cascade" }),
    scope: text().notNull(),
    grantedAt: text("granted_at").notNull(),
  },
  (table) => [
    uniqueIndex("auth_oauth_consents_user_id_client_id").on(table.userId, table.clientId),
    index("auth_oauth_consents_client_id").on(table.clientId),
  ],
);

export const authOAuthClients: ReferableTable = clients;
export const authOAuthAuthorizations: SQLiteTable = authorizations;
export const authOAuthConsents: SQLiteTable = consents;
