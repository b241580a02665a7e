import { settingsJson } from "./shapes.ts";
import type { Surface } from "./surface.ts";

/** What anybody may read: settings, health, and the public keys (RFC 7517 section 5). */
export function publicEndpoints({ app, auth }: Surface): void {
  app.get("/settings", (c) => c.json(settingsJson(auth)));
  app.get("/health", (c) =>
    c.json({ version: "perigee", name: "GoTrue", description: "Perigee's auth, in GoTrue's shapes" }),
  );
  app.get("/.well-known/jwks.json", async (c) => {
    // Ten minutes, as GoTrue has it; a rotation has to announce a key for longer than that before it signs.
    const headers = { "cache-control": "public, max-age=600", "content-type": "application/json" };
    return c.body(await auth.jwksText(), 200, headers);
  });
}
