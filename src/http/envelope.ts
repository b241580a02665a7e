import type { Context } from "hono";
import type { Consistency } from "../engine/ports.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { BodyTooLargeError, bodyTooLarge, boundedRequest } from "./body-bound.ts";
import type { Cors } from "./cors.ts";
import { failureJson } from "./failure-json.ts";
import { requestId } from "./request-id.ts";
import { startTiming, type Timing } from "./timing.ts";

/** What every request carries on its way. */
export interface Variables {
  readonly Variables: { requestId: string; timing: Timing; consistency?: Consistency };
}

export type Handler = (c: Context<Variables>) => Response | Promise<Response>;

/** Null: in the form that answers have by default. */
export type Refuse = (reason: Failure, request: Request) => Response | null;

export interface EnvelopeOptions {
  readonly cors: Cors;
  readonly limits: { readonly maxBodyBytes: number; readonly maxUrlLength: number };
  /** What a client is told of an error that nobody expected. */
  readonly onError: (error: Error, c: Context<Variables>) => Failure;
}

/**
 * What holds for every request and stands in every answer: its id, its timing, CORS, bounds, masked errors. It goes
 * around a handler, since Hono calls the one handler of a route directly, and goes through promises for middleware.
 */
export function envelope(options: EnvelopeOptions): (handle: Handler, refuse?: Refuse) => Handler {
  return (handle, refuse) => async (c) => {
    const { headers } = c.req.raw;
    const id = requestId(headers);
    const timing = startTiming();
    c.set("requestId", id);
    c.set("timing", timing);
    const told = (reason: Failure): Response => refuse?.(reason, c.req.raw) ?? failureJson(reason);
    let response: Response;
    try {
      response = await answer(options, { handle, told }, c);
    } catch (thrown) {
      response = told(reasonOf(thrown, options, c));
    }
    const origin = headers.get("origin");
    const finish = (answered: Headers): void => {
      answered.set("x-request-id", id);
      if (origin !== null) options.cors.allow(answered, origin);
      const reached = c.get("consistency")?.reached;
      if (reached !== undefined && reached !== null) answered.set("x-d1-bookmark", reached);
      answered.set("server-timing", timing.header());
      answered.set("x-content-type-options", "nosniff");
      // What an answer holds depends on who asks, by `apikey` too, of which caches know nothing (RFC 9111, section 3.5).
      if (!answered.has("cache-control")) answered.set("cache-control", "no-store");
    };
    try {
      finish(response.headers);
      return response;
    } catch {
      // The headers of `Response.redirect()` and of what `fetch()` gives are immutable; a copy's are not.
      const copy = new Response(response.body, response);
      finish(copy.headers);
      return copy;
    }
  };
}

interface Handling {
  readonly handle: Handler;
  /** A refusal in the surface's own form. */
  readonly told: (reason: Failure) => Response;
}

function answer(
  { cors, limits }: EnvelopeOptions,
  { handle, told }: Handling,
  c: Context<Variables>,
): Response | Promise<Response> {
  if (c.req.url.length > limits.maxUrlLength) {
    return told(failure("PER002", `the URL is longer than ${limits.maxUrlLength} characters`));
  }
  const bounded = boundedRequest(c.req.raw, limits.maxBodyBytes);
  if (bounded === null) return told(bodyTooLarge(limits.maxBodyBytes));
  if (bounded !== c.req.raw) c.req.raw = bounded;
  return cors.preflight(c) ?? handle(c);
}

function reasonOf(thrown: unknown, { limits, onError }: EnvelopeOptions, c: Context<Variables>): Failure {
  if (thrown instanceof BodyTooLargeError) return bodyTooLarge(limits.maxBodyBytes);
  return onError(thrown instanceof Error ? thrown : new Error(String(thrown)), c);
}
