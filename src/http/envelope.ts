import type { MiddlewareHandler } from "hono";
import type { Consistency } from "../engine/ports.ts";
import { failure } from "../kernel/failure.ts";
import type { Cors } from "./cors.ts";
import { failureJson } from "./failure-json.ts";
import { requestId } from "./request-id.ts";
import { startTiming, type Timing } from "./timing.ts";

/** What every request carries on its way. */
export interface Variables {
  readonly Variables: { requestId: string; timing: Timing; consistency?: Consistency };
}

/** What holds for every request and stands in every answer: its id, its timing, CORS, a bound on the URL. */
export function envelope(cors: Cors, maxUrlLength: number): MiddlewareHandler<Variables> {
  return async (c, next) => {
    const { headers } = c.req.raw;
    const id = requestId(headers);
    const timing = startTiming();
    c.set("requestId", id);
    c.set("timing", timing);
    if (c.req.url.length > maxUrlLength) {
      c.res = failureJson(failure("PER002", `the URL is longer than ${maxUrlLength} characters`));
    } else await next();
    const origin = headers.get("origin");
    const finish = (answered: Headers): void => {
      answered.set("x-request-id", id);
      if (origin !== null) cors.allow(answered, origin);
      const reached = c.get("consistency")?.reached;
      if (reached !== undefined && reached !== null) answered.set("x-d1-bookmark", reached);
      answered.set("server-timing", timing.header());
      answered.set("x-content-type-options", "nosniff");
      // What an answer holds depends on who asks, by `apikey` too, of which caches know nothing (RFC 9111, section 3.5).
      if (!answered.has("cache-control")) answered.set("cache-control", "no-store");
    };
    try {
      finish(c.res.headers);
    } catch {
      // The headers of `Response.redirect()` and of what `fetch()` gives are immutable; a copy's are not.
      c.res = new Response(c.res.body, c.res);
      finish(c.res.headers);
    }
  };
}
