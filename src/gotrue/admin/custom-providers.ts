import { noStore } from "../cache.ts";
import { goTrueError, sendError } from "../errors.ts";
import type { Surface } from "../surface.ts";
import { adminOnly } from "./access.ts";

const notEnabled = goTrueError(400, "feature_disabled", "Custom OAuth/OIDC providers are not enabled");
const notFound = goTrueError(404, "provider_not_found", "Custom OAuth provider not found");

/**
 * `auth.admin.customProviders`, as GoTrue answers where they are not enabled: providers are the definition's. Source:
 * supabase/auth, internal/api/custom_oauth_admin.go.
 */
export function customProviderEndpoints(surface: Surface): void {
  const { app } = surface;
  app.all(
    "/admin/custom-providers",
    adminOnly(surface, async (c) =>
      c.req.method === "GET" ? c.json({ providers: [] }, 200, noStore) : sendError(c, notEnabled),
    ),
  );
  app.all(
    "/admin/custom-providers/:identifier",
    adminOnly(surface, async (c) => sendError(c, notFound)),
  );
}
