import type { Context } from "hono";
import * as z from "zod";
import type { Principal } from "../../kernel/principal.ts";
import { readBody } from "../bodies.ts";
import { noStore } from "../cache.ts";
import { goTrueError, sendError } from "../errors.ts";
import { passkeyErrors } from "../passkey-errors.ts";
import { passkeyJson } from "../passkeys.ts";
import { factorJson } from "../shapes.ts";
import type { Surface } from "../surface.ts";
import { adminActor, adminError, adminOnly, isUuid, uuidParameter } from "./access.ts";

/** A user's factors and passkeys: what is done for who has lost one. Source: supabase/auth, internal/api/admin.go. */
export function adminCredentialEndpoints(surface: Surface): void {
  const { app } = surface;
  app.get("/admin/users/:user_id/factors", adminOnly(surface, listFactors));
  app.put("/admin/users/:user_id/factors/:factor_id", adminOnly(surface, renameFactor));
  app.delete("/admin/users/:user_id/factors/:factor_id", adminOnly(surface, removeFactor));
  app.get("/admin/users/:user_id/passkeys", adminOnly(surface, listPasskeys));
  app.delete("/admin/users/:user_id/passkeys/:passkey_id", adminOnly(surface, removePasskey));
}

async function listFactors(c: Context, { auth }: Surface): Promise<Response> {
  const id = uuidParameter(c, "user_id");
  if (!id.ok) return sendError(c, id.error);
  const user = await auth.admin.findUser(id.value);
  return user.ok ? c.json(user.value.factors.map(factorJson), 200, noStore) : sendError(c, adminError(user.error));
}

const maxNameLength = 120;
const factorBody = z.object({
  friendly_name: z.string().max(maxNameLength).nullish(),
  factor_type: z.string().nullish(),
});

/** A name alone: what kind of factor it is cannot change, and GoTrue does not change it either. */
async function renameFactor(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const userId = uuidParameter(c, "user_id");
  if (!userId.ok) return sendError(c, userId.error);
  const factorId = uuidParameter(c, "factor_id");
  if (!factorId.ok) return sendError(c, factorId.error);
  const body = await readBody(c, factorBody);
  if (!body.ok) return sendError(c, body.error);
  const { friendly_name: friendlyName, factor_type: type } = body.value;
  if (type && !factorTypes.has(type))
    return sendError(c, goTrueError(400, "validation_failed", "Factor Type not valid"));
  if (!friendlyName) return sendError(c, goTrueError(400, "validation_failed", "friendly_name required"));
  const renaming = { userId: userId.value, factorId: factorId.value, friendlyName };
  const renamed = await auth.factors.rename(adminActor(c, principal), renaming);
  return renamed.ok ? c.json(factorJson(renamed.value), 200, noStore) : sendError(c, adminError(renamed.error));
}

const factorTypes: ReadonlySet<string> = new Set(["totp", "phone", "webauthn"]);

async function removeFactor(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const userId = uuidParameter(c, "user_id");
  if (!userId.ok) return sendError(c, userId.error);
  const factorId = uuidParameter(c, "factor_id");
  if (!factorId.ok) return sendError(c, factorId.error);
  const removal = { userId: userId.value, factorId: factorId.value };
  const removed = await auth.factors.remove(adminActor(c, principal), removal);
  return removed.ok ? c.json(factorJson(removed.value), 200, noStore) : sendError(c, adminError(removed.error));
}

async function listPasskeys(c: Context, { auth }: Surface): Promise<Response> {
  const id = uuidParameter(c, "user_id");
  if (!id.ok) return sendError(c, id.error);
  const kept = await auth.passkeys.listOf(id.value);
  return kept.ok ? c.json(kept.value.map(passkeyJson), 200, noStore) : sendError(c, adminError(kept.error));
}

async function removePasskey(c: Context, { auth }: Surface, principal: Principal): Promise<Response> {
  const userId = uuidParameter(c, "user_id");
  if (!userId.ok) return sendError(c, userId.error);
  const id = c.req.param("passkey_id") ?? "";
  if (!isUuid(id)) return sendError(c, passkeyErrors.notFound);
  const removal = { userId: userId.value, id: id.toLowerCase() };
  const removed = await auth.passkeys.revoke(adminActor(c, principal), removal);
  return removed.ok ? c.body(null, 204, noStore) : sendError(c, adminError(removed.error));
}
