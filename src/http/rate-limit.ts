import type { Rate, RateOf } from "../engine/rate.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { networkOf } from "../kernel/network.ts";
import { anonymous, type Principal } from "../kernel/principal.ts";
import type { Surface } from "./app.ts";
import { failureJson } from "./failure-json.ts";
import { logFault } from "./log.ts";

/** Where a window stands after one more request in it. */
export interface Window {
  readonly count: number;
  /** Until it ends and counting begins anew. */
  readonly restMs: number;
}

/** Counts a request of somebody in the window at hand; a window begins with its first request. */
export type CountRequest = (key: string, windowMs: number) => Promise<Window>;

export interface RateLimitOptions {
  readonly rateOf: RateOf;
  readonly count: CountRequest;
  /** Told that nobody could count; the request goes on. */
  readonly onFault: (error: unknown) => void;
  /** Default `Date.now`. */
  readonly clock?: () => number;
}

/** Null where the caller's role has no limit, or nobody could count. */
export type RateLimiter = (principal: Principal, headers: Headers) => Promise<Verdict | null>;

export interface Verdict {
  readonly isAllowed: boolean;
  readonly rate: Rate;
  readonly remaining: number;
  readonly restSeconds: number;
}

const maxRefused = 10_000;

/**
 * Limits requests for each user, or where there is none for each address: `cf-connecting-ip`, IPv6 by its network of 64
 * bits. Who has used up a window is remembered in the isolate, and not counted until it ends.
 */
export function rateLimiter({ rateOf, count, onFault, clock = Date.now }: RateLimitOptions): RateLimiter {
  const refusedUntilMs = new Map<string, number>();

  return async (principal, headers) => {
    const rate = rateOf(principal.role);
    if (rate === null) return null;
    const key = `${rate.name} ${principal.id ?? networkOf(headers.get("cf-connecting-ip"))}`;
    const untilMs = refusedUntilMs.get(key) ?? 0;
    const restMs = untilMs - clock();
    if (restMs > 0) return verdict(rate, { count: rate.requests + 1, restMs });
    if (untilMs > 0) refusedUntilMs.delete(key);
    try {
      const found = verdict(rate, await count(key, rate.windowSeconds * 1000));
      if (!found.isAllowed) {
        if (refusedUntilMs.size >= maxRefused) refusedUntilMs.clear();
        refusedUntilMs.set(key, clock() + found.restSeconds * 1000);
      }
      return found;
    } catch (error) {
      onFault(error);
      return null;
    }
  };
}

function verdict(rate: Rate, { count, restMs }: Window): Verdict {
  const remaining = Math.max(rate.requests - count, 0);
  return { isAllowed: count <= rate.requests, rate, remaining, restSeconds: Math.max(Math.ceil(restMs / 1000), 1) };
}

/**
 * The surface behind a limit. Whose token does not hold counts as nobody, so that wrong ones are not free. Answers say
 * what is left (draft-ietf-httpapi-ratelimit-headers-10); 429 `PER429` where nothing is.
 */
export function limited(surface: Surface, limiter: RateLimiter): Surface {
  return {
    ...surface,
    async fetch(request, contextOf) {
      const context = await contextOf(request);
      const principal = context.ok ? context.value.principal : anonymous;
      const found = await limiter(principal, request.headers);
      if (found === null) return surface.fetch(request, async () => context);
      if (!found.isAllowed) return told(refused(surface, found, request), found);
      return told(await surface.fetch(request, async () => context), found);
    },
  };
}

function refused({ refuse }: Surface, found: Verdict, request: Request): Response {
  const reason = refusal(found);
  return refuse?.(reason, request) ?? failureJson(reason);
}

/** The surfaces behind their limits. Where the definition limits nobody, nothing stands between. */
export function behindLimits(
  rateOf: RateOf | null,
  count: CountRequest,
  surfaces: readonly Surface[],
): readonly Surface[] {
  if (rateOf === null) return surfaces;
  const limiter = rateLimiter({ rateOf, count, onFault: logFault("rate.failed") });
  return surfaces.map((surface) => limited(surface, limiter));
}

function refusal({ rate, restSeconds }: Verdict): Failure {
  return failure("PER429", "too many requests", {
    details: `${rate.requests} requests in ${rate.windowSeconds} seconds`,
    headers: { "retry-after": String(restSeconds) },
  });
}

function told(response: Response, { rate, remaining, restSeconds }: Verdict): Response {
  response.headers.set("ratelimit-policy", `"${rate.name}";q=${rate.requests};w=${rate.windowSeconds}`);
  response.headers.set("ratelimit", `"${rate.name}";r=${remaining};t=${restSeconds}`);
  return response;
}
