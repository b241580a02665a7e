import { err, ok, type Result } from "../kernel/result.ts";
import type { Clock } from "./ports.ts";

export interface HashGateOptions {
  /** How many may wait, the running one included. At 140 ms a hash, 32 are about 4.5 seconds. */
  readonly maxWaiting: number;
  /** A place is given up after so long: a request that was cancelled never returns to leave it. */
  readonly leaseMs: number;
  readonly clock: Clock;
}

/** Runs an expensive computation, or says `busy` at once where too many wait already. */
export type HashGate = <T>(work: () => T) => Promise<Result<T, "busy">>;

/**
 * Bounds what password hashing takes of an isolate. workerd computes scrypt on the isolate's own thread, whether it is
 * called with a callback or not (seen November 2026), so one hash's memory is the most there is; what has to be bounded
 * is the queue. Each hash waits for its own turn of the event loop, so that other requests are served between two.
 */
export function hashGate({ maxWaiting, leaseMs, clock }: HashGateOptions): HashGate {
  const places = new Map<symbol, number>();
  return async (work) => {
    const now = clock();
    for (const [place, until] of places) if (until <= now) places.delete(place);
    if (places.size >= maxWaiting) return err("busy");
    const place = Symbol("place");
    places.set(place, now + leaseMs);
    try {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      return ok(work());
    } finally {
      places.delete(place);
    }
  };
}
