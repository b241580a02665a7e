import type { Context } from "hono";
import * as z from "zod";
import type { ApiKeyState } from "../../auth/keys/api-keys.ts";
import type { SigningKeyState } from "../../auth/keys/signing-keys.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { readBody } from "../bodies.ts";
import { noStore } from "../cache.ts";
import { reasonError, sendError } from "../errors.ts";
import type { Surface } from "../surface.ts";
import { adminActor, adminOnly, uuidParameter } from "./access.ts";

/** `/admin/signing-keys` and `/admin/api-keys`: Perigee's own, GoTrue has nothing of the kind. */
export function keyEndpoints(surface: Surface): void {
  const { app } = surface;
  app.get("/admin/signing-keys", adminOnly(surface, listSigning));
  app.post("/admin/signing-keys/rotate", adminOnly(surface, rotate));
  app.delete("/admin/signing-keys/:kid", adminOnly(surface, revokeSigning));
  app.get("/admin/api-keys", adminOnly(surface, listApi));
  app.post("/admin/api-keys", adminOnly(surface, createApi));
  app.delete("/admin/api-keys/:key_id", adminOnly(surface, revokeApi));
}

async function listSigning(c: Context, { auth }: Surface): Promise<Response> {
  return c.json((await auth.keys.listSigningKeys()).map(signingJson), 200, noStore);
}

interface RotationBody {
  readonly force?: boolean | null | undefined;
}

const rotationBody: z.ZodType<RotationBody> = z.object({ force: z.boolean().nullish() });

async function rotate(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const body = await readBody(c, rotationBody);
  if (!body.ok) return sendError(c, body.error);
  const done = await auth.keys.rotateSigningKeys(adminActor(c, principal), body.value.force ?? false);
  return done.ok ? c.json(done.value.map(signingJson), 200, noStore) : sendError(c, reasonError(done.error));
}

async function revokeSigning(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const done = await auth.keys.revokeSigningKey(adminActor(c, principal), c.req.param("kid") ?? "");
  return done.ok ? c.json(done.value.map(signingJson), 200, noStore) : sendError(c, reasonError(done.error));
}

function signingJson({ kid, algorithm, status, createdAt, changedAt }: SigningKeyState): JsonObject {
  return { kid, algorithm, status, created_at: createdAt, changed_at: changedAt };
}

async function listApi(c: Context, { auth }: Surface): Promise<Response> {
  return c.json((await auth.keys.listApiKeys()).map(apiJson), 200, noStore);
}

interface ApiKeyBody {
  readonly name: string;
  readonly type: "publishable" | "secret";
  readonly role?: string | null | undefined;
  readonly expires_at?: string | null | undefined;
}

const apiKeyBody: z.ZodType<ApiKeyBody> = z.object({
  name: z.string(),
  type: z.enum(["publishable", "secret"]),
  role: z.string().nullish(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
});

async function createApi(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const body = await readBody(c, apiKeyBody);
  if (!body.ok) return sendError(c, body.error);
  const { name, type: kind, role, expires_at: expiresAt } = body.value;
  const asked = { name, kind, role: role ?? null, expiresAtMs: expiresAt ? Date.parse(expiresAt) : null };
  const made = await auth.keys.createApiKey(adminActor(c, principal), asked);
  if (!made.ok) return sendError(c, reasonError(made.error));
  return c.json({ ...apiJson(made.value), api_key: made.value.key }, 201, noStore);
}

async function revokeApi(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const id = uuidParameter(c, "key_id");
  if (!id.ok) return sendError(c, id.error);
  const done = await auth.keys.revokeApiKey(adminActor(c, principal), id.value);
  return done.ok ? c.json(apiJson(done.value), 200, noStore) : sendError(c, reasonError(done.error));
}

function apiJson(key: ApiKeyState): JsonObject {
  return {
    id: key.id,
    name: key.name,
    type: key.kind,
    role: key.role,
    hint: key.hint,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
    revoked_at: key.revokedAt,
  };
}
