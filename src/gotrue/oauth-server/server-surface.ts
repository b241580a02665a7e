import type { OAuthServerSettings } from "../../auth/oauth-server/options.ts";
import type { OAuthServer } from "../../auth/oauth-server/server.ts";
import type { Surface } from "../surface.ts";

/** What an endpoint of the OAuth server is made with. */
export interface ServerSurface extends Surface {
  readonly server: OAuthServer;
  readonly settings: OAuthServerSettings;
}
