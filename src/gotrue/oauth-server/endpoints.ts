import type { Surface } from "../surface.ts";
import { decisionEndpoints } from "./authorizations.ts";
import { authorizeEndpoint } from "./authorize.ts";
import { oauthClientEndpoints } from "./clients.ts";
import { consentPageEndpoints } from "./consent-page.ts";
import { serverMetadata } from "./discovery.ts";
import { registrationEndpoint } from "./register.ts";
import type { ServerSurface } from "./server-surface.ts";
import { clientTokenEndpoints } from "./token.ts";
import { userInfoEndpoint } from "./userinfo.ts";

const endpoints: readonly ((surface: ServerSurface) => void)[] = [
  authorizeEndpoint,
  clientTokenEndpoints,
  registrationEndpoint,
  userInfoEndpoint,
  decisionEndpoints,
  oauthClientEndpoints,
  consentPageEndpoints,
];

/** The OAuth 2.1 server in the paths and shapes of GoTrue's. Where the definition has none, none of it is there. */
export function oauthServerEndpoints(surface: Surface): void {
  const { app, auth } = surface;
  const metadata = serverMetadata(auth);
  const headers = { "cache-control": "public, max-age=600" };
  if (metadata !== null) app.get("/.well-known/openid-configuration", (c) => c.json(metadata, 200, headers));
  const settings = auth.settings.oauthServer;
  if (auth.oauthServer === null || settings === null) return;
  if (metadata !== null) app.get("/.well-known/oauth-authorization-server", (c) => c.json(metadata, 200, headers));
  for (const add of endpoints) add({ ...surface, server: auth.oauthServer, settings });
}
