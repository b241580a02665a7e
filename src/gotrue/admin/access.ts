import type { Context, Handler } from "hono";
import type { AdminActor } from "../../auth/admin/actor.ts";
import type { Auth } from "../../auth/auth.ts";
import type { AuthReason } from "../../auth/reasons.ts";
import { type Principal, serviceRole } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "../errors.ts";
import { clientOf, requirePrincipal, type Surface } from "../surface.ts";

/**
 * The principal of an endpoint for admins: a key of the service's role that is not revoked, or a user of its role whose session is active. Source:
 * supabase/auth, internal/api/auth.go (requireAdminCredentials).
 */
export async function requireAdmin(c: Context, auth: Auth): Promise<Result<Principal, GoTrueError>> {
  const principal = await requirePrincipal(c, auth);
  if (!principal.ok) return principal;
  if (principal.value.role !== serviceRole) return err(goTrueError(403, "not_admin", "User not allowed"));
  if (principal.value.sessionId === null) return principal;
  if (principal.value.id !== null) {
    const user = await auth.currentUser(principal.value);
    return user.ok ? principal : err(reasonError(user.error));
  }
  const isAlive = await auth.isAlive(principal.value.sessionId);
  return isAlive ? principal : err(goTrueError(401, "no_authorization", "Invalid API key"));
}

/** Who administers, for the audit log. */
export function adminActor(c: Context, { id, role }: Principal): AdminActor {
  return { actor: { id, role }, client: clientOf(c) };
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export type AdminHandler = (c: Context, surface: Surface, principal: Principal) => Promise<Response>;

/** An endpoint for admins alone. */
export function adminOnly(surface: Surface, handle: AdminHandler): Handler {
  return async (c) => {
    const principal = await requireAdmin(c, surface.auth);
    return principal.ok ? handle(c, surface, principal.value) : sendError(c, principal.error);
  };
}

/** The `:name` of the path, in the spelling that is stored. */
export function uuidParameter(c: Context, name: string): Result<string, GoTrueError> {
  const given = c.req.param(name) ?? "";
  if (uuidForm.test(given)) return ok(given.toLowerCase());
  return err(goTrueError(404, "validation_failed", `${name} must be an UUID`));
}

export function isUuid(text: string): boolean {
  return uuidForm.test(text);
}

/** Reasons in the words that an admin gets: of a user that is named in the path, not of the token's own. */
export function adminError(reason: AuthReason): GoTrueError {
  if (reason.kind === "userNotFound") return goTrueError(404, "user_not_found", "User not found");
  if (reason.kind === "userExists") {
    return goTrueError(422, "email_exists", "A user with this email address has already been registered");
  }
  return reasonError(reason);
}
