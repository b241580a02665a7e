import { readBody, userBody } from "./bodies.ts";
import { goTrueError, reasonError, sendError } from "./errors.ts";
import { sessionJson, userJson } from "./shapes.ts";
import { clientOf, noStore, type Surface } from "./surface.ts";

/** `POST /signup`: a session where addresses are confirmed at once, else the user alone. */
export function signUpEndpoint({ app, auth, options }: Surface): void {
  app.post("/signup", async (c) => {
    const body = await readBody(c, userBody);
    if (!body.ok) return sendError(c, body.error);
    const { email, phone, password, data } = body.value;
    if (phone) return sendError(c, goTrueError(400, "phone_provider_disabled", "Phone signups are disabled"));
    if (!email && !password) {
      return sendError(c, goTrueError(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled"));
    }
    if (!password) return sendError(c, goTrueError(400, "validation_failed", "Signup requires a valid password"));
    const { provision } = options;
    const outcome = await auth.signUp({
      email: email ?? "",
      password,
      data: data ?? {},
      client: clientOf(c),
      provision,
    });
    if (!outcome.ok) return sendError(c, reasonError(outcome.error));
    const { user, grant } = outcome.value;
    const { audience } = auth.settings;
    return c.json(grant === null ? userJson(user, audience) : sessionJson(grant, audience), 200, noStore);
  });
}
