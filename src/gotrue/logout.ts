import type { LogOutScope } from "../auth/account.ts";
import { noStore } from "./cache.ts";
import { goTrueError, reasonError, sendError } from "./errors.ts";
import { clientOf, requirePrincipal, type Surface } from "./surface.ts";

const scopes: ReadonlyMap<string, LogOutScope> = new Map([
  ["", "global"],
  ["global", "global"],
  ["local", "local"],
  ["others", "others"],
]);

/** `POST /logout?scope=global|local|others`: 204. Tokens of an ended session are refused from the next request on. */
export function logOutEndpoint({ app, auth }: Surface): void {
  app.post("/logout", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    const scope = scopes.get(c.req.query("scope") ?? "");
    if (scope === undefined) return sendError(c, goTrueError(400, "validation_failed", "Unsupported logout scope"));
    const done = await auth.logOut(principal.value, scope, clientOf(c));
    return done.ok ? c.body(null, 204, noStore) : sendError(c, reasonError(done.error));
  });
}
