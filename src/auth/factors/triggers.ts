/** A factor without its secrets, in GoTrue's names: what `auth_users.factors` holds of it. */
const published = `json_object('id', "id", 'friendly_name', nullif("friendly_name", ''), 'factor_type', "factor_type",
    'status', "status", 'phone', "phone", 'created_at', "created_at", 'updated_at', "updated_at",
    'last_challenged_at', "last_challenged_at")`;

function republish(name: string, event: string, row: "new" | "old"): string {
  return `CREATE TRIGGER "${name}" AFTER ${event} ON "auth_factors"
BEGIN
  UPDATE "auth_users" SET "factors" = (SELECT json_group_array(${published} ORDER BY "created_at", "id")
    FROM "auth_factors" WHERE "user_id" = ${row}."user_id") WHERE "id" = ${row}."user_id";
END;`;
}

/**
 * `auth_users.factors` repeats what is public of the factors, because every statement that reads a user has to know
 * whether a second factor is due, and none must be able to forget it. Who removes a factor, a hand-typed statement
 * included, lowers the sessions that it had raised. A user who is deleted softly has neither factors nor passkeys.
 */
export const factorTriggers: readonly string[] = [
  republish("auth_factors_added", "INSERT", "new"),
  republish(
    "auth_factors_changed",
    'UPDATE OF "friendly_name", "status", "phone", "last_challenged_at", "updated_at"',
    "new",
  ),
  republish("auth_factors_removed", "DELETE", "old"),
  `CREATE TRIGGER "auth_factors_lower_sessions" AFTER DELETE ON "auth_factors" WHEN old."status" = 'verified'
BEGIN
  UPDATE "auth_sessions" SET "aal" = 'aal1', "factor_id" = NULL,
    "amr" = (SELECT json_group_array(json("value")) FROM json_each("auth_sessions"."amr")
      WHERE "value" ->> 'method' <> iif(old."factor_type" = 'totp', 'totp', 'mfa/' || old."factor_type"))
  WHERE "user_id" = old."user_id" AND "factor_id" = old."id";
END;`,
  `CREATE TRIGGER "auth_users_end_credentials" AFTER UPDATE OF "deleted_at" ON "auth_users"
WHEN new."deleted_at" IS NOT NULL
BEGIN
  DELETE FROM "auth_factors" WHERE "user_id" = new."id";
  DELETE FROM "auth_passkeys" WHERE "user_id" = new."id";
END;`,
];
