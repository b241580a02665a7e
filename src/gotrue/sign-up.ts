import type { Context } from "hono";
import { readChallenge } from "../auth/flows/pkce.ts";
import type { JsonObject } from "../kernel/json.ts";
import { readBody, userBody } from "./bodies.ts";
import { noStore } from "./cache.ts";
import { channelError } from "./channel.ts";
import { goTrueError, reasonError, sendError } from "./errors.ts";
import { linksOf } from "./links.ts";
import { sessionJson, userJson } from "./shapes.ts";
import { clientOf, type Surface } from "./surface.ts";

const onlyOne = goTrueError(
  400,
  "validation_failed",
  "Only an email address or phone number should be provided on signup.",
);

/** `POST /signup`: a session where addresses are confirmed at once, else the user alone. Without any: an anonymous user. */
export function signUpEndpoint(surface: Surface): void {
  const { app, auth, options } = surface;
  app.post("/signup", async (c) => {
    const body = await readBody(c, userBody);
    if (!body.ok) return sendError(c, body.error);
    const { email, phone, password, data, code_challenge, code_challenge_method } = body.value;
    if (!email && !phone && !password) return signInAnonymously(c, surface, data ?? {});
    if (email && phone) return sendError(c, onlyOne);
    const wrongChannel = phone ? channelError(body.value) : null;
    if (wrongChannel !== null) return sendError(c, wrongChannel);
    if (!password) return sendError(c, goTrueError(400, "validation_failed", "Signup requires a valid password"));
    const challenge = readChallenge(code_challenge, code_challenge_method);
    if (!challenge.ok) return sendError(c, reasonError(challenge.error));
    const outcome = await auth.signUp({
      ...(phone ? { phone } : { email: email ?? "" }),
      password,
      data: data ?? {},
      client: clientOf(c),
      provision: options.provision,
      links: linksOf(c, auth.settings),
      challenge: challenge.value,
    });
    if (!outcome.ok) return sendError(c, reasonError(outcome.error));
    const { user, grant } = outcome.value;
    const { audience } = auth.settings;
    return c.json(grant === null ? userJson(user, audience) : sessionJson(grant, audience), 200, noStore);
  });
}

async function signInAnonymously(c: Context, { auth, options }: Surface, data: JsonObject): Promise<Response> {
  const granted = await auth.flows.signInAnonymously({ data, client: clientOf(c), provision: options.provision });
  if (!granted.ok) return sendError(c, reasonError(granted.error));
  return c.json(sessionJson(granted.value, auth.settings.audience), 200, noStore);
}
