import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { collection } from "../../src/schema/collection.ts";

const notes = sqliteTable("notes", { id: integer().primaryKey() });

/** The issuer has to be known before the server is started; `localhost`, because passkeys belong to a domain. */
export const port = 43_819;
export const origin: string = `http://localhost:${port}`;

/** Clients of others, let in on the page of Perigee's own by who has a passkey and has solved a captcha. */
export function consentPageApp(captchaUrl: string): App {
  return defineApp({
    name: "consent-page",
    collections: [collection(notes)],
    rules: [],
    auth: {
      url: origin,
      oauthServer: { dynamicRegistration: true },
      webauthn: { rpId: "localhost", origins: [origin] },
      captcha: { provider: "turnstile", siteKey: "1x00000000000000000000AA", url: captchaUrl },
    },
  });
}
