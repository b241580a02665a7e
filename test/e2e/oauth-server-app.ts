import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { and, caller, claim, eq, isNull } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";

const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  ownerId: text("owner_id").notNull(),
  body: text().notNull(),
});

const secrets = sqliteTable("secrets", { id: integer().primaryKey(), ownerId: text("owner_id").notNull() });

/** The issuer has to be known before the server is started. */
export const port = 43_818;
export const origin: string = `http://127.0.0.1:${port}`;

export const app: App = defineApp({
  name: "oauth-server",
  collections: [collection(notes), collection(secrets)],
  rules: [
    rulesFor(notes, {
      select: [allow("authenticated").when(eq(notes.ownerId, caller.id))],
      insert: [allow("authenticated").check(eq(notes.ownerId, caller.id)).only(notes.body)],
      defaults: { ownerId: caller.id },
    }),
    rulesFor(secrets, {
      // The user alone: no client of others.
      select: [allow("authenticated").when(and(eq(secrets.ownerId, caller.id), isNull(claim("client_id"))))],
      insert: [
        allow("authenticated")
          .check(isNull(claim("client_id")))
          .only(secrets.id),
      ],
      defaults: { ownerId: caller.id },
    }),
  ],
  auth: {
    url: origin,
    oauthServer: { access: "user", dynamicRegistration: true },
    rates: { register: { requests: 6, windowSeconds: 60 }, token: { requests: 60, windowSeconds: 60 } },
  },
});
