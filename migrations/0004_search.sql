-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

CREATE VIRTUAL TABLE "_perigee_search_articles_fts" USING fts5(c0, c1, c2, tokenize='porter unicode61 remove_diacritics 2', content='', contentless_delete=1);

INSERT INTO "_perigee_search_articles_fts" (rowid, c0, c1, c2) SELECT rowid, "title", "subtitle", "body" FROM "articles";

CREATE VIRTUAL TABLE "_perigee_search_comments_fts" USING fts5(c0, tokenize='porter unicode61 remove_diacritics 2', content='', contentless_delete=1);

INSERT INTO "_perigee_search_comments_fts" (rowid, c0) SELECT rowid, "body" FROM "comments";

CREATE TRIGGER "_perigee_search_articles_insert" AFTER INSERT ON "articles"
BEGIN
  DELETE FROM "_perigee_search_articles_fts" WHERE rowid = NEW.rowid;
  INSERT INTO "_perigee_search_articles_fts" (rowid, c0, c1, c2) VALUES (NEW.rowid, NEW."title", NEW."subtitle", NEW."body");
END;

CREATE TRIGGER "_perigee_search_articles_update" AFTER UPDATE ON "articles"
WHEN OLD.rowid IS NOT NEW.rowid OR OLD."title" IS NOT NEW."title" OR OLD."subtitle" IS NOT NEW."subtitle" OR OLD."body" IS NOT NEW."body"
BEGIN
  DELETE FROM "_perigee_search_articles_fts" WHERE rowid = OLD.rowid;
  DELETE FROM "_perigee_search_articles_fts" WHERE rowid = NEW.rowid;
  INSERT INTO "_perigee_search_articles_fts" (rowid, c0, c1, c2) VALUES (NEW.rowid, NEW."title", NEW."subtitle", NEW."body");
END;

CREATE TRIGGER "_perigee_search_articles_delete" AFTER DELETE ON "articles"
BEGIN
  DELETE FROM "_perigee_search_articles_fts" WHERE rowid = OLD.rowid;
END;

CREATE TRIGGER "_perigee_search_comments_insert" AFTER INSERT ON "comments"
BEGIN
  DELETE FROM "_perigee_search_comments_fts" WHERE rowid = NEW.rowid;
  INSERT INTO "_perigee_search_comments_fts" (rowid, c0) VALUES (NEW.rowid, NEW."body");
END;

CREATE TRIGGER "_perigee_search_comments_update" AFTER UPDATE ON "comments"
WHEN OLD.rowid IS NOT NEW.rowid OR OLD."body" IS NOT NEW."body"
BEGIN
  DELETE FROM "_perigee_search_comments_fts" WHERE rowid = OLD.rowid;
  DELETE FROM "_perigee_search_comments_fts" WHERE rowid = NEW.rowid;
  INSERT INTO "_perigee_search_comments_fts" (rowid, c0) VALUES (NEW.rowid, NEW."body");
END;

CREATE TRIGGER "_perigee_search_comments_delete" AFTER DELETE ON "comments"
BEGIN
  DELETE FROM "_perigee_search_comments_fts" WHERE rowid = OLD.rowid;
END;
