import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { assurance, signedInBy } from "../../src/rules/assurance.ts";
import { or } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";

const vault = sqliteTable("vault", { id: integer().primaryKey(), content: text().notNull() });

/** A vault for who brings more than a password, and the pages of one origin that may ask for passkeys. */
export function passkeysApp(origin: string): App {
  return defineApp({
    name: "vault",
    collections: [collection(vault)],
    rules: [rulesFor(vault, { select: [allow("authenticated").when(or(assurance("aal2"), signedInBy("passkey")))] })],
    auth: { webauthn: { rpId: "localhost", rpName: "Vault", origins: [origin] } },
  });
}
