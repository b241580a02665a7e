import type { Auth } from "../auth/auth.ts";
import { normaliseEmail } from "../auth/credentials.ts";
import type { Principal } from "../kernel/principal.ts";
import { readBody, userBody } from "./bodies.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "./errors.ts";
import { userJson } from "./shapes.ts";
import { clientOf, noStore, requirePrincipal, type Surface } from "./surface.ts";

/** `GET /user` and `PUT /user`: the user behind the token, whose session has to be active. */
export function userEndpoint({ app, auth }: Surface): void {
  const { audience } = auth.settings;

  app.get("/user", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    const user = await auth.currentUser(principal.value);
    return user.ok ? c.json(userJson(user.value, audience), 200, noStore) : sendError(c, reasonError(user.error));
  });

  app.put("/user", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    const body = await readBody(c, userBody);
    if (!body.ok) return sendError(c, body.error);
    const { email, phone, password, data } = body.value;
    if (phone) return sendError(c, goTrueError(422, "phone_provider_disabled", "Phone numbers are not supported"));
    const change = email ? await checkEmail(email, principal.value, auth) : null;
    if (change !== null) return sendError(c, change);
    const changes = { password: password ?? null, data: data ?? null };
    const user = await auth.updateUser(principal.value, changes, clientOf(c));
    return user.ok ? c.json(userJson(user.value, audience), 200, noStore) : sendError(c, reasonError(user.error));
  });
}

/** Forms send the address that is there already along with what changes; another one needs mail, which is to come. */
async function checkEmail(email: string, principal: Principal, auth: Auth): Promise<GoTrueError | null> {
  const given = normaliseEmail(email);
  if (!given.ok) return reasonError(given.error);
  const user = await auth.currentUser(principal);
  if (!user.ok) return reasonError(user.error);
  if (given.value === user.value.email) return null;
  return goTrueError(422, "email_provider_disabled", "Changing the address is not supported");
}
