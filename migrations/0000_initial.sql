-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

CREATE TABLE "_perigee_changes" (
  "seq" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  "table_name" text NOT NULL,
  "key" text NOT NULL,
  "operation" text NOT NULL,
  "before" text,
  "after" text,
  "actor" text,
  "at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00')
);

CREATE TABLE "_perigee_context" (
  "id" integer PRIMARY KEY NOT NULL,
  "actor" text,
  CONSTRAINT "_perigee_context_one" CHECK ("id" = 1)
);

CREATE TABLE "auth_refresh_tokens" (
  "token_hash" text PRIMARY KEY NOT NULL,
  "session_id" text NOT NULL,
  "user_id" text NOT NULL,
  "parent" text,
  "used_at" text,
  "created_at" text NOT NULL,
  FOREIGN KEY ("session_id") REFERENCES "auth_sessions" ("id") ON DELETE CASCADE
);

CREATE INDEX "auth_refresh_tokens_session_id" ON "auth_refresh_tokens" ("session_id");

CREATE TABLE "auth_sessions" (
  "id" text PRIMARY KEY NOT NULL,
  "user_id" text NOT NULL,
  "created_at" text NOT NULL,
  "updated_at" text NOT NULL,
  "not_after" text,
  "aal" text NOT NULL DEFAULT 'aal1',
  "amr" text NOT NULL DEFAULT '[]',
  "user_agent" text,
  "ip" text,
  FOREIGN KEY ("user_id") REFERENCES "auth_users" ("id") ON DELETE CASCADE
);

CREATE INDEX "auth_sessions_user_id" ON "auth_sessions" ("user_id");

CREATE TABLE "auth_signing_keys" (
  "kid" text PRIMARY KEY NOT NULL,
  "alg" text NOT NULL,
  "public_jwk" text NOT NULL,
  "private_jwk" text NOT NULL,
  "status" text NOT NULL DEFAULT 'active',
  "created_at" text NOT NULL
);

CREATE TABLE "auth_users" (
  "id" text PRIMARY KEY NOT NULL,
  "email" text,
  "encrypted_password" text,
  "role" text NOT NULL DEFAULT 'authenticated',
  "email_confirmed_at" text,
  "raw_app_meta_data" text NOT NULL DEFAULT '{}',
  "raw_user_meta_data" text NOT NULL DEFAULT '{}',
  "is_anonymous" integer NOT NULL DEFAULT 0,
  "banned_until" text,
  "last_sign_in_at" text,
  "created_at" text NOT NULL,
  "updated_at" text NOT NULL
);

CREATE UNIQUE INDEX "auth_users_email_unique" ON "auth_users" ("email");

CREATE TABLE "profiles" (
  "id" text PRIMARY KEY NOT NULL,
  "handle" text(40) NOT NULL,
  "display_name" text(80) NOT NULL,
  "bio" text(1000),
  "avatar_url" text,
  "role" text NOT NULL DEFAULT 'reader',
  "location" text(80),
  "website" text(200),
  "joined_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00')
);

CREATE UNIQUE INDEX "profiles_handle_unique" ON "profiles" ("handle");

