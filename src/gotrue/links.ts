import type { Context } from "hono";
import { redirectTarget } from "../auth/flows/redirects.ts";
import type { Links } from "../auth/flows/send.ts";
import type { AuthSettings } from "../auth/settings.ts";

/** Where this server is, and the site that it serves: what the definition says, else where it was asked. */
export function placesOf(c: Context, settings: AuthSettings): { readonly origin: string; readonly site: string } {
  const origin = settings.publicOrigin ?? new URL(c.req.url).origin;
  return { origin, site: settings.siteUrl ?? origin };
}

/** Where links of ours begin, and where they lead: `redirect_to`, else the page that asks, else the site. */
export function linksOf(
  c: Context,
  settings: AuthSettings,
  redirectTo: string | undefined = c.req.query("redirect_to"),
): Links {
  const { origin } = placesOf(c, settings);
  const candidates = [redirectTo, c.req.header("redirect_to"), c.req.header("referer")];
  return { origin, redirectTo: redirectTarget(settings, candidates, origin) };
}

/** Whether a browser asks from a page of this server's own origin; programs, which say nothing of it, do too. */
export function isFromHere(c: Context, settings: AuthSettings): boolean {
  const asking = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const isOwn = asking === undefined || asking === placesOf(c, settings).origin || asking === new URL(c.req.url).origin;
  return isOwn && (site === undefined || site === "same-origin");
}
