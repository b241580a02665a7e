import type { Context } from "hono";
import * as z from "zod";
import type { DataKeyAdmin, DataKeyReason, DataKeyState, Note } from "../../encryption/admin.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { readBody } from "../bodies.ts";
import { noStore } from "../cache.ts";
import { type GoTrueError, goTrueError, sendError } from "../errors.ts";
import type { Surface } from "../surface.ts";
import { adminActor, adminOnly } from "./access.ts";

/** `/admin/data-keys`: the keys of encrypted columns. Where the definition has none, they are not there. */
export function dataKeyEndpoints(surface: Surface): void {
  const { app, options } = surface;
  const keys = options.dataKeys ?? null;
  if (keys === null) return;
  app.get(
    "/admin/data-keys",
    adminOnly(surface, async (c) => statesJson(c, await keys.list())),
  );
  app.post(
    "/admin/data-keys/rotate",
    adminOnly(surface, async (c, around, principal) => {
      return statesJson(c, await keys.rotate(noteBy(c, around, principal)));
    }),
  );
  app.post(
    "/admin/data-keys/reencrypt",
    adminOnly(surface, (c) => reencrypt(c, keys)),
  );
  app.delete(
    "/admin/data-keys/:id",
    adminOnly(surface, async (c, around, principal) => {
      const done = await keys.retire(c.req.param("id") ?? "", noteBy(c, around, principal));
      return done.ok ? statesJson(c, done.value) : sendError(c, reasons[done.error]);
    }),
  );
}

function noteBy(c: Context, { auth }: Surface, principal: Principal): Note {
  return (id, status) => auth.keys.noteDataKey(adminActor(c, principal), id, status);
}

const conflict = (message: string): GoTrueError => goTrueError(409, "conflict", message);

const reasons: Readonly<Record<DataKeyReason, GoTrueError>> = {
  unknown: goTrueError(404, "not_found", "There is no such key"),
  current: conflict("The key encrypts; rotate first"),
  young: conflict("The key was in use less than two minutes ago, and may be still; wait"),
  used: conflict("Values are encrypted with the key, or changes and answers that are still kept; reencrypt, and wait"),
};

interface ReencryptBody {
  readonly after?: { readonly table: string; readonly row: number | null } | null | undefined;
  readonly adopt_clear?: boolean | undefined;
}

const reencryptBody: z.ZodType<ReencryptBody> = z.object({
  after: z.object({ table: z.string(), row: z.number().int().nullable() }).nullish(),
  adopt_clear: z.boolean().optional(),
});

async function reencrypt(c: Context, keys: DataKeyAdmin): Promise<Response> {
  const body = await readBody(c, reencryptBody);
  if (!body.ok) return sendError(c, body.error);
  const { after = null, adopt_clear: adoptClear = false } = body.value;
  return c.json({ ...(await keys.reencrypt(after, { adoptClear })) }, 200, noStore);
}

function statesJson(c: Context, keys: readonly DataKeyState[]): Response {
  return c.json(keys.map(stateJson), 200, noStore);
}

function stateJson({ id, purpose, status, createdAt, changedAt, encryptions }: DataKeyState): JsonObject {
  return { id, purpose, status, created_at: createdAt, changed_at: changedAt, encryptions };
}
