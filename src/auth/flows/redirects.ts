import type { Glob } from "./glob.ts";
import type { FlowSettings } from "./options.ts";

const maxUrlLength = 2000;

/**
 * Where a link leads: the first of the candidates that is allowed, else the site. What is not allowed is passed over as
 * in GoTrue, so that a link still arrives. RFC 9700 section 4.11: no open redirector.
 */
export function redirectTarget(
  settings: Pick<FlowSettings, "siteUrl" | "redirectPatterns">,
  candidates: readonly (string | null | undefined)[],
  origin: string,
): string {
  const site = settings.siteUrl ?? origin;
  for (const candidate of candidates) {
    if (candidate && isAllowed(candidate, site, settings.redirectPatterns)) return candidate;
  }
  return site;
}

/**
 * The site itself, and what fits a pattern. A URL is read as a browser reads it, so that backslashes, blanks, user names
 * and control characters, which browsers and others read differently, never get as far as the patterns.
 */
export function isAllowed(candidate: string, site: string, patterns: readonly Glob[]): boolean {
  if (candidate.length > maxUrlLength || /[\s\\\p{C}]/u.test(candidate) || !URL.canParse(candidate)) return false;
  const url = new URL(candidate);
  if (url.username !== "" || url.password !== "" || isScript(url.protocol)) return false;
  if (URL.canParse(site) && isSameSite(url, new URL(site))) return true;
  if (/^https?:$/.test(url.protocol) && isForeignAddress(url.hostname)) return false;
  url.hash = "";
  const whole = url.href.replace(/#$/, "");
  const bare = url.pathname === "/" && url.search === "" ? whole.replace(/\/$/, "") : whole;
  return patterns.some((pattern) => pattern(whole) || pattern(bare));
}

/** They run in the page that follows the link, or show what the link says. */
function isScript(protocol: string): boolean {
  return /^(?:javascript|data|vbscript|blob|file|about|view-source|filesystem):$/.test(protocol);
}

/** One origin; or both on this machine, whatever the port, as RFC 8252 section 7.3 has it. */
function isSameSite(url: URL, site: URL): boolean {
  if (url.protocol !== "http:" && url.protocol !== "https:") return false;
  return url.origin === site.origin || (isLoopback(url.hostname) && isLoopback(site.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** As in GoTrue no pattern reaches an address in numbers, but this machine's. */
function isForeignAddress(hostname: string): boolean {
  return (/^\d+\.\d+\.\d+\.\d+$/.test(hostname) || hostname.startsWith("[")) && !isLoopback(hostname);
}
