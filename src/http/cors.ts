import type { Context } from "hono";
import { cors } from "hono/cors";

export interface CorsOptions {
  readonly origins: "*" | readonly string[];
}

/** Cross-origin access (https://fetch.spec.whatwg.org/#http-cors-protocol). */
export interface Cors {
  /** Answers preflights; null for other requests: an OPTIONS may ask the resource itself. */
  readonly preflight: (c: Context) => Promise<Response> | null;
  /** What an answer to a request from this origin says. */
  readonly allow: (headers: Headers, origin: string) => void;
}

const exposed = [
  "content-range",
  "content-location",
  "etag",
  "idempotency-replayed",
  "link",
  "location",
  "perigee-next-cursor",
  "preference-applied",
  "proxy-status",
  "ratelimit",
  "ratelimit-policy",
  "retry-after",
  "server-timing",
  "www-authenticate",
  "x-d1-bookmark",
  "x-request-id",
  "x-supabase-api-version",
  "x-total-count",
].join(",");

/**
 * Credentials travel in headers of their own and never in cookies, so any origin may ask; what it sees depends on the
 * token alone. Only requests that bear an `Origin` are told so: others are no browser's.
 */
export function createCors({ origins }: CorsOptions): Cors {
  const answer = cors({
    origin: origins === "*" ? "*" : [...origins],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    maxAge: 86_400,
  });
  // The middleware answers every OPTIONS itself.
  const preflight = async (c: Context): Promise<Response> =>
    (await answer(c, async () => {})) ?? new Response(null, { status: 204 });
  return {
    preflight(c) {
      if (c.req.method !== "OPTIONS" || c.req.header("access-control-request-method") === undefined) return null;
      return preflight(c);
    },
    allow(headers, origin) {
      const allowed = origins === "*" ? "*" : origins.includes(origin) ? origin : null;
      if (origins !== "*") headers.append("vary", "Origin");
      if (allowed === null) return;
      headers.set("access-control-allow-origin", allowed);
      // A function may have headers of its own to show.
      const more = headers.get("access-control-expose-headers");
      headers.set("access-control-expose-headers", more === null ? exposed : `${exposed},${more}`);
    },
  };
}
