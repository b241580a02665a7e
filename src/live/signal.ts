import type { LogRow } from "../changes/ports.ts";
import type { Hearer } from "../engine/announce.ts";
import { type Watermark, watermark } from "../kernel/watermark.ts";
import type { FeedClient } from "./ports.ts";
import { UnderWay } from "./under-way.ts";

export interface SignalDeps {
  readonly feed: Pick<FeedClient, "signal">;
  /** Keeps the request's context until the promise has settled. */
  readonly keepAlive: (promise: Promise<unknown>) => void;
  readonly clock: () => number;
  readonly delay: (delayMs: number) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/** Ours. For how long a write that is done waits for those that are still under way, to be told of along with them. */
const gatherMs = 4;

/** A signal that has not come back after so long is taken for lost: what had sent it may be gone. */
const lostAfterMs = 5_000;

/** Ours: what waits for the signal that is under way. */
const maxWaitingCharacters = 400_000;

/**
 * Tells the feed that something was written, and what, as far as the writes themselves have told. Nobody waits for it, and
 * nothing fails with it: a signal that is lost costs delay. One is under way at a time and one more follows it, whatever was
 * written meanwhile; where nobody listens, one a while. Writes that are under way together share one: the last that is done
 * sends it, so that a write which is alone waits for nothing.
 */
export function signalWrites(deps: SignalDeps): Hearer {
  const { clock, delay } = deps;
  const signals = new Signals(deps);
  const writes = new UnderWay(clock);
  let gatheringUntilMs = 0;

  async function gather(): Promise<void> {
    await delay(gatherMs);
    gatheringUntilMs = 0;
    if (!signals.hints.isTaken) signals.tell(clock());
  }

  return {
    onBegin() {
      if (clock() < signals.quietUntilMs) return null;
      writes.begin();
      return signals.hints.reached;
    },
    onWrite(_, __, logged) {
      writes.end();
      const nowMs = clock();
      if (nowMs < signals.quietUntilMs) return;
      signals.hints.add(logged);
      if (writes.isEmpty) return signals.tell(nowMs);
      if (nowMs < gatheringUntilMs) return;
      gatheringUntilMs = nowMs + lostAfterMs;
      signals.keep(gather());
    },
  };
}

/** Ours. For how long one request sends what others have written: then the next one that writes does. */
const maxTurnMs = 1_000;

/** The signals of an isolate, one at a time. */
class Signals {
  readonly hints: Hints = new Hints();
  quietUntilMs = 0;
  readonly #deps: SignalDeps;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #turn: Turn | null = null;

  constructor(deps: SignalDeps) {
    this.#deps = deps;
  }

  /**
   * The request whose signal is under way sends the next one too: a request that waited for another's promise would be
   * woken in its own context, which costs as much as a signal. Its context may end, so that it does so for a while only.
   */
  tell(nowMs: number): void {
    const turn = this.#turn;
    const isAnothers = turn !== null && nowMs - turn.begunAtMs < maxTurnMs && nowMs - this.#sentAtMs < lostAfterMs;
    if (!isAnothers) this.keep(this.#send({ begunAtMs: nowMs }));
  }

  /** Where there is no request to keep, the signal may be lost. A write never fails for it. */
  keep(promise: Promise<void>): void {
    try {
      this.#deps.keepAlive(promise);
    } catch (error) {
      this.#deps.onFault(error);
    }
  }

  async #send(turn: Turn): Promise<void> {
    this.#turn = turn;
    do await this.#sendOnce();
    while (this.#turn === turn && !this.hints.isTaken);
    if (this.#turn === turn) this.#turn = null;
  }

  async #sendOnce(): Promise<void> {
    const { feed, clock, onFault } = this.#deps;
    this.#sentAtMs = clock();
    try {
      const { quietMs, position } = await feed.signal(this.hints.take());
      this.quietUntilMs = clock() + quietMs;
      this.hints.reach(position);
    } catch (error) {
      this.hints.reset();
      onFault(error);
    }
  }
}

interface Turn {
  readonly begunAtMs: number;
}

/** What has been written since the last signal. */
class Hints {
  /** Up to here the log is on its way to the feed, as far as is known; null: the feed has not said where it is. */
  reached: Watermark | null = null;
  #rows: LogRow[] = [];
  #characters = 0;
  /** Something was written that is not in the rows: the feed has to read. */
  #isBlind = false;
  /** Nothing waits to be told. */
  isTaken = true;

  add(logged: readonly LogRow[] | null): void {
    this.isTaken = false;
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
    this.isTaken = true;
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
