import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

export interface CorsOptions {
  readonly origins: "*" | readonly string[];
}

const exposed: readonly string[] = [
  "content-range",
  "content-location",
  "location",
  "preference-applied",
  "proxy-status",
  "retry-after",
  "server-timing",
  "www-authenticate",
  "x-request-id",
];

/**
 * Cross-origin access (https://fetch.spec.whatwg.org/#http-cors-protocol). Credentials travel in headers of their own
 * and never in cookies, so any origin may ask; what it may see depends on the token alone.
 */
export function corsMiddleware(options: CorsOptions): MiddlewareHandler {
  const handle = cors({
    origin: options.origins === "*" ? "*" : [...options.origins],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    exposeHeaders: [...exposed],
    maxAge: 86_400,
  });
  return async (c, next) => {
    const isPreflight = c.req.header("access-control-request-method") !== undefined;
    // OPTIONS without that header asks the resource itself what it allows.
    if (c.req.method === "OPTIONS" && !isPreflight) return next();
    return handle(c, next);
  };
}