CREATE TABLE "categories" (
  "id" text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  "parent_id" text,
  "slug" text(60) NOT NULL,
  "name" text(60) NOT NULL,
  "description" text(500),
  "position" integer NOT NULL DEFAULT 0,
  FOREIGN KEY ("parent_id") REFERENCES "categories" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "categories_slug_unique" ON "categories" ("slug");

CREATE INDEX "categories_parent" ON "categories" ("parent_id", "position");

CREATE TABLE "tags" (
  "id" text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  "slug" text(60) NOT NULL,
  "name" text(60) NOT NULL
);

CREATE UNIQUE INDEX "tags_slug_unique" ON "tags" ("slug");

CREATE TABLE "articles" (
  "id" text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  "author_id" text NOT NULL,
  "category_id" text NOT NULL,
  "slug" text(120) NOT NULL,
  "title" text(200) NOT NULL,
  "subtitle" text(300),
  "body" text NOT NULL,
  "status" text NOT NULL DEFAULT 'draft',
  "featured" integer NOT NULL DEFAULT 0,
  "published_at" text,
  "reading_minutes" integer NOT NULL GENERATED ALWAYS AS (1 + length(body) / 1100) STORED,
  "meta" text NOT NULL DEFAULT '{}',
  "keywords" text NOT NULL DEFAULT '[]',
  "editor_notes" text,
  "created_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  "updated_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  FOREIGN KEY ("author_id") REFERENCES "profiles" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("category_id") REFERENCES "categories" ("id") ON DELETE RESTRICT,
  CONSTRAINT "articles_published_at" CHECK (status <> 'published' or published_at is not null)
);

CREATE UNIQUE INDEX "articles_slug_unique" ON "articles" ("slug");

CREATE INDEX "articles_by_publication" ON "articles" ("status", "published_at");

CREATE INDEX "articles_by_category" ON "articles" ("category_id", "status", "published_at");

CREATE INDEX "articles_by_author" ON "articles" ("author_id", "updated_at");

CREATE TABLE "article_tags" (
  "article_id" text NOT NULL,
  "tag_id" text NOT NULL,
  PRIMARY KEY ("article_id", "tag_id"),
  FOREIGN KEY ("article_id") REFERENCES "articles" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("tag_id") REFERENCES "tags" ("id") ON DELETE CASCADE
);

CREATE INDEX "article_tags_by_tag" ON "article_tags" ("tag_id");

CREATE TABLE "comments" (
  "id" text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  "article_id" text NOT NULL,
  "author_id" text NOT NULL,
  "parent_id" text,
  "body" text NOT NULL,
  "status" text NOT NULL DEFAULT 'visible',
  "created_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  FOREIGN KEY ("article_id") REFERENCES "articles" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("author_id") REFERENCES "profiles" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("parent_id") REFERENCES "comments" ("id") ON DELETE CASCADE,
  CONSTRAINT "comments_body_length" CHECK (length(trim(body)) between 1 and 4000)
);

CREATE INDEX "comments_by_article" ON "comments" ("article_id", "created_at");

CREATE INDEX "comments_by_author" ON "comments" ("author_id", "created_at");

CREATE INDEX "comments_by_parent" ON "comments" ("parent_id");

CREATE TABLE "reactions" (
  "article_id" text NOT NULL,
  "profile_id" text NOT NULL,
  "kind" text NOT NULL,
  "created_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  PRIMARY KEY ("article_id", "profile_id"),
  FOREIGN KEY ("article_id") REFERENCES "articles" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("profile_id") REFERENCES "profiles" ("id") ON DELETE CASCADE
);

CREATE INDEX "reactions_by_profile" ON "reactions" ("profile_id");

CREATE TABLE "reading_events" (
  "id" text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  "article_id" text NOT NULL,
  "profile_id" text,
  "seconds" integer NOT NULL,
  "progress" real NOT NULL,
  "at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  FOREIGN KEY ("article_id") REFERENCES "articles" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("profile_id") REFERENCES "profiles" ("id") ON DELETE SET NULL,
  CONSTRAINT "reading_events_seconds" CHECK (seconds between 0 and 86400),
  CONSTRAINT "reading_events_progress" CHECK (progress between 0 and 1)
);

CREATE INDEX "reading_events_by_article" ON "reading_events" ("article_id", "at");

CREATE INDEX "reading_events_by_profile" ON "reading_events" ("profile_id", "at");

CREATE TABLE "job_listings" (
  "id" text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  "posted_by" text NOT NULL,
  "company" text(120) NOT NULL,
  "title" text(160) NOT NULL,
  "description" text NOT NULL,
  "location" text(120),
  "remote" integer NOT NULL DEFAULT 0,
  "salary_min" integer,
  "salary_max" integer,
  "currency" text,
  "tags" text NOT NULL DEFAULT '[]',
  "apply_url" text NOT NULL,
  "status" text NOT NULL DEFAULT 'draft',
  "expires_on" text NOT NULL,
  "created_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  FOREIGN KEY ("posted_by") REFERENCES "profiles" ("id") ON DELETE CASCADE,
  CONSTRAINT "job_listings_salary" CHECK (salary_min is null or salary_max is null or salary_min <= salary_max)
);

CREATE INDEX "job_listings_by_expiry" ON "job_listings" ("status", "expires_on");

CREATE INDEX "job_listings_by_poster" ON "job_listings" ("posted_by");

CREATE TABLE "newsletter_subscriptions" (
  "id" text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  "email" text(254) NOT NULL,
  "profile_id" text,
  "frequency" text NOT NULL DEFAULT 'weekly',
  "topics" text NOT NULL DEFAULT '[]',
  "confirmed" integer NOT NULL DEFAULT 0,
  "created_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  FOREIGN KEY ("profile_id") REFERENCES "profiles" ("id") ON DELETE SET NULL
);

CREATE UNIQUE INDEX "newsletter_subscriptions_email_unique" ON "newsletter_subscriptions" ("email");

CREATE INDEX "newsletter_subscriptions_by_profile" ON "newsletter_subscriptions" ("profile_id");

CREATE TRIGGER "auth_users_end_sessions" AFTER UPDATE OF "role", "banned_until" ON "auth_users"
WHEN new."role" IS NOT old."role" OR (new."banned_until" IS NOT NULL AND new."banned_until" IS NOT old."banned_until")
BEGIN
  DELETE FROM "auth_sessions" WHERE "user_id" = new."id";
END;

CREATE TRIGGER "_perigee_log_profiles_insert" AFTER INSERT ON "profiles"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('profiles', json_object('id', NEW."id"), 'INSERT', NULL, json_object('id', NEW."id", 'handle', NEW."handle", 'display_name', NEW."display_name", 'bio', NEW."bio", 'avatar_url', NEW."avatar_url", 'role', NEW."role", 'location', NEW."location", 'website', NEW."website", 'joined_at', NEW."joined_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_profiles_update" AFTER UPDATE ON "profiles" WHEN (OLD."id" COLLATE BINARY, OLD."handle" COLLATE BINARY, OLD."display_name" COLLATE BINARY, OLD."bio" COLLATE BINARY, OLD."avatar_url" COLLATE BINARY, OLD."role" COLLATE BINARY, OLD."location" COLLATE BINARY, OLD."website" COLLATE BINARY, OLD."joined_at" COLLATE BINARY) IS NOT (NEW."id", NEW."handle", NEW."display_name", NEW."bio", NEW."avatar_url", NEW."role", NEW."location", NEW."website", NEW."joined_at")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('profiles', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'handle', OLD."handle", 'display_name', OLD."display_name", 'bio', OLD."bio", 'avatar_url', OLD."avatar_url", 'role', OLD."role", 'location', OLD."location", 'website', OLD."website", 'joined_at', OLD."joined_at"), json_object('id', NEW."id", 'handle', NEW."handle", 'display_name', NEW."display_name", 'bio', NEW."bio", 'avatar_url', NEW."avatar_url", 'role', NEW."role", 'location', NEW."location", 'website', NEW."website", 'joined_at', NEW."joined_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_profiles_delete" AFTER DELETE ON "profiles"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('profiles', json_object('id', OLD."id"), 'DELETE', json_object('id', OLD."id", 'handle', OLD."handle", 'display_name', OLD."display_name", 'bio', OLD."bio", 'avatar_url', OLD."avatar_url", 'role', OLD."role", 'location', OLD."location", 'website', OLD."website", 'joined_at', OLD."joined_at"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_categories_insert" AFTER INSERT ON "categories"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('categories', json_object('id', NEW."id"), 'INSERT', NULL, json_object('id', NEW."id", 'parent_id', NEW."parent_id", 'slug', NEW."slug", 'name', NEW."name", 'description', NEW."description", 'position', NEW."position"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_categories_update" AFTER UPDATE ON "categories" WHEN (OLD."id" COLLATE BINARY, OLD."parent_id" COLLATE BINARY, OLD."slug" COLLATE BINARY, OLD."name" COLLATE BINARY, OLD."description" COLLATE BINARY, OLD."position" COLLATE BINARY) IS NOT (NEW."id", NEW."parent_id", NEW."slug", NEW."name", NEW."description", NEW."position")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('categories', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'parent_id', OLD."parent_id", 'slug', OLD."slug", 'name', OLD."name", 'description', OLD."description", 'position', OLD."position"), json_object('id', NEW."id", 'parent_id', NEW."parent_id", 'slug', NEW."slug", 'name', NEW."name", 'description', NEW."description", 'position', NEW."position"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_categories_delete" AFTER DELETE ON "categories"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('categories', json_object('id', OLD."id"), 'DELETE', json_object('id', OLD."id", 'parent_id', OLD."parent_id", 'slug', OLD."slug", 'name', OLD."name", 'description', OLD."description", 'position', OLD."position"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_tags_insert" AFTER INSERT ON "tags"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('tags', json_object('id', NEW."id"), 'INSERT', NULL, json_object('id', NEW."id", 'slug', NEW."slug", 'name', NEW."name"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_tags_update" AFTER UPDATE ON "tags" WHEN (OLD."id" COLLATE BINARY, OLD."slug" COLLATE BINARY, OLD."name" COLLATE BINARY) IS NOT (NEW."id", NEW."slug", NEW."name")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('tags', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'slug', OLD."slug", 'name', OLD."name"), json_object('id', NEW."id", 'slug', NEW."slug", 'name', NEW."name"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_tags_delete" AFTER DELETE ON "tags"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('tags', json_object('id', OLD."id"), 'DELETE', json_object('id', OLD."id", 'slug', OLD."slug", 'name', OLD."name"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_articles_insert" AFTER INSERT ON "articles"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('articles', json_object('id', NEW."id"), 'INSERT', NULL, json_object('id', NEW."id", 'author_id', NEW."author_id", 'category_id', NEW."category_id", 'slug', NEW."slug", 'title', NEW."title", 'subtitle', NEW."subtitle", 'body', NEW."body", 'status', NEW."status", 'featured', NEW."featured", 'published_at', NEW."published_at", 'reading_minutes', NEW."reading_minutes", 'meta', NEW."meta", 'keywords', NEW."keywords", 'editor_notes', NEW."editor_notes", 'created_at', NEW."created_at", 'updated_at', NEW."updated_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_articles_update" AFTER UPDATE ON "articles" WHEN (OLD."id" COLLATE BINARY, OLD."author_id" COLLATE BINARY, OLD."category_id" COLLATE BINARY, OLD."slug" COLLATE BINARY, OLD."title" COLLATE BINARY, OLD."subtitle" COLLATE BINARY, OLD."body" COLLATE BINARY, OLD."status" COLLATE BINARY, OLD."featured" COLLATE BINARY, OLD."published_at" COLLATE BINARY, OLD."reading_minutes" COLLATE BINARY, OLD."meta" COLLATE BINARY, OLD."keywords" COLLATE BINARY, OLD."editor_notes" COLLATE BINARY, OLD."created_at" COLLATE BINARY, OLD."updated_at" COLLATE BINARY) IS NOT (NEW."id", NEW."author_id", NEW."category_id", NEW."slug", NEW."title", NEW."subtitle", NEW."body", NEW."status", NEW."featured", NEW."published_at", NEW."reading_minutes", NEW."meta", NEW."keywords", NEW."editor_notes", NEW."created_at", NEW."updated_at")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('articles', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'author_id', OLD."author_id", 'category_id', OLD."category_id", 'slug', OLD."slug", 'title', OLD."title", 'subtitle', OLD."subtitle", 'body', OLD."body", 'status', OLD."status", 'featured', OLD."featured", 'published_at', OLD."published_at", 'reading_minutes', OLD."reading_minutes", 'meta', OLD."meta", 'keywords', OLD."keywords", 'editor_notes', OLD."editor_notes", 'created_at', OLD."created_at", 'updated_at', OLD."updated_at"), json_object('id', NEW."id", 'author_id', NEW."author_id", 'category_id', NEW."category_id", 'slug', NEW."slug", 'title', NEW."title", 'subtitle', NEW."subtitle", 'body', NEW."body", 'status', NEW."status", 'featured', NEW."featured", 'published_at', NEW."published_at", 'reading_minutes', NEW."reading_minutes", 'meta', NEW."meta", 'keywords', NEW."keywords", 'editor_notes', NEW."editor_notes", 'created_at', NEW."created_at", 'updated_at', NEW."updated_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_articles_delete" AFTER DELETE ON "articles"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('articles', json_object('id', OLD."id"), 'DELETE', json_object('id', OLD."id", 'author_id', OLD."author_id", 'category_id', OLD."category_id", 'slug', OLD."slug", 'title', OLD."title", 'subtitle', OLD."subtitle", 'body', OLD."body", 'status', OLD."status", 'featured', OLD."featured", 'published_at', OLD."published_at", 'reading_minutes', OLD."reading_minutes", 'meta', OLD."meta", 'keywords', OLD."keywords", 'editor_notes', OLD."editor_notes", 'created_at', OLD."created_at", 'updated_at', OLD."updated_at"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_article_tags_insert" AFTER INSERT ON "article_tags"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('article_tags', json_object('article_id', NEW."article_id", 'tag_id', NEW."tag_id"), 'INSERT', NULL, json_object('article_id', NEW."article_id", 'tag_id', NEW."tag_id"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_article_tags_update" AFTER UPDATE ON "article_tags" WHEN (OLD."article_id" COLLATE BINARY, OLD."tag_id" COLLATE BINARY) IS NOT (NEW."article_id", NEW."tag_id")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('article_tags', json_object('article_id', OLD."article_id", 'tag_id', OLD."tag_id"), 'UPDATE', json_object('article_id', OLD."article_id", 'tag_id', OLD."tag_id"), json_object('article_id', NEW."article_id", 'tag_id', NEW."tag_id"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_article_tags_delete" AFTER DELETE ON "article_tags"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('article_tags', json_object('article_id', OLD."article_id", 'tag_id', OLD."tag_id"), 'DELETE', json_object('article_id', OLD."article_id", 'tag_id', OLD."tag_id"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_comments_insert" AFTER INSERT ON "comments"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('comments', json_object('id', NEW."id"), 'INSERT', NULL, json_object('id', NEW."id", 'article_id', NEW."article_id", 'author_id', NEW."author_id", 'parent_id', NEW."parent_id", 'body', NEW."body", 'status', NEW."status", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_comments_update" AFTER UPDATE ON "comments" WHEN (OLD."id" COLLATE BINARY, OLD."article_id" COLLATE BINARY, OLD."author_id" COLLATE BINARY, OLD."parent_id" COLLATE BINARY, OLD."body" COLLATE BINARY, OLD."status" COLLATE BINARY, OLD."created_at" COLLATE BINARY) IS NOT (NEW."id", NEW."article_id", NEW."author_id", NEW."parent_id", NEW."body", NEW."status", NEW."created_at")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('comments', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'article_id', OLD."article_id", 'author_id', OLD."author_id", 'parent_id', OLD."parent_id", 'body', OLD."body", 'status', OLD."status", 'created_at', OLD."created_at"), json_object('id', NEW."id", 'article_id', NEW."article_id", 'author_id', NEW."author_id", 'parent_id', NEW."parent_id", 'body', NEW."body", 'status', NEW."status", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_comments_delete" AFTER DELETE ON "comments"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('comments', json_object('id', OLD."id"), 'DELETE', json_object('id', OLD."id", 'article_id', OLD."article_id", 'author_id', OLD."author_id", 'parent_id', OLD."parent_id", 'body', OLD."body", 'status', OLD."status", 'created_at', OLD."created_at"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_reactions_insert" AFTER INSERT ON "reactions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('reactions', json_object('article_id', NEW."article_id", 'profile_id', NEW."profile_id"), 'INSERT', NULL, json_object('article_id', NEW."article_id", 'profile_id', NEW."profile_id", 'kind', NEW."kind", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_reactions_update" AFTER UPDATE ON "reactions" WHEN (OLD."article_id" COLLATE BINARY, OLD."profile_id" COLLATE BINARY, OLD."kind" COLLATE BINARY, OLD."created_at" COLLATE BINARY) IS NOT (NEW."article_id", NEW."profile_id", NEW."kind", NEW."created_at")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('reactions', json_object('article_id', OLD."article_id", 'profile_id', OLD."profile_id"), 'UPDATE', json_object('article_id', OLD."article_id", 'profile_id', OLD."profile_id", 'kind', OLD."kind", 'created_at', OLD."created_at"), json_object('article_id', NEW."article_id", 'profile_id', NEW."profile_id", 'kind', NEW."kind", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_reactions_delete" AFTER DELETE ON "reactions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('reactions', json_object('article_id', OLD."article_id", 'profile_id', OLD."profile_id"), 'DELETE', json_object('article_id', OLD."article_id", 'profile_id', OLD."profile_id", 'kind', OLD."kind", 'created_at', OLD."created_at"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_reading_events_insert" AFTER INSERT ON "reading_events"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('reading_events', json_object('id', NEW."id"), 'INSERT', NULL, json_object('id', NEW."id", 'article_id', NEW."article_id", 'profile_id', NEW."profile_id", 'seconds', NEW."seconds", 'progress', iif(typeof(NEW."progress") = 'real', json(printf('%!.17g', NEW."progress")), NEW."progress"), 'at', NEW."at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_reading_events_update" AFTER UPDATE ON "reading_events" WHEN (OLD."id" COLLATE BINARY, OLD."article_id" COLLATE BINARY, OLD."profile_id" COLLATE BINARY, OLD."seconds" COLLATE BINARY, OLD."progress" COLLATE BINARY, OLD."at" COLLATE BINARY) IS NOT (NEW."id", NEW."article_id", NEW."profile_id", NEW."seconds", NEW."progress", NEW."at")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('reading_events', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'article_id', OLD."article_id", 'profile_id', OLD."profile_id", 'seconds', OLD."seconds", 'progress', iif(typeof(OLD."progress") = 'real', json(printf('%!.17g', OLD."progress")), OLD."progress"), 'at', OLD."at"), json_object('id', NEW."id", 'article_id', NEW."article_id", 'profile_id', NEW."profile_id", 'seconds', NEW."seconds", 'progress', iif(typeof(NEW."progress") = 'real', json(printf('%!.17g', NEW."progress")), NEW."progress"), 'at', NEW."at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_reading_events_delete" AFTER DELETE ON "reading_events"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('reading_events', json_object('id', OLD."id"), 'DELETE', json_object('id', OLD."id", 'article_id', OLD."article_id", 'profile_id', OLD."profile_id", 'seconds', OLD."seconds", 'progress', iif(typeof(OLD."progress") = 'real', json(printf('%!.17g', OLD."progress")), OLD."progress"), 'at', OLD."at"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_job_listings_insert" AFTER INSERT ON "job_listings"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('job_listings', json_object('id', NEW."id"), 'INSERT', NULL, json_object('id', NEW."id", 'posted_by', NEW."posted_by", 'company', NEW."company", 'title', NEW."title", 'description', NEW."description", 'location', NEW."location", 'remote', NEW."remote", 'salary_min', NEW."salary_min", 'salary_max', NEW."salary_max", 'currency', NEW."currency", 'tags', NEW."tags", 'apply_url', NEW."apply_url", 'status', NEW."status", 'expires_on', NEW."expires_on", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_job_listings_update" AFTER UPDATE ON "job_listings" WHEN (OLD."id" COLLATE BINARY, OLD."posted_by" COLLATE BINARY, OLD."company" COLLATE BINARY, OLD."title" COLLATE BINARY, OLD."description" COLLATE BINARY, OLD."location" COLLATE BINARY, OLD."remote" COLLATE BINARY, OLD."salary_min" COLLATE BINARY, OLD."salary_max" COLLATE BINARY, OLD."currency" COLLATE BINARY, OLD."tags" COLLATE BINARY, OLD."apply_url" COLLATE BINARY, OLD."status" COLLATE BINARY, OLD."expires_on" COLLATE BINARY, OLD."created_at" COLLATE BINARY) IS NOT (NEW."id", NEW."posted_by", NEW."company", NEW."title", NEW."description", NEW."location", NEW."remote", NEW."salary_min", NEW."salary_max", NEW."currency", NEW."tags", NEW."apply_url", NEW."status", NEW."expires_on", NEW."created_at")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('job_listings', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'posted_by', OLD."posted_by", 'company', OLD."company", 'title', OLD."title", 'description', OLD."description", 'location', OLD."location", 'remote', OLD."remote", 'salary_min', OLD."salary_min", 'salary_max', OLD."salary_max", 'currency', OLD."currency", 'tags', OLD."tags", 'apply_url', OLD."apply_url", 'status', OLD."status", 'expires_on', OLD."expires_on", 'created_at', OLD."created_at"), json_object('id', NEW."id", 'posted_by', NEW."posted_by", 'company', NEW."company", 'title', NEW."title", 'description', NEW."description", 'location', NEW."location", 'remote', NEW."remote", 'salary_min', NEW."salary_min", 'salary_max', NEW."salary_max", 'currency', NEW."currency", 'tags', NEW."tags", 'apply_url', NEW."apply_url", 'status', NEW."status", 'expires_on', NEW."expires_on", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_job_listings_delete" AFTER DELETE ON "job_listings"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('job_listings', json_object('id', OLD."id"), 'DELETE', json_object('id', OLD."id", 'posted_by', OLD."posted_by", 'company', OLD."company", 'title', OLD."title", 'description', OLD."description", 'location', OLD."location", 'remote', OLD."remote", 'salary_min', OLD."salary_min", 'salary_max', OLD."salary_max", 'currency', OLD."currency", 'tags', OLD."tags", 'apply_url', OLD."apply_url", 'status', OLD."status", 'expires_on', OLD."expires_on", 'created_at', OLD."created_at"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_newsletter_subscriptions_insert" AFTER INSERT ON "newsletter_subscriptions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('newsletter_subscriptions', json_object('id', NEW."id"), 'INSERT', NULL, json_object('id', NEW."id", 'email', NEW."email", 'profile_id', NEW."profile_id", 'frequency', NEW."frequency", 'topics', NEW."topics", 'confirmed', NEW."confirmed", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_newsletter_subscriptions_update" AFTER UPDATE ON "newsletter_subscriptions" WHEN (OLD."id" COLLATE BINARY, OLD."email" COLLATE BINARY, OLD."profile_id" COLLATE BINARY, OLD."frequency" COLLATE BINARY, OLD."topics" COLLATE BINARY, OLD."confirmed" COLLATE BINARY, OLD."created_at" COLLATE BINARY) IS NOT (NEW."id", NEW."email", NEW."profile_id", NEW."frequency", NEW."topics", NEW."confirmed", NEW."created_at")
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('newsletter_subscriptions', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'email', OLD."email", 'profile_id', OLD."profile_id", 'frequency', OLD."frequency", 'topics', OLD."topics", 'confirmed', OLD."confirmed", 'created_at', OLD."created_at"), json_object('id', NEW."id", 'email', NEW."email", 'profile_id', NEW."profile_id", 'frequency', NEW."frequency", 'topics', NEW."topics", 'confirmed', NEW."confirmed", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_newsletter_subscriptions_delete" AFTER DELETE ON "newsletter_subscriptions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('newsletter_subscriptions', json_object('id', OLD."id"), 'DELETE', json_object('id', OLD."id", 'email', OLD."email", 'profile_id', OLD."profile_id", 'frequency', OLD."frequency", 'topics', OLD."topics", 'confirmed', OLD."confirmed", 'created_at', OLD."created_at"), NULL, (SELECT "actor" FROM "_perigee_context"));
END;
