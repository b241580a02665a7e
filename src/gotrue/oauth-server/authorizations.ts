import type { Context } from "hono";
import * as z from "zod";
import { isAllowed } from "../../auth/flows/redirects.ts";
import type { Pending } from "../../auth/oauth-server/authorization.ts";
import { uuidForm } from "../../auth/oauth-server/client.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { readBody } from "../bodies.ts";
import { noStore } from "../cache.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "../errors.ts";
import { placesOf } from "../links.ts";
import { redirect } from "../redirect.ts";
import { time } from "../shapes.ts";
import { clientOf, requirePrincipal } from "../surface.ts";
import { clientShownJson } from "./client-bodies.ts";
import type { ServerSurface } from "./server-surface.ts";

interface ConsentBody {
  readonly action?: string | null | undefined;
}

const consentBody: z.ZodType<ConsentBody> = z.object({ action: z.string().nullish() });

const actions: ReadonlyMap<string, boolean> = new Map([
  ["approve", true],
  ["deny", false],
]);

/** What a page of consent asks (`auth.oauth` of auth-js), and what users let in. With the user's own token alone. */
export function decisionEndpoints(surface: ServerSurface): void {
  const { app, auth, server } = surface;
  app.get("/oauth/authorizations/:authorization_id", async (c) => {
    const principal = await requireUser(c, surface);
    if (!principal.ok) return sendError(c, principal.error);
    const of = { id: c.req.param("authorization_id"), client: clientOf(c) };
    const described = await server.describe(principal.value, of);
    if (!described.ok) return sendError(c, reasonError(described.error));
    const { value } = described;
    const body = value.kind === "asks" ? pendingJson(value.pending) : { redirect_url: value.redirectUrl };
    return c.json(body, 200, noStore);
  });

  // Where a page goes that nobody is signed in on, to answer `prompt=none`. Whoever has the id has the request.
  app.get("/oauth/authorizations/:authorization_id/login_required", async (c) => {
    const refused = await server.refuseSilent(c.req.param("authorization_id"));
    if (refused === null) return sendError(c, reasonError({ kind: "oauth", reason: "authorizationNotFound" }));
    return redirect(c, refused.redirectUrl);
  });

  app.post("/oauth/authorizations/:authorization_id/consent", async (c) => {
    const principal = await requireUser(c, surface);
    if (!principal.ok) return sendError(c, principal.error);
    const body = await readBody(c, consentBody);
    if (!body.ok) return sendError(c, body.error);
    const approves = actions.get(body.value.action ?? "");
    if (approves === undefined) return sendError(c, invalid("action must be 'approve' or 'deny'"));
    const decision = { id: c.req.param("authorization_id"), approves, client: clientOf(c) };
    const decided = await server.decide(principal.value, decision);
    if (!decided.ok) return sendError(c, reasonError(decided.error));
    return c.json({ redirect_url: decided.value.redirectUrl }, 200, noStore);
  });

  app.get("/user/oauth/grants", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    const listed = await server.listGrants(principal.value);
    if (!listed.ok) return sendError(c, reasonError(listed.error));
    const grants = listed.value.map(({ client, scopes, grantedAt }) => ({
      client: clientShownJson(client),
      scopes,
      granted_at: time(grantedAt),
    }));
    return c.json(grants, 200, noStore);
  });

  app.delete("/user/oauth/grants", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    const clientId = c.req.query("client_id") ?? "";
    if (!uuidForm.test(clientId)) return sendError(c, invalid("client_id query parameter must be a client's id"));
    const done = await server.revokeGrant(principal.value, { clientId, client: clientOf(c) });
    return done.ok ? c.body(null, 204, noStore) : sendError(c, reasonError(done.error));
  });
}

function invalid(message: string): GoTrueError {
  return goTrueError(400, "validation_failed", message);
}

/** A page elsewhere may not decide, whatever token it has; who is no browser names no origin. */
async function requireUser(c: Context, { auth }: ServerSurface): Promise<Result<Principal, GoTrueError>> {
  const asking = c.req.header("origin");
  const { origin, site } = placesOf(c, auth.settings);
  const isKnown = asking === undefined || asking === origin || isAllowed(asking, site, auth.settings.redirectPatterns);
  if (!isKnown) return err(reasonError({ kind: "oauth", reason: "originForeign" }));
  const principal = await requirePrincipal(c, auth);
  return principal.ok ? ok(principal.value) : principal;
}

/** Source: @supabase/auth-js, src/lib/types.ts (OAuthAuthorizationDetails). */
function pendingJson({ authorization, user }: Pending): JsonObject {
  return {
    authorization_id: authorization.id,
    redirect_uri: authorization.redirectUri,
    client: clientShownJson(authorization.client),
    user: { id: user.id, email: user.email ?? "" },
    scope: authorization.scopes.join(" "),
  };
}
