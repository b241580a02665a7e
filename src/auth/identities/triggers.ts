const publicMembers = `json_object('identity_id', "id", 'id', "provider_id", 'user_id', "user_id",
    'identity_data', json("identity_data"), 'provider', "provider", 'last_sign_in_at', "last_sign_in_at",
    'created_at', "created_at", 'updated_at', "updated_at", 'email', "email")`;

function rewritten(owner: "new" | "old"): string {
  return `UPDATE "auth_users" SET "identities" = (SELECT json_group_array(${publicMembers} ORDER BY "created_at", "id")
    FROM "auth_identities" WHERE "user_id" = ${owner}."user_id") WHERE "id" = ${owner}."user_id";`;
}

/** The user's row shows his identities, so that whoever reads the user needs no second look. */
export const identityTriggers: readonly string[] = [
  `CREATE TRIGGER "auth_identities_added" AFTER INSERT ON "auth_identities"
BEGIN
  ${rewritten("new")}
END;`,
  `CREATE TRIGGER "auth_identities_changed" AFTER UPDATE ON "auth_identities"
BEGIN
  ${rewritten("new")}
END;`,
  `CREATE TRIGGER "auth_identities_removed" AFTER DELETE ON "auth_identities"
BEGIN
  ${rewritten("old")}
END;`,
];
