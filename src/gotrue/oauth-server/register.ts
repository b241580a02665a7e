import { readBody } from "../bodies.ts";
import { noStore } from "../cache.ts";
import { clientOf } from "../surface.ts";
import { clientBody, madeClientJson, metadataOf } from "./client-bodies.ts";
import { sendOAuthError } from "./protocol.ts";
import type { ServerSurface } from "./server-surface.ts";

/** `POST /oauth/clients/register` (RFC 7591 section 3), where the definition lets anybody register. */
export function registrationEndpoint({ app, server, settings }: ServerSurface): void {
  app.post("/oauth/clients/register", async (c) => {
    if (!settings.dynamicRegistration) {
      const description = "Dynamic client registration is not enabled";
      return sendOAuthError(c, { error: "registration_not_supported", description });
    }
    const body = await readBody(c, clientBody);
    if (!body.ok) return sendOAuthError(c, { error: "invalid_client_metadata", description: body.error.message });
    const by = { actor: { id: null, role: "anon" }, client: clientOf(c) };
    const made = await server.register(by, { metadata: metadataOf(body.value), type: "dynamic" });
    return made.ok ? c.json(madeClientJson(made.value), 201, noStore) : sendOAuthError(c, made.error);
  });
}
