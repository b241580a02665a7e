import type { OnWrite } from "../engine/announce.ts";
import type { FeedClient } from "./ports.ts";

export interface SignalDeps {
  readonly feed: Pick<FeedClient, "signal">;
  /** Keeps the request's context until the promise has settled. */
  readonly keepAlive: (promise: Promise<unknown>) => void;
  readonly clock: () => number;
  readonly onFault: (error: unknown) => void;
}

/** A signal that has not come back after so long is taken for lost: what had sent it may be gone. */
const lostAfterMs = 5_000;

/**
 * Tells the feed that something was written. Nobody waits for it, and nothing fails with it: a signal that is lost costs
 * delay. One is under way at a time and one more follows it, whatever was written meanwhile; where nobody listens, one a
 * while.
 */
export function signalWrites({ feed, keepAlive, clock, onFault }: SignalDeps): OnWrite {
  let quietUntilMs = 0;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  async function send(): Promise<void> {
    try {
      const { quietMs } = await feed.signal();
      quietUntilMs = clock() + quietMs;
    } catch (error) {
      onFault(error);
    }
  }

  function start(): Promise<void> {
    sentAtMs = clock();
    const run = send().finally(() => {
      if (current === run) current = null;
    });
    current = run;
    return run;
  }

  /** Where there is no request to keep, the signal may be lost. A write never fails for it. */
  function keep(promise: Promise<void>): void {
    try {
      keepAlive(promise);
    } catch (error) {
      onFault(error);
    }
  }

  return () => {
    const nowMs = clock();
    if (nowMs < quietUntilMs) return;
    if (nowMs - sentAtMs > lostAfterMs) {
      current = null;
      next = null;
    }
    if (current === null) keep(start());
    else if (next === null) {
      // It belongs to the request that wrote: the other one's context may end.
      const follow = current.then(() => {
        if (next === follow) next = null;
        return current ?? start();
      });
      next = follow;
      keep(follow);
    }
  };
}
