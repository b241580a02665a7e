import { readSince } from "../changes/log.ts";
import type { LogDatabase } from "../changes/ports.ts";
import type { ChangeRecord } from "../changes/record.ts";
import type { Watermark } from "../kernel/watermark.ts";
import type { FeedStore, InterestKey, Push, PushTo } from "./ports.ts";
import { pageSize } from "./resume.ts";

export interface LinkDeps {
  readonly database: LogDatabase;
  readonly store: Pick<FeedStore, "saveBehind">;
  readonly push: PushTo;
  readonly delay: (delayMs: number) => Promise<void>;
  readonly onFault: (error: unknown) => void;
  /** How far the feed has read. */
  readonly position: () => Watermark | null;
  readonly concerns: (change: ChangeRecord) => boolean;
  /** What was under way has been acknowledged. */
  readonly onSettled: () => void;
  /** The object says that nobody in it is interested any more. */
  readonly onGone: () => void;
}

/** A stretch of the log: after `from`, up to `to`. */
export interface Stretch {
  readonly from: Watermark;
  readonly to: Watermark;
}

// Ours. A page is bounded in characters, so these are too.
const maxWaiting = 2_000;
const firstRetryMs = 100;
const longestRetryMs = 60_000;

/**
 * One connection object as the feed serves it: one push at a time, what comes meanwhile goes with the next. An object that
 * fails, or is slower than the log grows, falls behind and is served from the log at its own pace; others notice nothing.
 */
export class FeedLink {
  readonly connection: string;
  version: number;
  keys: Set<InterestKey> = new Set();
  readonly #deps: LinkDeps;
  /** Up to here everything is acknowledged; null where nothing is under way. */
  #unsettled: Watermark | null = null;
  #waiting: ChangeRecord[] = [];
  #to: Watermark | null = null;
  #reset: { readonly reason: "pruned" | "ahead"; readonly to: Watermark } | null = null;
  #isBehind = false;
  #isRunning = false;
  #isClosed = false;

  constructor(connection: string, version: number, deps: LinkDeps) {
    this.connection = connection;
    this.version = version;
    this.#deps = deps;
  }

  /** From where the feed would have to read for this object after an eviction; one that is behind remembers it itself. */
  get unsettled(): Watermark | null {
    return this.#isBehind ? null : this.#unsettled;
  }

  offer(changes: readonly ChangeRecord[], { from, to }: Stretch): void {
    if (this.#isBehind) return;
    const settled = this.#unsettled ?? from;
    this.#unsettled = settled;
    this.#to = to;
    if (this.#waiting.length + changes.length > maxWaiting) this.fallBehind(settled);
    else this.#waiting.push(...changes);
    this.#start();
  }

  /** The log cannot tell what came after `from`. */
  reset(reason: "pruned" | "ahead", { from, to }: Stretch): void {
    // Until it is acknowledged: who reads from there is told the same.
    this.#deps.store.saveBehind(this.connection, from);
    this.#isBehind = false;
    this.#waiting = [];
    this.#reset = { reason, to };
    this.#unsettled = to;
    this.#start();
  }

  /** Served from the log, beginning after `from`. */
  fallBehind(from: Watermark): void {
    this.#waiting = [];
    this.#unsettled = from;
    this.#isBehind = true;
    this.#deps.store.saveBehind(this.connection, from);
    this.#start();
  }

  close(): void {
    this.#isClosed = true;
  }

  #start(): void {
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let failures = 0; !this.#isClosed && this.#unsettled !== null; ) {
      try {
        await this.#step(this.#unsettled);
        failures = 0;
      } catch (error) {
        this.#deps.onFault(error);
        if (!this.#isBehind && this.#reset === null) this.fallBehind(this.#unsettled);
        const delayMs = Math.min(firstRetryMs * 2 ** failures, longestRetryMs);
        failures += 1;
        await this.#deps.delay(delayMs * (0.5 + Math.random() / 2));
      }
    }
    this.#isRunning = false;
  }

  #step(from: Watermark): Promise<void> {
    if (this.#reset !== null) return this.#pushReset(this.#reset);
    return this.#isBehind ? this.#pushPage(from) : this.#pushWaiting(from);
  }

  async #pushReset(reset: { readonly reason: "pruned" | "ahead"; readonly to: Watermark }): Promise<void> {
    await this.#push({ from: reset.to, to: reset.to, changes: [], reset: reset.reason });
    if (this.#reset !== reset) return;
    this.#reset = null;
    if (this.#isBehind) return;
    this.#deps.store.saveBehind(this.connection, null);
    if (this.#waiting.length === 0) this.#settle();
  }

  async #pushWaiting(from: Watermark): Promise<void> {
    const [changes, to] = [this.#waiting, this.#to ?? from];
    this.#waiting = [];
    await this.#push({ from, to, changes, reset: null });
    if (this.#isBehind || this.#reset !== null) return;
    // More may have come meanwhile.
    if (this.#waiting.length === 0) this.#settle();
    else this.#unsettled = to;
  }

  async #pushPage(from: Watermark): Promise<void> {
    const page = await readSince(this.#deps.database, from, pageSize);
    if (page.continuity !== "complete") {
      this.reset(page.continuity, { from, to: page.latest });
      return;
    }
    const changes = page.changes.filter(this.#deps.concerns);
    if (changes.length > 0) await this.#push({ from, to: page.end, changes, reset: null });
    if (!this.#isBehind) return;
    // What the feed has not read yet it will offer.
    const isThere = page.end >= (this.#deps.position() ?? page.end);
    this.#deps.store.saveBehind(this.connection, isThere ? null : page.end);
    this.#unsettled = page.end;
    if (!isThere) return;
    this.#isBehind = false;
    this.#settle();
  }

  #settle(): void {
    this.#unsettled = null;
    this.#deps.onSettled();
  }

  async #push(push: Push): Promise<void> {
    const { version } = this;
    const isWanted = await this.#deps.push(this.connection, push);
    if (!isWanted && this.version === version) this.#deps.onGone();
  }
}
