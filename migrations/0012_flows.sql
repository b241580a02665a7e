-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

DROP TRIGGER "auth_users_end_sessions";

DROP TRIGGER "auth_users_end_credentials";

CREATE TABLE "auth_flow_codes" (
  "code_hash" text PRIMARY KEY NOT NULL,
  "user_id" text NOT NULL,
  "method" text NOT NULL,
  "code_challenge" text NOT NULL,
  "code_challenge_method" text NOT NULL,
  "provider_tokens" text,
  "created_at" text NOT NULL,
  "expires_at" text NOT NULL,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE INDEX "auth_flow_codes_user_id" ON "auth_flow_codes" ("user_id");

CREATE INDEX "auth_flow_codes_expires_at" ON "auth_flow_codes" ("expires_at");

CREATE TABLE "auth_identities" (
  "id" text PRIMARY KEY NOT NULL,
  "user_id" text NOT NULL,
  "provider" text NOT NULL,
  "provider_id" text NOT NULL,
  "identity_data" text NOT NULL,
  "email" text,
  "last_sign_in_at" text,
  "created_at" text NOT NULL,
  "updated_at" text NOT NULL,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "auth_identities_provider" ON "auth_identities" ("provider", "provider_id");

CREATE INDEX "auth_identities_user_id" ON "auth_identities" ("user_id");

CREATE TABLE "auth_inbox" (
  "id" integer PRIMARY KEY NOT NULL,
  "channel" text NOT NULL,
  "recipient" text NOT NULL,
  "subject" text NOT NULL,
  "text" text NOT NULL,
  "html" text,
  "received_at" text NOT NULL
);

CREATE TABLE "auth_oauth_states" (
  "state_hash" text PRIMARY KEY NOT NULL,
  "provider" text NOT NULL,
  "redirect_to" text NOT NULL,
  "secrets" text NOT NULL,
  "code_challenge" text,
  "code_challenge_method" text,
  "user_id" text,
  "session_id" text,
  "created_at" text NOT NULL,
  "expires_at" text NOT NULL,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE INDEX "auth_oauth_states_user_id" ON "auth_oauth_states" ("user_id");

CREATE INDEX "auth_oauth_states_expires_at" ON "auth_oauth_states" ("expires_at");

CREATE TABLE "auth_one_time_tokens" (
  "token_hash" text PRIMARY KEY NOT NULL,
  "user_id" text NOT NULL,
  "kind" text NOT NULL,
  "address" text NOT NULL,
  "code_hash" text NOT NULL,
  "attempts" integer NOT NULL DEFAULT 0,
  "code_challenge" text,
  "code_challenge_method" text,
  "created_at" text NOT NULL,
  "expires_at" text NOT NULL,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "auth_one_time_tokens_user_id_kind" ON "auth_one_time_tokens" ("user_id", "kind");

CREATE INDEX "auth_one_time_tokens_address" ON "auth_one_time_tokens" ("address");

CREATE INDEX "auth_one_time_tokens_expires_at" ON "auth_one_time_tokens" ("expires_at");

ALTER TABLE "auth_users" ADD COLUMN "identities" text NOT NULL DEFAULT '[]';

ALTER TABLE "auth_users" ADD COLUMN "phone" text;

ALTER TABLE "auth_users" ADD COLUMN "phone_confirmed_at" text;

ALTER TABLE "auth_users" ADD COLUMN "email_change" text;

ALTER TABLE "auth_users" ADD COLUMN "phone_change" text;

ALTER TABLE "auth_users" ADD COLUMN "email_change_sent_at" text;

ALTER TABLE "auth_users" ADD COLUMN "confirmation_sent_at" text;

ALTER TABLE "auth_users" ADD COLUMN "recovery_sent_at" text;

ALTER TABLE "auth_users" ADD COLUMN "invited_at" text;

SELECT iif(EXISTS (SELECT 1 FROM "auth_users" AS "auth_users" WHERE "phone" IS NOT NULL
    GROUP BY "phone" HAVING count(*) > 1), json_extract('{}', 'perigee: rows of auth_users are equal in phone'), NULL);

CREATE UNIQUE INDEX "auth_users_phone" ON "auth_users" ("phone");

CREATE TRIGGER "auth_users_end_sessions" AFTER UPDATE OF "role", "banned_until" ON "auth_users"
WHEN new."role" IS NOT old."role" OR (new."banned_until" IS NOT NULL AND new."banned_until" IS NOT old."banned_until")
BEGIN
  DELETE FROM "auth_sessions" WHERE "user_id" = new."id";
END;

CREATE TRIGGER "auth_users_end_credentials" AFTER UPDATE OF "deleted_at" ON "auth_users"
WHEN new."deleted_at" IS NOT NULL
BEGIN
  DELETE FROM "auth_factors" WHERE "user_id" = new."id";
  DELETE FROM "auth_passkeys" WHERE "user_id" = new."id";
END;

CREATE TRIGGER "auth_identities_added" AFTER INSERT ON "auth_identities"
BEGIN
  UPDATE "auth_users" SET "identities" = (SELECT json_group_array(json_object('identity_id', "id", 'id', "provider_id", 'user_id', "user_id",
    'identity_data', json("identity_data"), 'provider', "provider", 'last_sign_in_at', "last_sign_in_at",
    'created_at', "created_at", 'updated_at', "updated_at", 'email', "email") ORDER BY "created_at", "id")
    FROM "auth_identities" WHERE "user_id" = new."user_id") WHERE "id" = new."user_id";
END;

CREATE TRIGGER "auth_identities_changed" AFTER UPDATE ON "auth_identities"
BEGIN
  UPDATE "auth_users" SET "identities" = (SELECT json_group_array(json_object('identity_id', "id", 'id', "provider_id", 'user_id', "user_id",
    'identity_data', json("identity_data"), 'provider', "provider", 'last_sign_in_at', "last_sign_in_at",
    'created_at', "created_at", 'updated_at', "updated_at", 'email', "email") ORDER BY "created_at", "id")
    FROM "auth_identities" WHERE "user_id" = new."user_id") WHERE "id" = new."user_id";
END;

CREATE TRIGGER "auth_identities_removed" AFTER DELETE ON "auth_identities"
BEGIN
  UPDATE "auth_users" SET "identities" = (SELECT json_group_array(json_object('identity_id', "id", 'id', "provider_id", 'user_id', "user_id",
    'identity_data', json("identity_data"), 'provider', "provider", 'last_sign_in_at', "last_sign_in_at",
    'created_at', "created_at", 'updated_at', "updated_at", 'email', "email") ORDER BY "created_at", "id")
    FROM "auth_identities" WHERE "user_id" = old."user_id") WHERE "id" = old."user_id";
END;
