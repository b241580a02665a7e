import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { collection } from "../../src/schema/collection.ts";

const notes = sqliteTable("notes", { id: integer().primaryKey(), body: text().notNull() });

/** The definition has to name the provider before it is started. */
export const issuerPort = 43_817;
export const issuer: string = `http://127.0.0.1:${issuerPort}`;
export const clientId = "perigee";
export const site = "https://app.example.com";

export const app: App = defineApp({
  name: "federation",
  collections: [collection(notes)],
  rules: [],
  auth: {
    siteUrl: site,
    redirectUrls: [`${site}/**`],
    autoConfirm: false,
    anonymousUsers: true,
    providers: { local: { issuer, clientId } },
  },
});
