import type { Context } from "hono";
import type { Grant } from "../auth/access-token.ts";
import type { Auth } from "../auth/auth.ts";
import { takesPhones } from "../auth/flows/channel.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { codeGrantBody, idTokenGrantBody, passwordGrantBody, readBody, refreshGrantBody } from "./bodies.ts";
import { noStore } from "./cache.ts";
import { provenKey } from "./dpop.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "./errors.ts";
import { providerMembers } from "./redirect.ts";
import { sessionJson } from "./shapes.ts";
import { clientOf, requirePrincipal, type Surface } from "./surface.ts";

type GrantHandler = (c: Context, auth: Auth, options: Surface["options"]) => Promise<Result<Granted, GoTrueError>>;

/** Some grants have more to say than the session. */
type Granted = Grant & { readonly more?: Readonly<Record<string, string>> };

/** The grants by `grant_type`. A further one is a further entry. */
const grants: ReadonlyMap<string, GrantHandler> = new Map<string, GrantHandler>([
  ["password", passwordGrant],
  ["refresh_token", refreshGrant],
  ["pkce", codeGrant],
  ["id_token", idTokenGrant],
  ["web3", async () => err(goTrueError(422, "web3_provider_disabled", "Web3 provider is disabled"))],
]);

/** `POST /token?grant_type=…` (RFC 6749 section 4.3 and 6, with a JSON body). */
export function tokenEndpoint({ app, auth, options }: Surface): void {
  app.post("/token", async (c) => {
    const handler = grants.get(c.req.query("grant_type") ?? "");
    if (handler === undefined) return sendError(c, goTrueError(400, "invalid_credentials", "unsupported_grant_type"));
    const granted = await handler(c, auth, options);
    if (!granted.ok) return sendError(c, granted.error);
    const { more, ...session } = granted.value;
    return c.json({ ...sessionJson(session, auth.settings.audience), ...more }, 200, noStore);
  });
}

async function passwordGrant(c: Context, auth: Auth): Promise<Result<Grant, GoTrueError>> {
  const body = await readBody(c, passwordGrantBody);
  if (!body.ok) return body;
  const { email, phone, password } = body.value;
  if (email && phone) {
    return err(
      goTrueError(400, "validation_failed", "Only an email address or phone number should be provided on login"),
    );
  }
  if (phone && !takesPhones(auth.settings, auth.channels)) {
    return err(goTrueError(400, "phone_provider_disabled", "Phone logins are disabled"));
  }
  const address = email ? { email } : phone ? { phone } : null;
  if (address === null) return err(goTrueError(400, "validation_failed", "missing email or phone"));
  const outcome = await auth.signIn({ ...address, password: password ?? "", client: clientOf(c) });
  return outcome.ok ? outcome : err(signInError(reasonError(outcome.error)));
}

/** GoTrue answers 400 for a banned user here, and 403 to a token of one. */
function signInError(error: GoTrueError): GoTrueError {
  return error.code === "user_banned" ? { ...error, status: 400 } : error;
}

async function refreshGrant(c: Context, auth: Auth): Promise<Result<Grant, GoTrueError>> {
  const body = await readBody(c, refreshGrantBody);
  if (!body.ok) return body;
  const token = body.value.refresh_token;
  if (!token) return err(goTrueError(400, "validation_failed", "refresh_token required"));
  const outcome = await auth.refresh(token, { client: clientOf(c), provenKey: provenKey(c) });
  return outcome.ok ? outcome : err(refreshError(reasonError(outcome.error)));
}

/** `grant_type=pkce`: the code of a redirect, with the verifier that it was asked for with. */
async function codeGrant(c: Context, auth: Auth): Promise<Result<Granted, GoTrueError>> {
  const body = await readBody(c, codeGrantBody);
  if (!body.ok) return body;
  const { auth_code: code, code_verifier: verifier } = body.value;
  const by = { code: code ?? "", verifier: verifier ?? "", client: clientOf(c) };
  const outcome = await auth.flows.exchangeCode(by);
  if (!outcome.ok) return err(reasonError(outcome.error));
  const { grant, providerTokens } = outcome.value;
  return ok({ ...grant, more: providerMembers(providerTokens) });
}

/** `grant_type=id_token`: a token that an app had from the provider itself. */
async function idTokenGrant(
  c: Context,
  auth: Auth,
  options: Surface["options"],
): Promise<Result<Granted, GoTrueError>> {
  const body = await readBody(c, idTokenGrantBody);
  if (!body.ok) return body;
  const { provider, id_token: idToken, nonce, link_identity: links } = body.value;
  if (!idToken) return err(goTrueError(400, "validation_failed", "id_token required"));
  if (!provider) return err(goTrueError(400, "validation_failed", "provider or client_id and issuer required"));
  const principal = links === true ? await requirePrincipal(c, auth) : ok(null);
  if (!principal.ok) return principal;
  const by = { principal: principal.value, client: clientOf(c), provision: options.provision };
  const outcome = await auth.federation.signInWithIdToken({ provider, idToken, nonce: nonce ?? null, ...by });
  return outcome.ok ? outcome : err(reasonError(outcome.error));
}

function refreshError(error: GoTrueError): GoTrueError {
  if (error.code === "user_banned") return { ...error, status: 400, message: "Invalid Refresh Token: User Banned" };
  if (error.code !== "session_not_found") return error;
  return { ...error, status: 400, message: "Invalid Refresh Token: No Valid Session Found" };
}
