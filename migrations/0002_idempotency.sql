-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

CREATE TABLE "_perigee_idempotency" (
  "principal" text NOT NULL,
  "key" text NOT NULL,
  "fingerprint" text NOT NULL,
  "status" integer,
  "headers" text,
  "body" text,
  "created_at" text NOT NULL DEFAULT (rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.') || '+00:00'),
  PRIMARY KEY ("principal", "key")
);

CREATE INDEX "_perigee_idempotency_created_at" ON "_perigee_idempotency" ("created_at");
