-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

ALTER TABLE "_perigee_data_keys" ADD COLUMN "encryptions" integer NOT NULL DEFAULT 2147483648;
