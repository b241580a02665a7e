-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

ALTER TABLE "auth_oauth_authorizations" ADD COLUMN "signed_in_since" text;
