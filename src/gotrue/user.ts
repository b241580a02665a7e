import type { Context } from "hono";
import { readChallenge } from "../auth/flows/pkce.ts";
import { clientIdOf } from "../auth/oauth-server/client-session.ts";
import { nothingPending, type User } from "../auth/user.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { readBody, type UserBody, userBody } from "./bodies.ts";
import { noStore } from "./cache.ts";
import { channelError } from "./channel.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "./errors.ts";
import { linksOf } from "./links.ts";
import { userJson } from "./shapes.ts";
import { clientOf, requirePrincipal, requireToken, type Surface } from "./surface.ts";

/** `GET /user` and `PUT /user`: the user behind the token, whose session has to be active. */
export function userEndpoint(surface: Surface): void {
  const { app, auth } = surface;
  const { audience } = auth.settings;

  app.get("/user", async (c) => {
    const principal = await requireToken(c, auth.verifyToken);
    if (!principal.ok) return sendError(c, principal.error);
    const user = await auth.currentUser(principal.value);
    if (!user.ok) return sendError(c, reasonError(user.error));
    return c.json(userJson(seenBy(principal.value, user.value), audience), 200, noStore);
  });

  app.put("/user", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    const body = await readBody(c, userBody);
    if (!body.ok) return sendError(c, body.error);
    const user = await update(c, surface, { principal: principal.value, body: body.value });
    return user.ok ? c.json(userJson(user.value, audience), 200, noStore) : sendError(c, user.error);
  });
}

/** A client that the user lets in sees what it may learn, by its token's scopes. */
function seenBy(principal: Principal, user: User): User {
  if (clientIdOf(principal) === null) return user;
  const { scope } = principal.claims;
  const has = new Set(typeof scope === "string" ? scope.split(" ") : []);
  return {
    ...user,
    email: has.has("email") ? user.email : null,
    phone: has.has("phone") ? user.phone : null,
    userMetadata: has.has("profile") ? user.userMetadata : {},
    appMetadata: { providers: [] },
    pending: nothingPending,
    factors: [],
    identities: [],
  };
}

/** Whoever administers has `/admin/users`. */
const notTheUsers = goTrueError(403, "not_admin", "Updating app_metadata requires admin privileges");

interface Update {
  readonly principal: Principal;
  readonly body: UserBody;
}

/** What is refused is refused before anything is written; an address only waits for its confirmation. */
async function update(c: Context, { auth }: Surface, { principal, body }: Update): Promise<Result<User, GoTrueError>> {
  const { email, phone, password, data, nonce } = body;
  if (body.app_metadata) return err(notTheUsers);
  const wrongChannel = phone ? channelError({ phone, channel: body.channel }) : null;
  if (wrongChannel !== null) return err(wrongChannel);
  const challenge = readChallenge(body.code_challenge, body.code_challenge_method);
  if (!challenge.ok) return err(reasonError(challenge.error));
  if (password) {
    const allowed = await auth.flows.checkRecent(principal, nonce ?? null);
    if (!allowed.ok) return err(reasonError(allowed.error));
    const user = email || phone ? ok(null) : await named(principal, auth);
    if (!user.ok) return user;
  }
  const by = { challenge: challenge.value, links: linksOf(c, auth.settings), client: clientOf(c) };
  let changed: User | null = null;
  for (const address of [email ? { email } : null, phone ? { phone } : null]) {
    if (address === null) continue;
    const user = await auth.flows.changeAddress(principal, { address, ...by });
    if (!user.ok) return err(reasonError(user.error));
    changed = user.value;
  }
  if (changed !== null && !password && !data) return ok(changed);
  const user = await auth.updateUser(principal, { password: password ?? null, data: data ?? null }, clientOf(c));
  return user.ok ? user : err(reasonError(user.error));
}

/** A password is of no use to a user without an address. */
async function named(principal: Principal, auth: Surface["auth"]): Promise<Result<null, GoTrueError>> {
  const user = await auth.currentUser(principal);
  if (!user.ok) return err(reasonError(user.error));
  return user.value.isAnonymous ? err(reasonError({ kind: "flow", reason: "anonymousPassword" })) : ok(null);
}
