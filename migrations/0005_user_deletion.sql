-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

DROP TRIGGER "auth_users_end_sessions";

ALTER TABLE "auth_users" ADD COLUMN "deleted_at" text;

CREATE TRIGGER "auth_users_end_sessions" AFTER UPDATE OF "role", "banned_until" ON "auth_users"
WHEN new."role" IS NOT old."role" OR (new."banned_until" IS NOT NULL AND new."banned_until" IS NOT old."banned_until")
BEGIN
  DELETE FROM "auth_sessions" WHERE "user_id" = new."id";
END;
