import type { Context } from "hono";
import { noStore } from "../cache.ts";
import { reasonError, sendError } from "../errors.ts";
import { requireToken } from "../surface.ts";
import type { ServerSurface } from "./server-surface.ts";

/** `/oauth/userinfo` by GET and POST: OpenID Connect Core 1.0 section 5.3. Errors are RFC 6750's. */
export function userInfoEndpoint({ app, server }: ServerSurface): void {
  const answer = async (c: Context): Promise<Response> => {
    const principal = await requireToken(c, server.verifyToken);
    if (!principal.ok) return sendError(c, { ...principal.error, status: 401 });
    const claims = await server.userInfo(principal.value);
    if (claims.ok) return c.json(claims.value, 200, noStore);
    const headers = { "www-authenticate": 'Bearer error="invalid_token"' };
    return sendError(c, { ...reasonError(claims.error), status: 401, headers });
  };
  app.get("/oauth/userinfo", answer);
  app.post("/oauth/userinfo", answer);
}
