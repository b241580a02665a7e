import { delay } from "../kernel/delay.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Clock } from "./ports.ts";

export interface HashGateOptions {
  /** How many may wait, the running one included. The last of 32 waits for 6 seconds. */
  readonly maxWaiting: number;
  /** A place is given up after so long: a request that was cancelled never returns to leave it. */
  readonly leaseMs: number;
  readonly clock: Clock;
}

/** Somewhat longer than a hash takes. */
const spacingMs = 200;

/** Runs an expensive computation, or says `busy` at once where too many wait already. */
export type HashGate = <T>(work: () => T) => Promise<Result<T, "busy">>;

/**
 * Bounds what password hashing takes of an isolate. workerd computes scrypt on the isolate's own thread, whether it is
 * called with a callback or not (seen November 2026), so one hash's memory is the most there is; what has to be bounded
 * is the queue. Timers that are due together run one after the other with nothing between them, so each hash waits for a
 * moment of its own: other requests are served between two.
 */
export function hashGate({ maxWaiting, leaseMs, clock }: HashGateOptions): HashGate {
  const places = new Map<symbol, number>();
  return async (work) => {
    const now = clock();
    for (const [place, until] of places) if (until <= now) places.delete(place);
    if (places.size >= maxWaiting) return err("busy");
    const place = Symbol("place");
    const delayMs = places.size * spacingMs;
    places.set(place, now + leaseMs);
    try {
      await delay(delayMs);
      return ok(work());
    } finally {
      places.delete(place);
    }
  };
}
