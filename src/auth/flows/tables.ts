import { index, integer, type SQLiteTable, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { authUsers } from "../tables.ts";

// What flows keep between a message or a redirect and its return, and who users are at providers.

/** Links and codes that were sent: `flows/issue.ts` writes them, `flows/verify.ts` takes them, once. */
const oneTimeTokens = sqliteTable(
  "auth_one_time_tokens",
  {
    /** SHA-256 of what stands in the link. */
    tokenHash: text("token_hash").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => authUsers.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    /** Where it was sent. */
    address: text().notNull(),
    /** HMAC-SHA-256 of the address and the code: six digits are soon guessed where the key is known. */
    codeHash: text("code_hash").notNull(),
    attempts: integer().notNull().default(0),
    codeChallenge: text("code_challenge"),
    codeChallengeMethod: text("code_challenge_method"),
    createdAt: text("created_at").notNull(),
    expiresAt: text("expires_at").notNull(),
  },
  (table) => [
    uniqueIndex("auth_one_time_tokens_user_id_kind").on(table.userId, table.kind),
    index("auth_one_time_tokens_address").on(table.address),
    index("auth_one_time_tokens_expires_at").on(table.expiresAt),
  ],
);

/** Codes of PKCE between the redirect that carries them and the exchange. */
const flowCodes = sqliteTable(
  "auth_flow_codes",
  {
    /** SHA-256. */
    codeHash: text("code_hash").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => authUsers.id, { onDelete: "cascade" }),
    /** How the user proved who he is, for `amr`. */
    method: text().notNull(),
    codeChallenge: text("code_challenge").notNull(),
    codeChallengeMethod: text("code_challenge_method").notNull(),
    /** A provider's own tokens, sealed with the code's hash as their owner. */
    providerTokens: text("provider_tokens"),
    createdAt: text("created_at").notNull(),
    expiresAt: text("expires_at").notNull(),
  },
  (table) => [
    index("auth_flow_codes_user_id").on(table.userId),
    index("auth_flow_codes_expires_at").on(table.expiresAt),
  ],
);

/** Sign-ins that are under way at a provider. */
const oauthStates = sqliteTable(
  "auth_oauth_states",
  {
    /** SHA-256 of `state`. */
    stateHash: text("state_hash").primaryKey(),
    provider: text().notNull(),
    redirectTo: text("redirect_to").notNull(),
    /** Towards the provider: the verifier and the nonce, sealed with the state's hash as their owner. */
    secrets: text().notNull(),
    /** The client's own. */
    codeChallenge: text("code_challenge"),
    codeChallengeMethod: text("code_challenge_method"),
    /** The user who links an identity, and the session he asked in. */
    userId: text("user_id").references(() => authUsers.id, { onDelete: "cascade" }),
    sessionId: text("session_id"),
    createdAt: text("created_at").notNull(),
    expiresAt: text("expires_at").notNull(),
  },
  (table) => [
    index("auth_oauth_states_user_id").on(table.userId),
    index("auth_oauth_states_expires_at").on(table.expiresAt),
  ],
);

/** Who a user is at a provider. An address with its password or a phone is no row, it is the user's own. */
const identities = sqliteTable(
  "auth_identities",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => authUsers.id, { onDelete: "cascade" }),
    provider: text().notNull(),
    /** `sub`: the provider's name for him, which never changes. */
    providerId: text("provider_id").notNull(),
    identityData: text("identity_data").notNull(),
    email: text(),
    lastSignInAt: text("last_sign_in_at"),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("auth_identities_provider").on(table.provider, table.providerId),
    index("auth_identities_user_id").on(table.userId),
  ],
);

/** Mail and text messages of development: `mail/inbox.ts`. Empty wherever messages are sent. */
const inbox = sqliteTable("auth_inbox", {
  id: integer().primaryKey(),
  channel: text().notNull(),
  recipient: text().notNull(),
  subject: text().notNull(),
  text: text().notNull(),
  html: text(),
  receivedAt: text("received_at").notNull(),
});

export const authOneTimeTokens: SQLiteTable = oneTimeTokens;
export const authFlowCodes: SQLiteTable = flowCodes;
export const authOAuthStates: SQLiteTable = oauthStates;
export const authIdentities: SQLiteTable = identities;
export const authInbox: SQLiteTable = inbox;
