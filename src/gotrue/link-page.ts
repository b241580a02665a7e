import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { SignedIn } from "../auth/identities/federation.ts";
import type { Profile } from "../auth/identities/profile.ts";
import { escapeHtml } from "../auth/mail/template.ts";
import type { User } from "../auth/user.ts";
import { randomBytes, toBase64Url } from "../kernel/bytes.ts";
import { goTrueError, reasonError } from "./errors.ts";
import { isFromHere } from "./links.ts";
import { button, messagePage, page, pageHeaders } from "./plain-page.ts";
import { providerMembers, redirect, withError, withSession } from "./redirect.ts";
import { clientOf, type Surface } from "./surface.ts";

// Linking an identity without PKCE: the one secret that the browser which began can have is a cookie, and a page of another
// origin cannot keep one by fetch. Where there is none, who is in front of the browser is asked.

const browserCookie = "perigee-link";

/** As long as a state lives. */
const maxAge = 600;

/** The secret of the browser's cookie; a new one where it has none. */
export function browserOf(c: Context): string {
  const known = getCookie(c, browserCookie, "host");
  return known !== undefined && /^[\w-]{43}$/.test(known) ? known : toBase64Url(randomBytes(32));
}

/** `Lax`, because the browser comes back from the provider's page. */
export function keepBrowser(c: Context, secret: string): void {
  setCookie(c, browserCookie, secret, { prefix: "host", httpOnly: true, sameSite: "Lax", maxAge });
}

export interface Asking {
  readonly confirm: Extract<SignedIn, { readonly kind: "confirm" }>;
  readonly browser: string;
  readonly redirectTo: string;
}

/** The page that asks whether an identity is to be linked, and to whose account. */
export function askToLink(c: Context, { confirm, browser, redirectTo }: Asking): Response {
  keepBrowser(c, browser);
  const { code, user, profile } = confirm;
  const site = escapeHtml(new URL(redirectTo).host);
  const words = `<p>Somebody signed in at <b>${site}</b> as <b>${escapeHtml(accountOf(user))}</b> asked to add
${escapeHtml(profile.provider)} as <b>${escapeHtml(nameOf(profile))}</b> as a way into that account.</p>
<p>Go on only if that was you, a moment ago. Whoever owns that account will see this identity as their own.</p>`;
  // Its own path, since a provider may have come here with a POST.
  const form = `<form method="post" action="callback/confirm"><input type="hidden" name="code" value="${escapeHtml(code)}">
${button("cancel", "Cancel")}${button("link", "Link")}</form>`;
  return c.body(page("Link an account", words + form), 200, pageHeaders(redirectTo));
}

function accountOf({ email, phone, createdAt }: User): string {
  if (email !== null) return email;
  return phone === null ? `a guest since ${createdAt.slice(0, 16).replace("T", " ")} UTC` : `+${phone}`;
}

function nameOf({ email, data, providerId }: Profile): string {
  const name = email ?? data.preferred_username ?? data.name;
  return typeof name === "string" ? name : providerId;
}

export function linkPageEndpoint({ app, auth }: Surface): void {
  app.post("/callback/confirm", async (c) => {
    const form = new URLSearchParams((await c.req.text()).slice(0, 16_384));
    if (!isFromHere(c, auth.settings)) {
      return c.body(messagePage("Not accepted", "This was not sent by the page itself."), 403, pageHeaders(null));
    }
    const approves = form.get("action") === "link";
    const by = { code: form.get("code") ?? "", browser: browserOf(c), approves, client: clientOf(c) };
    const answered = await auth.federation.answerLink(by);
    if (!answered.ok) {
      const words = "Nothing was linked. This took too long or was answered before: begin again in the app.";
      return c.body(messagePage("Nothing to link", words), 400, pageHeaders(null));
    }
    const { redirectTo, exchanged } = answered.value;
    if (exchanged === null) {
      const refusal = goTrueError(403, "bad_oauth_callback", "Linking was cancelled");
      return redirect(c, withError(redirectTo, refusal, false));
    }
    if (!exchanged.ok) return redirect(c, withError(redirectTo, reasonError(exchanged.error), false));
    const { grant, providerTokens } = exchanged.value;
    return redirect(c, withSession(redirectTo, grant, providerMembers(providerTokens)));
  });
}
