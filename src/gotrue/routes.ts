import { type Context, Hono } from "hono";
import type { Auth } from "../auth/auth.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { auditEndpoint } from "./admin/audit.ts";
import { adminCredentialEndpoints } from "./admin/credentials.ts";
import { customProviderEndpoints } from "./admin/custom-providers.ts";
import { dataKeyEndpoints } from "./admin/data-keys.ts";
import { keyEndpoints } from "./admin/keys.ts";
import { adminLinkEndpoints } from "./admin/links.ts";
import { adminUserEndpoints } from "./admin/users.ts";
import { requireCaptcha } from "./captcha.ts";
import { bindGrants } from "./dpop.ts";
import { goTrueError, sendError } from "./errors.ts";
import { factorEndpoints } from "./factors.ts";
import { limitRequests } from "./limits.ts";
import { logOutEndpoint } from "./logout.ts";
import { oauthEndpoints } from "./oauth.ts";
import { oauthServerEndpoints } from "./oauth-server/endpoints.ts";
import { otpEndpoints } from "./otp.ts";
import { passkeyEndpoints } from "./passkeys.ts";
import { publicEndpoints } from "./public.ts";
import { recoveryCodeEndpoints } from "./recovery-codes.ts";
import { signUpEndpoint } from "./sign-up.ts";
import type { GoTrueOptions, Surface } from "./surface.ts";
import { tokenEndpoint } from "./token.ts";
import { userEndpoint } from "./user.ts";
import { verifyEndpoint } from "./verify.ts";

/** Each adds its routes; a further endpoint is a further entry. */
const endpoints: readonly ((surface: Surface) => void)[] = [
  publicEndpoints,
  signUpEndpoint,
  tokenEndpoint,
  userEndpoint,
  logOutEndpoint,
  otpEndpoints,
  oauthEndpoints,
  verifyEndpoint,
  adminUserEndpoints,
  adminLinkEndpoints,
  adminCredentialEndpoints,
  customProviderEndpoints,
  auditEndpoint,
  recoveryCodeEndpoints,
  factorEndpoints,
  keyEndpoints,
  dataKeyEndpoints,
  passkeyEndpoints,
  oauthServerEndpoints,
];

/**
 * The HTTP surface of identity in GoTrue's shapes, to be mounted at `/auth/v1`. Unknown paths and unexpected errors are
 * answered in its error shape too; of the latter a client gets an id, `onFault` the error.
 */
export function gotrue(auth: Auth, options: GoTrueOptions = {}): Hono {
  const app = new Hono();
  app.onError((error, c) => fault(c, error, options));
  app.use("*", async (c, next) => {
    const apiKey = c.req.header("apikey");
    const checked = apiKey === undefined ? null : await auth.verifyToken(apiKey);
    if (checked !== null && !checked.ok) return sendError(c, goTrueError(401, "no_authorization", "Invalid API key"));
    return next();
  });
  if (options.limits !== undefined) app.use("*", limitRequests(auth, options.limits));
  if (options.captcha !== undefined) app.use("*", requireCaptcha(auth, options.captcha));
  app.use("*", bindGrants(auth, options.mountedAt ?? ""));
  for (const add of endpoints) add({ app, auth, options });
  for (const path of new Set(app.routes.map((route) => route.path))) {
    if (path.includes("*")) continue;
    app.all(path, (c) => sendError(c, goTrueError(405, "validation_failed", `${c.req.method} is not allowed here`)));
  }
  app.all("*", (c) => sendError(c, goTrueError(404, "not_found", "No such endpoint, or not yet")));
  return app;
}

function fault(c: Context, error: unknown, options: GoTrueOptions): Response {
  const errorId = crypto.randomUUID();
  const report = options.onFault ?? ((cause: unknown, id: string) => console.error(id, cause));
  report(error, errorId);
  const isTransient = error instanceof DatabaseError && error.kind === "transient";
  const message = "Unexpected failure, please check server logs for more information";
  return sendError(c, { ...goTrueError(isTransient ? 503 : 500, "unexpected_failure", message), errorId });
}
