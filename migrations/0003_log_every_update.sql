-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

DROP TRIGGER "_perigee_log_profiles_update";

DROP TRIGGER "_perigee_log_categories_update";

DROP TRIGGER "_perigee_log_tags_update";

DROP TRIGGER "_perigee_log_articles_update";

DROP TRIGGER "_perigee_log_article_tags_update";

DROP TRIGGER "_perigee_log_comments_update";

DROP TRIGGER "_perigee_log_reactions_update";

DROP TRIGGER "_perigee_log_reading_events_update";

DROP TRIGGER "_perigee_log_job_listings_update";

DROP TRIGGER "_perigee_log_newsletter_subscriptions_update";

CREATE TRIGGER "_perigee_log_profiles_update" AFTER UPDATE ON "profiles"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('profiles', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'handle', OLD."handle", 'display_name', OLD."display_name", 'bio', OLD."bio", 'avatar_url', OLD."avatar_url", 'role', OLD."role", 'location', OLD."location", 'website', OLD."website", 'joined_at', OLD."joined_at"), json_object('id', NEW."id", 'handle', NEW."handle", 'display_name', NEW."display_name", 'bio', NEW."bio", 'avatar_url', NEW."avatar_url", 'role', NEW."role", 'location', NEW."location", 'website', NEW."website", 'joined_at', NEW."joined_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_categories_update" AFTER UPDATE ON "categories"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('categories', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'parent_id', OLD."parent_id", 'slug', OLD."slug", 'name', OLD."name", 'description', OLD."description", 'position', OLD."position"), json_object('id', NEW."id", 'parent_id', NEW."parent_id", 'slug', NEW."slug", 'name', NEW."name", 'description', NEW."description", 'position', NEW."position"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_tags_update" AFTER UPDATE ON "tags"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('tags', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'slug', OLD."slug", 'name', OLD."name"), json_object('id', NEW."id", 'slug', NEW."slug", 'name', NEW."name"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_articles_update" AFTER UPDATE ON "articles"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('articles', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'author_id', OLD."author_id", 'category_id', OLD."category_id", 'slug', OLD."slug", 'title', OLD."title", 'subtitle', OLD."subtitle", 'body', OLD."body", 'status', OLD."status", 'featured', OLD."featured", 'published_at', OLD."published_at", 'reading_minutes', OLD."reading_minutes", 'meta', OLD."meta", 'keywords', OLD."keywords", 'editor_notes', OLD."editor_notes", 'created_at', OLD."created_at", 'updated_at', OLD."updated_at"), json_object('id', NEW."id", 'author_id', NEW."author_id", 'category_id', NEW."category_id", 'slug', NEW."slug", 'title', NEW."title", 'subtitle', NEW."subtitle", 'body', NEW."body", 'status', NEW."status", 'featured', NEW."featured", 'published_at', NEW."published_at", 'reading_minutes', NEW."reading_minutes", 'meta', NEW."meta", 'keywords', NEW."keywords", 'editor_notes', NEW."editor_notes", 'created_at', NEW."created_at", 'updated_at', NEW."updated_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_article_tags_update" AFTER UPDATE ON "article_tags"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('article_tags', json_object('article_id', OLD."article_id", 'tag_id', OLD."tag_id"), 'UPDATE', json_object('article_id', OLD."article_id", 'tag_id', OLD."tag_id"), json_object('article_id', NEW."article_id", 'tag_id', NEW."tag_id"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_comments_update" AFTER UPDATE ON "comments"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('comments', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'article_id', OLD."article_id", 'author_id', OLD."author_id", 'parent_id', OLD."parent_id", 'body', OLD."body", 'status', OLD."status", 'created_at', OLD."created_at"), json_object('id', NEW."id", 'article_id', NEW."article_id", 'author_id', NEW."author_id", 'parent_id', NEW."parent_id", 'body', NEW."body", 'status', NEW."status", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_reactions_update" AFTER UPDATE ON "reactions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('reactions', json_object('article_id', OLD."article_id", 'profile_id', OLD."profile_id"), 'UPDATE', json_object('article_id', OLD."article_id", 'profile_id', OLD."profile_id", 'kind', OLD."kind", 'created_at', OLD."created_at"), json_object('article_id', NEW."article_id", 'profile_id', NEW."profile_id", 'kind', NEW."kind", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_reading_events_update" AFTER UPDATE ON "reading_events"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('reading_events', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'article_id', OLD."article_id", 'profile_id', OLD."profile_id", 'seconds', OLD."seconds", 'progress', iif(typeof(OLD."progress") = 'real', json(printf('%!.17g', OLD."progress")), OLD."progress"), 'at', OLD."at"), json_object('id', NEW."id", 'article_id', NEW."article_id", 'profile_id', NEW."profile_id", 'seconds', NEW."seconds", 'progress', iif(typeof(NEW."progress") = 'real', json(printf('%!.17g', NEW."progress")), NEW."progress"), 'at', NEW."at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_job_listings_update" AFTER UPDATE ON "job_listings"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('job_listings', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'posted_by', OLD."posted_by", 'company', OLD."company", 'title', OLD."title", 'description', OLD."description", 'location', OLD."location", 'remote', OLD."remote", 'salary_min', OLD."salary_min", 'salary_max', OLD."salary_max", 'currency', OLD."currency", 'tags', OLD."tags", 'apply_url', OLD."apply_url", 'status', OLD."status", 'expires_on', OLD."expires_on", 'created_at', OLD."created_at"), json_object('id', NEW."id", 'posted_by', NEW."posted_by", 'company', NEW."company", 'title', NEW."title", 'description', NEW."description", 'location', NEW."location", 'remote', NEW."remote", 'salary_min', NEW."salary_min", 'salary_max', NEW."salary_max", 'currency', NEW."currency", 'tags', NEW."tags", 'apply_url', NEW."apply_url", 'status', NEW."status", 'expires_on', NEW."expires_on", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;

CREATE TRIGGER "_perigee_log_newsletter_subscriptions_update" AFTER UPDATE ON "newsletter_subscriptions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES ('newsletter_subscriptions', json_object('id', OLD."id"), 'UPDATE', json_object('id', OLD."id", 'email', OLD."email", 'profile_id', OLD."profile_id", 'frequency', OLD."frequency", 'topics', OLD."topics", 'confirmed', OLD."confirmed", 'created_at', OLD."created_at"), json_object('id', NEW."id", 'email', NEW."email", 'profile_id', NEW."profile_id", 'frequency', NEW."frequency", 'topics', NEW."topics", 'confirmed', NEW."confirmed", 'created_at', NEW."created_at"), (SELECT "actor" FROM "_perigee_context"));
END;
