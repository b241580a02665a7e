-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

DROP TRIGGER "auth_users_end_sessions";

CREATE TABLE "auth_challenges" (
  "id" text PRIMARY KEY NOT NULL,
  "kind" text NOT NULL,
  "user_id" text,
  "factor_id" text,
  "ip" text,
  "data" text,
  "created_at" text NOT NULL,
  "expires_at" text NOT NULL,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("factor_id") REFERENCES "auth_factors" ("id") ON DELETE CASCADE
);

CREATE INDEX "auth_challenges_user_id" ON "auth_challenges" ("user_id");

CREATE INDEX "auth_challenges_factor_id" ON "auth_challenges" ("factor_id");

CREATE INDEX "auth_challenges_expires_at" ON "auth_challenges" ("expires_at");

CREATE TABLE "auth_factors" (
  "id" text PRIMARY KEY NOT NULL,
  "user_id" text NOT NULL,
  "friendly_name" text NOT NULL DEFAULT '',
  "factor_type" text NOT NULL,
  "status" text NOT NULL DEFAULT 'unverified',
  "phone" text,
  "secret" text,
  "credential" text,
  "last_step" integer,
  "attempts" integer NOT NULL DEFAULT 0,
  "locked_until" text,
  "last_challenged_at" text,
  "created_at" text NOT NULL,
  "updated_at" text NOT NULL,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE INDEX "auth_factors_user_id" ON "auth_factors" ("user_id");

ALTER TABLE "auth_sessions" ADD COLUMN "factor_id" text;

ALTER TABLE "auth_users" ADD COLUMN "factors" text NOT NULL DEFAULT '[]';

CREATE TRIGGER "auth_users_end_sessions" AFTER UPDATE OF "role", "banned_until" ON "auth_users"
WHEN new."role" IS NOT old."role" OR (new."banned_until" IS NOT NULL AND new."banned_until" IS NOT old."banned_until")
BEGIN
  DELETE FROM "auth_sessions" WHERE "user_id" = new."id";
END;

CREATE TRIGGER "auth_factors_added" AFTER INSERT ON "auth_factors"
BEGIN
  UPDATE "auth_users" SET "factors" = (SELECT json_group_array(json_object('id', "id", 'friendly_name', nullif("friendly_name", ''), 'factor_type', "factor_type",
    'status', "status", 'phone', "phone", 'created_at', "created_at", 'updated_at', "updated_at",
    'last_challenged_at', "last_challenged_at") ORDER BY "created_at", "id")
    FROM "auth_factors" WHERE "user_id" = new."user_id") WHERE "id" = new."user_id";
END;

CREATE TRIGGER "auth_factors_changed" AFTER UPDATE OF "friendly_name", "status", "phone", "last_challenged_at", "updated_at" ON "auth_factors"
BEGIN
  UPDATE "auth_users" SET "factors" = (SELECT json_group_array(json_object('id', "id", 'friendly_name', nullif("friendly_name", ''), 'factor_type', "factor_type",
    'status', "status", 'phone', "phone", 'created_at', "created_at", 'updated_at', "updated_at",
    'last_challenged_at', "last_challenged_at") ORDER BY "created_at", "id")
    FROM "auth_factors" WHERE "user_id" = new."user_id") WHERE "id" = new."user_id";
END;

CREATE TRIGGER "auth_factors_removed" AFTER DELETE ON "auth_factors"
BEGIN
  UPDATE "auth_users" SET "factors" = (SELECT json_group_array(json_object('id', "id", 'friendly_name', nullif("friendly_name", ''), 'factor_type', "factor_type",
    'status', "status", 'phone', "phone", 'created_at', "created_at", 'updated_at', "updated_at",
    'last_challenged_at', "last_challenged_at") ORDER BY "created_at", "id")
    FROM "auth_factors" WHERE "user_id" = old."user_id") WHERE "id" = old."user_id";
END;

CREATE TRIGGER "auth_factors_lower_sessions" AFTER DELETE ON "auth_factors" WHEN old."status" = 'verified'
BEGIN
  UPDATE "auth_sessions" SET "aal" = 'aal1', "factor_id" = NULL,
    "amr" = (SELECT json_group_array(json("value")) FROM json_each("auth_sessions"."amr")
      WHERE "value" ->> 'method' <> iif(old."factor_type" = 'totp', 'totp', 'mfa/' || old."factor_type"))
  WHERE "user_id" = old."user_id" AND "factor_id" = old."id";
END;
