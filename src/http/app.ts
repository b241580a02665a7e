import { Hono, type Context as HonoContext } from "hono";
import { consistencyOf, type ReadPlaces } from "../engine/consistency.ts";
import type { Context as EngineContext } from "../engine/request.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { type Eventual, ok, type Result } from "../kernel/result.ts";
import { timestampText } from "../schema/kinds/timestamp.ts";
import { type CorsOptions, createCors } from "./cors.ts";
import { envelope, type Refuse, type Variables } from "./envelope.ts";
import { failureJson } from "./failure-json.ts";
import { type HealthCheck, healthResponse } from "./health.ts";
import { errorParts, type Log } from "./log.ts";
import { traceContext } from "./trace-context.ts";

/** A surface: what answers below its path. */
export interface Surface {
  readonly path: string;
  readonly fetch: (request: Request, contextOf: ContextOf) => Promise<Response> | Response;
  /** A refusal that comes before it, in its own form; null, and the default: `failureJson`. */
  readonly refuse?: Refuse;
}

/** Who asks, from the request's own token: every surface asks it, none goes without. */
export type ContextOf = (request: Request) => Eventual<EngineContext, Failure>;

export interface HttpOptions {
  readonly name: string;
  readonly surfaces: readonly Surface[];
  readonly authenticate: (headers: Headers, request: Request) => Eventual<Principal, Failure>;
  readonly checks: readonly HealthCheck[];
  readonly limits: { readonly maxBodyBytes: number; readonly maxUrlLength: number };
  readonly cors: CorsOptions;
  readonly reads: ReadPlaces;
  readonly log: Log;
}

/** The HTTP application: what holds for every request, whichever surface answers it. */
export function httpApp(options: HttpOptions): Hono<Variables> {
  const { limits, log } = options;
  const enveloped = envelope({
    cors: createCors(options.cors),
    limits,
    onError(error, c) {
      const id = c.get("requestId");
      const { method, path } = c.req;
      const trace = traceContext(c.req.raw.headers);
      const traced = trace === null ? {} : { traceId: trace.traceId };
      const parts = errorParts(error);
      log({ level: "error", event: "request.failed", requestId: id, method, path, ...traced, error: parts });
      return masked(error, id);
    },
  });
  const app = new Hono<Variables>();
  const health = enveloped((c) =>
    healthResponse(options.checks, (check, error) =>
      log({ level: "error", event: `health.${check}`, requestId: c.get("requestId"), error: errorParts(error) }),
    ),
  );
  const about = { name: options.name, surfaces: options.surfaces.map((surface) => surface.path) };
  app.get("/health", health);
  app.get(
    "/",
    enveloped((c) => c.json(about)),
  );
  for (const surface of options.surfaces) {
    app.all(
      `${surface.path}/*`,
      enveloped((c) => surface.fetch(c.req.raw, contextOf(options, c)), surface.refuse),
    );
  }
  app.notFound(enveloped(() => failureJson(failure("PER404", "there is nothing at this address"))));
  return app;
}

/** Who asks. What the token cache knows is there at once. */
function contextOf(options: HttpOptions, c: HonoContext<Variables>): ContextOf {
  return (request) => {
    const started = performance.now();
    const found = options.authenticate(request.headers, request);
    const asked: Asked = { c, request, started, reads: options.reads };
    return found instanceof Promise
      ? found.then((principal) => contextFor(principal, asked))
      : contextFor(found, asked);
  };
}

interface Asked {
  readonly c: HonoContext<Variables>;
  readonly request: Request;
  /** When it began to be looked at. */
  readonly started: number;
  readonly reads: ReadPlaces;
}

/** The moment and the principal of a request. The moment is written out only where a rule or a default asks for it. */
function contextFor(principal: Result<Principal, Failure>, asked: Asked): Result<EngineContext, Failure> {
  const { c, request, started, reads } = asked;
  const timing = c.get("timing");
  timing.add("auth", performance.now() - started);
  if (!principal.ok) return principal;
  const consistency = consistencyOf(principal.value, request.headers.get("x-d1-bookmark"), reads);
  if (!consistency.ok) return consistency;
  c.set("consistency", consistency.value);
  const nowMs = Date.now();
  return ok({
    principal: principal.value,
    get now() {
      return timestampText(nowMs);
    },
    requestId: c.get("requestId"),
    trace: timing.add,
    get traceHeaders() {
      return traceContext(request.headers)?.headers ?? {};
    },
    consistency: consistency.value,
  });
}

/** What a client learns of an error that nobody expected: an id to ask about. */
function masked(error: unknown, id: string): Failure {
  const details = `request ${id}`;
  if (error instanceof DatabaseError && error.kind === "transient") {
    return failure("PER503", "the database is busy, try again", { details, headers: { "retry-after": "1" } });
  }
  return failure("PER500", "internal error", { details });
}
