import type { Context } from "hono";
import { readChallenge } from "../auth/flows/pkce.ts";
import type { AuthReason } from "../auth/reasons.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Result } from "../kernel/result.ts";
import { noStore } from "./cache.ts";
import { goTrueError, reasonError, sendError } from "./errors.ts";
import { askToLink, browserOf, keepBrowser, linkPageEndpoint } from "./link-page.ts";
import { isFromHere, linksOf } from "./links.ts";
import { providerMembers, redirect, withCode, withError, withSession } from "./redirect.ts";
import { clientOf, requirePrincipal, type Surface } from "./surface.ts";

/** Signing in at a provider, and the identities that come of it. */
export function oauthEndpoints(surface: Surface): void {
  const { app, auth } = surface;
  app.get("/authorize", async (c) => {
    const url = await authorizationOf(c, surface, null);
    return url.ok ? redirect(c, url.value) : sendError(c, reasonError(url.error));
  });
  app.get("/callback", (c) => finish(c, surface, new URL(c.req.url).searchParams));
  // Providers may answer with a form (OAuth 2.0 Form Post Response Mode).
  app.post("/callback", async (c) => finish(c, surface, new URLSearchParams((await c.req.text()).slice(0, 16_384))));
  linkPageEndpoint(surface);
  app.get("/user/identities/authorize", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    // A page of a site beside this one could plant a cookie of its own asking in somebody's browser.
    const browser = isFromHere(c, auth.settings) ? browserOf(c) : null;
    const url = await authorizationOf(c, surface, principal.value, browser);
    if (!url.ok) return sendError(c, reasonError(url.error));
    if (browser !== null) keepBrowser(c, browser);
    return c.req.query("skip_http_redirect") === "true"
      ? c.json({ url: url.value }, 200, noStore)
      : redirect(c, url.value);
  });
  app.delete("/user/identities/:identity_id", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    const done = await auth.federation.unlink(principal.value, c.req.param("identity_id"), clientOf(c));
    return done.ok ? c.json({}, 200, noStore) : sendError(c, reasonError(done.error));
  });
  // As the real server without SAML. Source: supabase/auth, internal/api/middleware.go (requireSAMLEnabled).
  for (const path of ["/sso", "/sso/saml/acs", "/sso/saml/metadata"]) {
    app.all(path, (c) => sendError(c, goTrueError(404, "saml_provider_disabled", "SAML 2.0 is disabled")));
  }
}

/** Parameters of ours, which a provider does not get. */
const own = new Set([
  "provider",
  "redirect_to",
  "scopes",
  "code_challenge",
  "code_challenge_method",
  "skip_http_redirect",
  "invite_token",
  "flow_state_id",
]);

async function authorizationOf(
  c: Context,
  { auth }: Surface,
  principal: Principal | null,
  browser: string | null = null,
): Promise<Result<string, AuthReason>> {
  const query = new URL(c.req.url).searchParams;
  const challenge = readChallenge(query.get("code_challenge"), query.get("code_challenge_method"));
  if (!challenge.ok) return challenge;
  return auth.federation.authorize({
    provider: query.get("provider") ?? "",
    scopes: query.get("scopes"),
    parameters: new Map([...query].filter(([name]) => !own.has(name))),
    challenge: challenge.value,
    links: linksOf(c, auth.settings),
    principal,
    browser,
  });
}

/** Every outcome ends at the page that asked; where nothing tells which that was, at the site. */
async function finish(c: Context, { auth, options }: Surface, query: URLSearchParams): Promise<Response> {
  const { origin, redirectTo: site } = linksOf(c, auth.settings, "");
  const state = await auth.federation.takeState(query.get("state") ?? "");
  if (state === null) {
    return redirect(c, withError(site, reasonError({ kind: "flow", reason: "oauthStateInvalid" }), false));
  }
  const isPkce = state.challenge !== null;
  const refusal = query.get("error");
  if (refusal !== null) {
    const words = (query.get("error_description") ?? refusal).slice(0, 500);
    const error = goTrueError(refusal === "access_denied" ? 403 : 400, "bad_oauth_callback", words);
    return redirect(c, withError(state.redirectTo, error, isPkce));
  }
  const code = query.get("code") ?? "";
  const issuer = query.get("iss");
  const { provision } = options;
  const browser = browserOf(c);
  const done = await auth.federation.finish({ state, code, issuer, origin, browser, client: clientOf(c), provision });
  if (!done.ok) return redirect(c, withError(state.redirectTo, reasonError(done.error), isPkce));
  if (done.value.kind === "confirm")
    return askToLink(c, { confirm: done.value, browser, redirectTo: state.redirectTo });
  if (done.value.kind === "code") return redirect(c, withCode(state.redirectTo, done.value.code));
  return redirect(c, withSession(state.redirectTo, done.value.grant, providerMembers(done.value.tokens)));
}
