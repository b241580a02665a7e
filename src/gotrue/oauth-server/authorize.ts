import type { Context } from "hono";
import { authorizationAnswer } from "../../auth/oauth-server/consent.ts";
import { placesOf } from "../links.ts";
import { redirect } from "../redirect.ts";
import { readParameters } from "./parameters.ts";
import { sendOAuthError } from "./protocol.ts";
import type { ServerSurface } from "./server-surface.ts";

/** `/oauth/authorize` by GET and by POST (RFC 6749 section 3.1): to the page on which the user decides. */
export function authorizeEndpoint(surface: ServerSurface): void {
  const { app } = surface;
  app.get("/oauth/authorize", (c) => begin(c, surface, new URL(c.req.url).searchParams));
  app.post("/oauth/authorize", async (c) => {
    const parameters = await readParameters(c);
    return parameters.ok ? begin(c, surface, parameters.value) : sendOAuthError(c, parameters.error);
  });
}

/**
 * An error is told to the client by the redirect, once client and redirect URI are known to belong together; before that
 * to whoever asks, and nobody is sent anywhere (RFC 6749 section 4.1.2.1).
 */
async function begin(c: Context, { auth, server, settings }: ServerSurface, parameters: URLSearchParams) {
  const { origin, site } = placesOf(c, auth.settings);
  const begun = await server.begin({ parameters, origin });
  if (begun.ok) {
    const path = settings.authorizationPath;
    const page = path === null ? `${origin}/auth/v1/oauth/consent` : new URL(site).origin + path;
    const { id, isSilent } = begun.value;
    return redirect(c, `${page}?authorization_id=${id}${isSilent ? "&prompt=none" : ""}`);
  }
  const { error, redirectUri, state } = begun.error;
  if (redirectUri === null) return sendOAuthError(c, error);
  const members = { error: error.error, error_description: error.description };
  return redirect(c, authorizationAnswer({ redirectUri, state, issuer: auth.settings.issuer, members }));
}
