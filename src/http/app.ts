import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Context as EngineContext } from "../engine/request.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { timestampText } from "../schema/kinds/timestamp.ts";
import { type CorsOptions, corsMiddleware } from "./cors.ts";
import { failureJson } from "./failure-json.ts";
import { type HealthCheck, healthResponse } from "./health.ts";
import { errorParts, type Log } from "./log.ts";
import { requestId } from "./request-id.ts";
import { startTiming, type Timing } from "./timing.ts";

export interface Variables {
  readonly Variables: { requestId: string; timing: Timing };
}

/** A surface: what answers below its path. */
export interface Surface {
  readonly path: string;
  readonly fetch: (request: Request, contextOf: ContextOf) => Promise<Response> | Response;
}

/** Who asks, from the request's own token: every surface asks it, none goes without. */
export type ContextOf = (request: Request) => Promise<Result<EngineContext, Failure>>;

export interface HttpOptions {
  readonly name: string;
  readonly surfaces: readonly Surface[];
  readonly authenticate: (headers: Headers) => Promise<Result<Principal, Failure>>;
  readonly checks: readonly HealthCheck[];
  readonly limits: { readonly maxBodyBytes: number; readonly maxUrlLength: number };
  readonly cors: CorsOptions;
  readonly log: Log;
}

/** The HTTP application: what holds for every request, whichever surface answers it. */
export function httpApp(options: HttpOptions): Hono<Variables> {
  const { limits, log } = options;
  const app = new Hono<Variables>();
  app.use("*", async (c, next) => {
    c.set("requestId", requestId(c.req.raw.headers));
    c.set("timing", startTiming());
    await next();
    c.res.headers.set("x-request-id", c.get("requestId"));
    c.res.headers.set("server-timing", c.get("timing").header());
    c.res.headers.set("x-content-type-options", "nosniff");
  });
  app.use("*", corsMiddleware(options.cors));
  app.use("*", async (c, next) => {
    if (c.req.url.length <= limits.maxUrlLength) return next();
    return failureJson(failure("PER002", `the URL is longer than ${limits.maxUrlLength} characters`));
  });
  app.use(
    "*",
    bodyLimit({
      maxSize: limits.maxBodyBytes,
      onError: () => failureJson(failure("PER001", `the body is larger than ${limits.maxBodyBytes} bytes`)),
    }),
  );
  app.get("/health", (c) =>
    healthResponse(options.checks, (check, error) =>
      log({ level: "error", event: `health.${check}`, requestId: c.get("requestId"), error: errorParts(error) }),
    ),
  );
  app.get("/", (c) => c.json({ name: options.name, surfaces: options.surfaces.map((surface) => surface.path) }));
  for (const surface of options.surfaces) {
    app.all(`${surface.path}/*`, (c) => surface.fetch(c.req.raw, contextOf(options, c.get("timing"))));
  }
  app.notFound(() => failureJson(failure("PER404", "there is nothing at this address")));
  app.onError((error, c) => {
    const id = c.get("requestId");
    const { method, path } = c.req;
    log({ level: "error", event: "request.failed", requestId: id, method, path, error: errorParts(error) });
    return failureJson(masked(error, id));
  });
  return app;
}

/** The moment and the principal of a request. */
function contextOf(options: HttpOptions, timing: Timing): ContextOf {
  return async (request) => {
    const started = performance.now();
    const principal = await options.authenticate(request.headers);
    timing.add("auth", performance.now() - started);
    if (!principal.ok) return err(principal.error);
    return ok({ principal: principal.value, now: timestampText(Date.now()), trace: timing.add });
  };
}

/** What a client learns of an error that nobody expected: an id to ask about. */
function masked(error: unknown, id: string): Failure {
  const details = `request ${id}`;
  if (error instanceof DatabaseError && error.kind === "transient") {
    return failure("PER503", "the database is busy, try again", { details, headers: { "retry-after": "1" } });
  }
  return failure("PER500", "internal error", { details });
}
