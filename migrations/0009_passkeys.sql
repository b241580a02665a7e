-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

CREATE TABLE "auth_passkeys" (
  "id" text PRIMARY KEY NOT NULL,
  "user_id" text NOT NULL,
  "friendly_name" text NOT NULL DEFAULT '',
  "credential_id" text NOT NULL,
  "credential" text NOT NULL,
  "last_used_at" text,
  "created_at" text NOT NULL,
  "updated_at" text NOT NULL,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "auth_passkeys_credential_id_unique" ON "auth_passkeys" ("credential_id");

CREATE INDEX "auth_passkeys_user_id" ON "auth_passkeys" ("user_id");

CREATE TRIGGER "auth_users_end_credentials" AFTER UPDATE OF "deleted_at" ON "auth_users"
WHEN new."deleted_at" IS NOT NULL
BEGIN
  DELETE FROM "auth_factors" WHERE "user_id" = new."id";
  DELETE FROM "auth_passkeys" WHERE "user_id" = new."id";
END;
