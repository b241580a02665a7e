import { beginning } from "./chain.ts";

/**
 * The audit log takes new entries at its end and nothing else, from whomever: no change, no deletion, no second entry
 * after the same one. The look at `id` is for `insert or replace`, whose deletions no trigger sees.
 */
export const auditTriggers: readonly string[] = [
  `CREATE TRIGGER "auth_audit_log_append" BEFORE INSERT ON "auth_audit_log"
WHEN EXISTS (SELECT 1 FROM "auth_audit_log" WHERE "id" = new."id") OR new."seq" IS NOT (SELECT coalesce(max("seq"), 0) + 1 FROM "auth_audit_log")
  OR new."previous" IS NOT coalesce((SELECT "hash" FROM "auth_audit_log" ORDER BY "seq" DESC LIMIT 1), '${beginning}')
BEGIN
  SELECT RAISE(ABORT, 'the audit log is a chain');
END;`,
  `CREATE TRIGGER "auth_audit_log_update" BEFORE UPDATE ON "auth_audit_log"
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;`,
  `CREATE TRIGGER "auth_audit_log_delete" BEFORE DELETE ON "auth_audit_log"
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;`,
];
