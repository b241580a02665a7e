-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

CREATE TABLE "_perigee_data_keys" (
  "id" text PRIMARY KEY NOT NULL,
  "purpose" text NOT NULL,
  "status" text NOT NULL,
  "sealed" text NOT NULL,
  "created_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  "changed_at" text
);
