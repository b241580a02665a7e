import type { Context } from "hono";
import type { OAuthError } from "../../auth/oauth-server/protocol-error.ts";
import type { AuthReason } from "../../auth/reasons.ts";
import type { Principal } from "../../kernel/principal.ts";
import { type AdminHandler, adminActor, adminOnly, uuidParameter } from "../admin/access.ts";
import { pageHeaders, readPage } from "../admin/pages.ts";
import { readBody } from "../bodies.ts";
import { noStore } from "../cache.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "../errors.ts";

import { clientBody, clientJson, madeClientJson, metadataOf } from "./client-bodies.ts";
import type { ServerSurface } from "./server-surface.ts";

/** `/admin/oauth/clients`: `auth.admin.oauth` of auth-js. */
export function oauthClientEndpoints(surface: ServerSurface): void {
  const { app } = surface;
  const only = (handle: Handle): ReturnType<typeof adminOnly> => adminOnly(surface, withServer(surface, handle));
  app.get("/admin/oauth/clients", only(list));
  app.post("/admin/oauth/clients", only(create));
  app.get("/admin/oauth/clients/:client_id", only(find));
  app.put("/admin/oauth/clients/:client_id", only(update));
  app.delete("/admin/oauth/clients/:client_id", only(remove));
  app.post("/admin/oauth/clients/:client_id/regenerate_secret", only(renew));
}

type Handle = (c: Context, surface: ServerSurface, principal: Principal) => Promise<Response>;

function withServer(surface: ServerSurface, handle: Handle): AdminHandler {
  return (c, _surface, principal) => handle(c, surface, principal);
}

/** The codes of OAuth are for clients; an admin gets GoTrue's. */
function refusal(reason: AuthReason | OAuthError): GoTrueError {
  return "kind" in reason ? reasonError(reason) : goTrueError(400, "validation_failed", reason.description);
}

async function list(c: Context, { auth, server }: ServerSurface): Promise<Response> {
  const query = new URL(c.req.url).searchParams;
  const page = readPage(query);
  if (!page.ok) return sendError(c, page.error);
  const { clients, total } = await server.listClients(page.value);
  const body = { clients: clients.map(clientJson), aud: auth.settings.audience };
  return c.json(body, 200, { ...noStore, ...pageHeaders(query, page.value, total) });
}

async function create(c: Context, { server }: ServerSurface, principal: Principal): Promise<Response> {
  const body = await readBody(c, clientBody);
  if (!body.ok) return sendError(c, body.error);
  const given = { metadata: metadataOf(body.value), type: "manual" } as const;
  const made = await server.register(adminActor(c, principal), given);
  return made.ok ? c.json(madeClientJson(made.value), 201, noStore) : sendError(c, refusal(made.error));
}

async function find(c: Context, { server }: ServerSurface): Promise<Response> {
  const id = uuidParameter(c, "client_id");
  if (!id.ok) return sendError(c, id.error);
  const found = await server.findClient(id.value);
  return found.ok ? c.json(clientJson(found.value), 200, noStore) : sendError(c, reasonError(found.error));
}

async function update(c: Context, { server }: ServerSurface, principal: Principal): Promise<Response> {
  const id = uuidParameter(c, "client_id");
  if (!id.ok) return sendError(c, id.error);
  const body = await readBody(c, clientBody);
  if (!body.ok) return sendError(c, body.error);
  const change = { id: id.value, metadata: metadataOf(body.value) };
  const changed = await server.updateClient(adminActor(c, principal), change);
  return changed.ok ? c.json(clientJson(changed.value), 200, noStore) : sendError(c, refusal(changed.error));
}

async function remove(c: Context, { server }: ServerSurface, principal: Principal): Promise<Response> {
  const id = uuidParameter(c, "client_id");
  if (!id.ok) return sendError(c, id.error);
  const done = await server.deleteClient(adminActor(c, principal), id.value);
  return done.ok ? c.body(null, 204, noStore) : sendError(c, reasonError(done.error));
}

async function renew(c: Context, { server }: ServerSurface, principal: Principal): Promise<Response> {
  const id = uuidParameter(c, "client_id");
  if (!id.ok) return sendError(c, id.error);
  const made = await server.renewSecret(adminActor(c, principal), id.value);
  return made.ok ? c.json(madeClientJson(made.value), 200, noStore) : sendError(c, reasonError(made.error));
}
