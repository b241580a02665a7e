import type { Context } from "hono";
import type { Principal } from "../../kernel/principal.ts";
import { readBody } from "../bodies.ts";
import { noStore } from "../cache.ts";
import { goTrueError, sendError } from "../errors.ts";
import { userJson } from "../shapes.ts";
import type { Surface } from "../surface.ts";
import { adminActor, adminError, adminOnly, isUuid, uuidParameter } from "./access.ts";
import { adminUserBody, attributesOf, deletionBody } from "./bodies.ts";
import { pageHeaders, readPage } from "./pages.ts";

/** `/admin/users`, for the service's key alone. Source: supabase/auth, internal/api/admin.go. */
export function adminUserEndpoints(surface: Surface): void {
  const { app } = surface;
  app.get("/admin/users", adminOnly(surface, listUsers));
  app.post("/admin/users", adminOnly(surface, createUser));
  app.get("/admin/users/:user_id", adminOnly(surface, getUser));
  app.put("/admin/users/:user_id", adminOnly(surface, putUser));
  app.delete("/admin/users/:user_id", adminOnly(surface, deleteUser));
}

const sorts: ReadonlyMap<string, boolean> = new Map([
  ["", false],
  ["created_at", false],
  ["created_at desc", false],
  ["created_at asc", true],
]);

async function listUsers(c: Context, { auth }: Surface): Promise<Response> {
  const query = new URL(c.req.url).searchParams;
  const page = readPage(query);
  if (!page.ok) return sendError(c, page.error);
  const ascending = sorts.get((query.get("sort") ?? "").toLowerCase());
  if (ascending === undefined) {
    return sendError(c, goTrueError(400, "validation_failed", "Bad Sort Parameters: only created_at asc or desc"));
  }
  const filter = (query.get("filter") ?? "").slice(0, 256);
  const { users, total } = await auth.admin.listUsers({ ...page.value, ascending, filter });
  const { audience } = auth.settings;
  const body = { users: users.map((user) => userJson(user, audience)), aud: audience };
  return c.json(body, 200, { ...noStore, ...pageHeaders(query, page.value, total) });
}

async function createUser(c: Context, { auth, options }: Surface, principal: Principal): Promise<Response> {
  const body = await readBody(c, adminUserBody);
  if (!body.ok) return sendError(c, body.error);
  const { id } = body.value;
  if (id && !isUuid(id))
    return sendError(c, goTrueError(400, "validation_failed", "ID must conform to the uuid format"));
  const attributes = attributesOf(body.value);
  const { provision } = options;
  const user = await auth.admin.createUser(adminActor(c, principal), {
    id: id ? id.toLowerCase() : null,
    attributes,
    provision,
  });
  if (!user.ok) return sendError(c, adminError(user.error));
  return c.json(userJson(user.value, auth.settings.audience), 200, noStore);
}

async function getUser(c: Context, { auth }: Surface): Promise<Response> {
  const id = uuidParameter(c, "user_id");
  if (!id.ok) return sendError(c, id.error);
  const user = await auth.admin.findUser(id.value);
  if (!user.ok) return sendError(c, adminError(user.error));
  return c.json(userJson(user.value, auth.settings.audience), 200, noStore);
}

async function putUser(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const id = uuidParameter(c, "user_id");
  if (!id.ok) return sendError(c, id.error);
  const body = await readBody(c, adminUserBody);
  if (!body.ok) return sendError(c, body.error);
  // An empty password is a weak one here, and none where a user is made.
  const attributes = { ...attributesOf(body.value), password: body.value.password ?? null };
  const user = await auth.admin.updateUser(adminActor(c, principal), { id: id.value, attributes });
  if (!user.ok) return sendError(c, adminError(user.error));
  return c.json(userJson(user.value, auth.settings.audience), 200, noStore);
}

async function deleteUser(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const id = uuidParameter(c, "user_id");
  if (!id.ok) return sendError(c, id.error);
  const hasBody = c.req.raw.body !== null && c.req.header("content-length") !== "0";
  const body = hasBody ? await readBody(c, deletionBody) : null;
  if (body !== null && !body.ok) return sendError(c, body.error);
  const by = adminActor(c, principal);
  const isSoft = body?.value?.should_soft_delete ?? false;
  const done = await (isSoft ? auth.admin.softDeleteUser(by, id.value) : auth.admin.deleteUser(by, id.value));
  return done.ok ? c.json({}, 200, noStore) : sendError(c, adminError(done.error));
}
