import type { Principal } from "../kernel/principal.ts";
import type { Watermark } from "../kernel/watermark.ts";
import type { LiveEvent, ResetReason, Subscribe } from "./live.ts";

/** What one subscriber is told of one change: an event for each choice of columns. */
export interface Told {
  readonly event: LiveEvent;
  readonly matched: readonly number[];
}

/** One subscription as the connection object knows it. */
export class Subscriber {
  readonly request: Subscribe;
  principal: Principal;
  isOver = false;
  /** Changes up to here are not told: they were, or they were there before. */
  #floor: Watermark;
  /** Where the log ended when it was let in: the log is told up to here, and what the feed brings from there on. */
  #joined: Watermark;
  /** What comes while the log is told first; null where it waits for nothing. */
  #waiting: (readonly Told[])[] | null = [];
  #overran = false;
  readonly #maxWaiting: number;

  constructor(request: Subscribe, floor: Watermark, maxWaiting: number) {
    this.request = request;
    this.principal = request.principal;
    this.#floor = floor;
    this.#joined = floor;
    this.#maxWaiting = maxWaiting;
  }

  get floor(): Watermark {
    return this.#floor;
  }

  /** `Subscription.told`. */
  get told(): Watermark {
    return this.#joined > this.#floor ? this.#joined : this.#floor;
  }

  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  /** Is let in where the log ends. */
  joinAt(end: Watermark): void {
    this.#joined = end;
  }

  /** Begins after a change. */
  startAt(floor: Watermark): void {
    this.#floor = floor;
  }

  /** What comes from the feed waits: the log is told first, from here on. */
  waitAt(floor: Watermark): void {
    this.#floor = floor;
    this.#waiting ??= [];
  }

  /** A change that comes from the feed. */
  push(told: readonly Told[]): void {
    if (this.#waiting === null) this.tell(told);
    else if (this.#waiting.length < this.#maxWaiting) this.#waiting.push(told);
    else {
      this.#overran = true;
      this.#waiting.length = 0;
    }
  }

  /** A change from the log, or one that need not wait. */
  tell(told: readonly Told[]): void {
    const sequence = told[0]?.event.sequence;
    if (sequence === undefined || sequence <= this.#floor) return;
    this.#floor = sequence;
    for (const { event, matched } of told) if (!this.isOver) this.request.deliver(event, matched);
  }

  /** The log has been told: what has waited follows, and nothing waits any more. `position` is where the feed is. */
  goLive(position: Watermark): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    if (this.#overran) this.reset("overrun", position);
    else for (const told of waiting) this.tell(told);
  }

  reset(reason: ResetReason, position: Watermark): void {
    this.#floor = position;
    this.#joined = position;
    this.#overran = false;
    if (this.#waiting !== null) this.#waiting.length = 0;
    if (this.isOver) return;
    this.request.reset(reason, position);
    this.request.moved?.();
  }
}
