import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

export interface CorsOptions {
  readonly origins: "*" | readonly string[];
}

/** Cross-origin access (https://fetch.spec.whatwg.org/#http-cors-protocol). */
export interface Cors {
  /** Answers preflights; lets other OPTIONS requests, which ask the resource itself, pass. */
  readonly preflight: MiddlewareHandler;
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
  return {
    preflight: (c, next) => (c.req.header("access-control-request-method") === undefined ? next() : answer(c, next)),
    allow(headers, origin) {
      const allowed = origins === "*" ? "*" : origins.includes(origin) ? origin : null;
      if (origins !== "*") headers.append("vary", "Origin");
      if (allowed === null) return;
      headers.set("access-control-allow-origin", allowed);
      headers.set("access-control-expose-headers", exposed);
    },
  };
}
