/** Whoever takes a consent away, or the client as a whole, ends the sessions that came of it; by hand too. */
export const oauthServerTriggers: readonly string[] = [
  `CREATE TRIGGER "auth_oauth_consents_end_sessions" AFTER DELETE ON "auth_oauth_consents"
BEGIN
  DELETE FROM "auth_sessions" WHERE "user_id" = old."user_id" AND "oauth_client_id" = old."client_id";
END;`,
];
