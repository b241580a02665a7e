-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

DROP TRIGGER "_perigee_log_auth_sessions_delete";

ALTER TABLE "auth_sessions" ADD COLUMN "dpop_jkt" text;

CREATE TRIGGER "_perigee_log_auth_sessions_delete" AFTER DELETE ON "auth_sessions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "actor")
  VALUES ('auth_sessions', json_object('id', OLD."id"), 'DELETE', (SELECT "actor" FROM "_perigee_context"));
END;
