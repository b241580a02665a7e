import { auditTriggers } from "./audit/triggers.ts";
import { factorTriggers } from "./factors/triggers.ts";
import { identityTriggers } from "./identities/triggers.ts";
import { oauthServerTriggers } from "./oauth-server/triggers.ts";

/**
 * For the migration that makes the tables: a ban or a change of role ends the user's sessions, whoever makes it, a
 * hand-typed `wrangler d1 execute` included. So `alive` needs to look at the session's row alone.
 */
export const authTriggers: readonly string[] = [
  `CREATE TRIGGER "auth_users_end_sessions" AFTER UPDATE OF "role", "banned_until" ON "auth_users"
WHEN new."role" IS NOT old."role" OR (new."banned_until" IS NOT NULL AND new."banned_until" IS NOT old."banned_until")
BEGIN
  DELETE FROM "auth_sessions" WHERE "user_id" = new."id";
END;`,
  ...auditTriggers,
  ...factorTriggers,
  ...identityTriggers,
  ...oauthServerTriggers,
];
