-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.
-- rebuilds auth_sessions: column user_id changes: text not null → text null
-- copies away and back, because they refer to it: auth_refresh_tokens

PRAGMA defer_foreign_keys = on;

CREATE TABLE "auth_api_keys" (
  "id" text PRIMARY KEY NOT NULL,
  "name" text NOT NULL,
  "kind" text NOT NULL,
  "role" text NOT NULL,
  "hint" text NOT NULL,
  "key_hash" text NOT NULL,
  "created_at" text NOT NULL,
  "expires_at" text,
  "last_used_at" text,
  "revoked_at" text
);

CREATE UNIQUE INDEX "auth_api_keys_key_hash_unique" ON "auth_api_keys" ("key_hash");

ALTER TABLE "auth_signing_keys" ADD COLUMN "changed_at" text;

SELECT json_extract('{}', 'perigee: ' || 'trigger ' || name || ' on ' || tbl_name || ' is not part of the definition: drop it first, make it again after') FROM (SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('auth_refresh_tokens', 'auth_sessions') LIMIT 1);

SELECT json_extract('{}', 'perigee: ' || 'index ' || name || ' on ' || tbl_name || ' is not part of the definition: drop it first, make it again after') FROM (SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('auth_sessions') AND name NOT IN ('auth_sessions_user_id') LIMIT 1);

SELECT json_extract('{}', 'perigee: ' || 'table ' || name || ' is not part of the definition and may refer to one that is rebuilt') FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND instr(lower(sql), 'references') > 0
    AND name NOT IN ('_perigee_changes', '_perigee_context', '_perigee_idempotency', 'auth_audit_log', 'auth_challenges', 'auth_factors', 'auth_refresh_tokens', 'auth_sessions', 'auth_signing_keys', 'auth_users', 'profiles', 'categories', 'tags', 'articles', 'article_tags', 'comments', 'reactions', 'reading_events', 'job_listings', 'newsletter_subscriptions', '_perigee_changes', '_perigee_context', '_perigee_idempotency', 'auth_api_keys', 'auth_audit_log', 'auth_challenges', 'auth_factors', 'auth_refresh_tokens', 'auth_sessions', 'auth_signing_keys', 'auth_users', 'profiles', 'categories', 'tags', 'articles', 'article_tags', 'comments', 'reactions', 'reading_events', 'job_listings', 'newsletter_subscriptions')
    AND EXISTS (SELECT 1 FROM json_each('["auth_refresh_tokens","auth_sessions"]') WHERE instr(lower(sql), value) > 0) LIMIT 1);

CREATE TABLE "_perigee_saved_auth_sessions" AS SELECT rowid AS "_perigee_rowid", "id" AS "id", "user_id" AS "user_id", "created_at" AS "created_at", "updated_at" AS "updated_at", "not_after" AS "not_after", "aal" AS "aal", "amr" AS "amr", "factor_id" AS "factor_id", "user_agent" AS "user_agent", "ip" AS "ip" FROM "auth_sessions";

CREATE TABLE "_perigee_saved_auth_refresh_tokens" AS SELECT rowid AS "_perigee_rowid", "token_hash" AS "token_hash", "session_id" AS "session_id", "user_id" AS "user_id", "parent" AS "parent", "used_at" AS "used_at", "created_at" AS "created_at" FROM "auth_refresh_tokens";

DELETE FROM "auth_refresh_tokens";

DELETE FROM "auth_sessions";

DROP TABLE "auth_sessions";

CREATE TABLE "auth_sessions" (
  "id" text PRIMARY KEY NOT NULL,
  "user_id" text NOT NULL,
  "created_at" text NOT NULL,
  "updated_at" text NOT NULL,
  "not_after" text,
  "aal" text NOT NULL,
  "amr" text NOT NULL,
  "factor_id" text,
  "user_agent" text,
  "ip" text
);

DROP TABLE "auth_sessions";

CREATE TABLE "auth_sessions" (
  "id" text PRIMARY KEY NOT NULL,
  "user_id" text,
  "created_at" text NOT NULL,
  "updated_at" text NOT NULL,
  "not_after" text,
  "aal" text NOT NULL DEFAULT 'aal1',
  "amr" text NOT NULL DEFAULT '[]',
  "factor_id" text,
  "user_agent" text,
  "ip" text,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE INDEX "auth_sessions_user_id" ON "auth_sessions" ("user_id");

INSERT INTO "auth_sessions" (rowid, "id", "user_id", "created_at", "updated_at", "not_after", "aal", "amr", "factor_id", "user_agent", "ip") SELECT "_perigee_rowid", "id", "user_id", "created_at", "updated_at", "not_after", "aal", "amr", "factor_id", "user_agent", "ip" FROM "_perigee_saved_auth_sessions";

INSERT INTO "auth_refresh_tokens" (rowid, "token_hash", "session_id", "user_id", "parent", "used_at", "created_at") SELECT "_perigee_rowid", "token_hash", "session_id", "user_id", "parent", "used_at", "created_at" FROM "_perigee_saved_auth_refresh_tokens";

SELECT iif(EXISTS (SELECT 1 WHERE (SELECT count(*) FROM "auth_sessions") <> (SELECT count(*) FROM "_perigee_saved_auth_sessions")), json_extract('{}', 'perigee: rows of auth_sessions were lost'), NULL);

SELECT iif(EXISTS (SELECT 1 WHERE (SELECT count(*) FROM "auth_refresh_tokens") <> (SELECT count(*) FROM "_perigee_saved_auth_refresh_tokens")), json_extract('{}', 'perigee: rows of auth_refresh_tokens were lost'), NULL);

DROP TABLE "_perigee_saved_auth_sessions";

DROP TABLE "_perigee_saved_auth_refresh_tokens";
