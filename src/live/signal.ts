import type { LogRow } from "../changes/ports.ts";
import type { Hearer } from "../engine/announce.ts";
import { type Watermark, watermark } from "../kernel/watermark.ts";
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

/** Ours: what waits for the signal that is under way. */
const maxWaitingCharacters = 400_000;

/**
 * Tells the feed that something was written, and what, as far as the writes themselves have told. Nobody waits for it, and
 * nothing fails with it: a signal that is lost costs delay. One is under way at a time and one more follows it, whatever was
 * written meanwhile; where nobody listens, one a while.
 */
export function signalWrites({ feed, keepAlive, clock, onFault }: SignalDeps): Hearer {
  let quietUntilMs = 0;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const hints = new Hints();

  async function send(): Promise<void> {
    try {
      const { quietMs, position } = await feed.signal(hints.take());
      quietUntilMs = clock() + quietMs;
      hints.reach(position);
    } catch (error) {
      hints.reset();
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

  return {
    wantedAfter: () => (clock() < quietUntilMs ? null : hints.reached),
    onWrite(_, __, logged) {
      const nowMs = clock();
      if (nowMs < quietUntilMs) return;
      hints.add(logged);
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
    },
  };
}

/** What has been written since the last signal. */
class Hints {
  /** Up to here the log is on its way to the feed, as far as is known; null: the feed has not said where it is. */
  reached: Watermark | null = null;
  #rows: LogRow[] = [];
  #characters = 0;
  /** Something was written that is not in the rows: the feed has to read. */
  #isBlind = false;

  add(logged: readonly LogRow[] | null): void {
    if (logged === null) this.#isBlind = true;
    if (this.#isBlind || logged === null) return;
    for (const row of logged) this.#characters += charactersOf(row);
    if (this.#characters > maxWaitingCharacters) {
      this.#isBlind = true;
      this.#rows = [];
      return;
    }
    this.#rows.push(...logged);
    this.reached = logged.reduce(later, this.reached);
  }

  take(): readonly LogRow[] {
    const rows = this.#isBlind ? [] : this.#rows;
    this.#isBlind = false;
    this.#rows = [];
    this.#characters = 0;
    return rows;
  }

  /** What the feed has said, which may be less than was known: a restored log is shorter. */
  reach(position: Watermark | null): void {
    this.reached = position === null ? null : this.#rows.reduce(later, position);
  }

  /** A signal was lost, and what it told. */
  reset(): void {
    this.reached = null;
    this.#isBlind = true;
    this.#rows = [];
  }
}

function later(position: Watermark | null, { seq }: LogRow): Watermark | null {
  return typeof seq === "number" && seq > (position ?? 0) ? watermark(seq) : position;
}

function charactersOf({ key, before, after }: LogRow): number {
  return String(key ?? "").length + String(before ?? "").length + String(after ?? "").length;
}
