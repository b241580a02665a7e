import type { Context } from "hono";
import * as z from "zod";
import type { GeneratedLink, LinkType } from "../../auth/admin/links.ts";
import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { readBody } from "../bodies.ts";
import { noStore } from "../cache.ts";
import { goTrueError, sendError } from "../errors.ts";
import { linksOf } from "../links.ts";
import { userJson } from "../shapes.ts";
import type { Surface } from "../surface.ts";
import { adminActor, adminError, adminOnly } from "./access.ts";

/** `/invite` and `/admin/generate_link`. Source: supabase/auth, internal/api/invite.go and mail.go. */
export function adminLinkEndpoints(surface: Surface): void {
  surface.app.post("/invite", adminOnly(surface, invite));
  surface.app.post("/admin/generate_link", adminOnly(surface, generateLink));
}

const text = z.string().nullish();
const object: z.ZodType<JsonObject> = z.custom<JsonObject>(isJsonObject, "must be an object");
const inviteBody = z.object({ email: text, data: object.nullish() });
const linkBody = z.object({ ...inviteBody.shape, type: text, new_email: text, password: text, redirect_to: text });

const types: ReadonlyMap<string, LinkType> = new Map(
  (["signup", "invite", "magiclink", "recovery", "email_change_current", "email_change_new"] as const).map((type) => [
    type,
    type,
  ]),
);

async function invite(c: Context, { auth, options }: Surface, principal: Principal): Promise<Response> {
  const body = await readBody(c, inviteBody);
  if (!body.ok) return sendError(c, body.error);
  const { email, data } = body.value;
  const links = linksOf(c, auth.settings);
  const request = { email: email ?? "", data: data ?? {}, links, provision: options.provision };
  const user = await auth.admin.invite(adminActor(c, principal), request);
  if (!user.ok) return sendError(c, adminError(user.error));
  return c.json(userJson(user.value, auth.settings.audience), 200, noStore);
}

async function generateLink(c: Context, { auth, options }: Surface, principal: Principal): Promise<Response> {
  const body = await readBody(c, linkBody);
  if (!body.ok) return sendError(c, body.error);
  const { type: name, email, new_email: newEmail, password, data, redirect_to: redirectTo } = body.value;
  const type = types.get(name ?? "");
  if (type === undefined) {
    return sendError(
      c,
      goTrueError(400, "validation_failed", `Invalid email action link type requested: ${name ?? ""}`),
    );
  }
  const links = linksOf(c, auth.settings, redirectTo || c.req.query("redirect_to"));
  const made = await auth.admin.generateLink(adminActor(c, principal), {
    type,
    email: email ?? "",
    newEmail: newEmail ?? null,
    password: password ?? null,
    data: data ?? {},
    links,
    provision: options.provision,
  });
  if (!made.ok) {
    if (made.error.kind === "userNotFound") return sendError(c, nobody);
    return sendError(c, made.error.kind === "passwordWeak" && !password ? passwordMissing : adminError(made.error));
  }
  return c.json(
    { ...userJson(made.value.user, auth.settings.audience), ...linkJson(made.value, links.redirectTo) },
    200,
    noStore,
  );
}

const passwordMissing = goTrueError(400, "validation_failed", "Signup requires a valid password");
const nobody = goTrueError(404, "user_not_found", "User with this email not found");

function linkJson({ type, link, token }: GeneratedLink, redirectTo: string): JsonObject {
  return {
    action_link: link,
    email_otp: token.code,
    hashed_token: token.link,
    verification_type: type,
    redirect_to: redirectTo,
  };
}
