-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

DROP TRIGGER "_perigee_log_auth_sessions_delete";

CREATE TABLE "auth_oauth_authorizations" (
  "id" text PRIMARY KEY NOT NULL,
  "client_id" text NOT NULL,
  "user_id" text,
  "redirect_uri" text NOT NULL,
  "scope" text NOT NULL,
  "state" text,
  "nonce" text,
  "resource" text,
  "prompt" text,
  "code_challenge" text NOT NULL,
  "status" text NOT NULL DEFAULT 'pending',
  "code_hash" text,
  "auth_time" text,
  "session_id" text,
  "created_at" text NOT NULL,
  "expires_at" text NOT NULL,
  "forget_at" text NOT NULL,
  FOREIGN KEY ("client_id") REFERENCES "auth_oauth_clients" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "auth_oauth_authorizations_code_hash" ON "auth_oauth_authorizations" ("code_hash");

CREATE INDEX "auth_oauth_authorizations_client_id" ON "auth_oauth_authorizations" ("client_id");

CREATE INDEX "auth_oauth_authorizations_user_id" ON "auth_oauth_authorizations" ("user_id");

CREATE INDEX "auth_oauth_authorizations_forget_at" ON "auth_oauth_authorizations" ("forget_at");

CREATE TABLE "auth_oauth_clients" (
  "id" text PRIMARY KEY NOT NULL,
  "client_type" text NOT NULL,
  "secret_hash" text,
  "token_endpoint_auth_method" text NOT NULL,
  "client_name" text NOT NULL DEFAULT '',
  "client_uri" text,
  "logo_uri" text,
  "redirect_uris" text NOT NULL,
  "grant_types" text NOT NULL,
  "scope" text,
  "registration_type" text NOT NULL,
  "created_at" text NOT NULL,
  "updated_at" text NOT NULL
);

CREATE INDEX "auth_oauth_clients_created_at" ON "auth_oauth_clients" ("created_at");

CREATE TABLE "auth_oauth_consents" (
  "id" text PRIMARY KEY NOT NULL,
  "user_id" text NOT NULL,
  "client_id" text NOT NULL,
  "scope" text NOT NULL,
  "granted_at" text NOT NULL,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("client_id") REFERENCES "auth_oauth_clients" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "auth_oauth_consents_user_id_client_id" ON "auth_oauth_consents" ("user_id", "client_id");

CREATE INDEX "auth_oauth_consents_client_id" ON "auth_oauth_consents" ("client_id");

ALTER TABLE "auth_sessions" ADD COLUMN "oauth_client_id" text;

ALTER TABLE "auth_sessions" ADD COLUMN "scopes" text;

ALTER TABLE "auth_sessions" ADD COLUMN "resource" text;

CREATE TRIGGER "auth_oauth_consents_end_sessions" AFTER DELETE ON "auth_oauth_consents"
BEGIN
  DELETE FROM "auth_sessions" WHERE "user_id" = old."user_id" AND "oauth_client_id" = old."client_id";
END;

CREATE TRIGGER "_perigee_log_auth_sessions_delete" AFTER DELETE ON "auth_sessions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "actor")
  VALUES ('auth_sessions', json_object('id', OLD."id"), 'DELETE', (SELECT "actor" FROM "_perigee_context"));
END;
