-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

CREATE TABLE "auth_audit_log" (
  "seq" integer PRIMARY KEY NOT NULL,
  "id" text NOT NULL,
  "entry" text NOT NULL,
  "digest" text NOT NULL,
  "previous" text NOT NULL,
  "hash" text NOT NULL
);

CREATE UNIQUE INDEX "auth_audit_log_id_unique" ON "auth_audit_log" ("id");

CREATE TRIGGER "auth_audit_log_append" BEFORE INSERT ON "auth_audit_log"
WHEN EXISTS (SELECT 1 FROM "auth_audit_log" WHERE "id" = new."id") OR new."seq" IS NOT (SELECT coalesce(max("seq"), 0) + 1 FROM "auth_audit_log")
  OR new."previous" IS NOT coalesce((SELECT "hash" FROM "auth_audit_log" ORDER BY "seq" DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
  SELECT RAISE(ABORT, 'the audit log is a chain');
END;

CREATE TRIGGER "auth_audit_log_update" BEFORE UPDATE ON "auth_audit_log"
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER "auth_audit_log_delete" BEFORE DELETE ON "auth_audit_log"
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
