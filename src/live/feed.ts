import { changesOf, type LogPage, readSince } from "../changes/log.ts";
import type { LogDatabase, LogRow } from "../changes/ports.ts";
import type { ChangeRecord } from "../changes/record.ts";
import { beginning, type Watermark, watermark } from "../kernel/watermark.ts";
import { coalesced } from "./coalesced.ts";
import { FeedLink, type Stretch } from "./feed-link.ts";
import { AheadRows } from "./hints.ts";
import { InterestIndex } from "./interest-key.ts";
import type { FeedCore, FeedStore, Heard, PushTo, Registration, Wake } from "./ports.ts";
import { pageSize } from "./resume.ts";

export interface FeedDeps {
  readonly database: LogDatabase;
  readonly store: FeedStore;
  readonly push: PushTo;
  readonly pollMs: number;
  readonly clock: () => number;
  readonly delay: (delayMs: number) => Promise<void>;
  readonly wake: Wake;
  readonly onFault: (error: unknown) => void;
}

/** For how long a writer need not signal where nobody listens. */
const quietMs = 1_000;
/** When the log is read again after a read that failed. */
const retryMs = 250;
/** How often the log is read in the time after the first has come: writers may not know of it yet. */
const closeWatchMs = 100;
/** For how long a change that was told waits for one before it, which another writer may be about to tell. */
const waitForOthersMs = 10;

/**
 * Reads the change log on from its own watermark and pushes to each connection object what that one is interested in. What
 * makes it read (signals, alarms, registrations) tells it nothing that it relies on, so one that is lost costs delay alone:
 * a signal may bring the changes that come next, which saves the read.
 */
export class Feed implements FeedCore {
  readonly #deps: FeedDeps;
  readonly #index = new InterestIndex<FeedLink>();
  readonly #links = new Map<string, FeedLink>();
  /** Everything up to here has been read and is on its way to those whom it concerns. */
  #position: Watermark | null;
  readonly #ahead = new AheadRows();
  #isWaiting = false;
  readonly #read: () => Promise<void> = coalesced(() => this.#tryRead());

  constructor(deps: FeedDeps) {
    this.#deps = deps;
    const { position, connections } = deps.store.load();
    this.#position = position;
    for (const { connection, version, behind, keys } of connections) {
      const link = this.#open(connection, version);
      for (const key of keys) this.#index.add(key, link);
      link.keys = new Set(keys);
      if (behind !== null) link.fallBehind(behind);
    }
  }

  async register(registration: Registration): Promise<number | null> {
    const known = this.#links.get(registration.connection);
    if (registration.base !== null && known?.version !== registration.base) return null;
    const isFirst = this.#links.size === 0;
    const link = known ?? this.#open(registration.connection, 0);
    const version = this.#apply(link, registration);
    if (link.keys.size === 0) this.#forget(link);
    if (isFirst && this.#links.size > 0) {
      // Nobody has been promised what came before the first of them.
      this.#position = null;
      this.#deps.wake(this.#deps.clock() + this.#deps.pollMs);
      void this.#watchClosely().catch(this.#deps.onFault);
    }
    if (this.#position === null) await this.#read();
    return version;
  }

  async signal(told: readonly LogRow[] = []): Promise<Heard> {
    if (this.#links.size > 0 && !this.#follow(told)) await this.#read();
    const isHeard = this.#links.size > 0;
    return { quietMs: isHeard ? 0 : quietMs, position: isHeard ? this.#position : null };
  }

  async alarm(nowMs: number): Promise<void> {
    if (this.#links.size === 0) return;
    this.#deps.wake(nowMs + this.#deps.pollMs);
    await this.#read();
  }

  /**
   * Whether what is told needs no read by itself. What another writer has told, or is about to, may be missing before it. What
   * is told of a time that has been read already is suspicious, as after a restore: the log says more.
   */
  #follow(told: readonly LogRow[]): boolean {
    const last = told.reduce((most, { seq }) => Math.max(most, Number(seq)), 0);
    if (this.#position === null || last <= this.#position) return false;
    this.#ahead.add(told, this.#position);
    this.#pushAhead();
    // Whoever told it is answered meanwhile: what is missing may be the next that they have to tell.
    if (!this.#ahead.isEmpty && !this.#isWaiting) void this.#waitForOthers().catch(this.#deps.onFault);
    return true;
  }

  async #waitForOthers(): Promise<void> {
    this.#isWaiting = true;
    try {
      while (!this.#ahead.isEmpty && this.#links.size > 0) {
        await this.#deps.delay(waitForOthersMs);
        const { last } = this.#ahead;
        if (last === null) return;
        await this.#read();
        // What was told before and is not in the log by now was never true.
        this.#ahead.forgetUntil(last);
      }
    } finally {
      this.#isWaiting = false;
    }
  }

  #pushAhead(): void {
    const from = this.#position;
    if (from === null) return;
    const rows = this.#ahead.after(from);
    const last = rows.at(-1)?.seq;
    if (typeof last !== "number") return;
    const to = watermark(last);
    this.#position = to;
    this.#ahead.forgetUntil(to);
    this.#pushPage(changesOf(rows), { from, to });
    this.#savePosition();
  }

  async #tryRead(): Promise<void> {
    try {
      await this.#readOn();
    } catch (error) {
      this.#deps.wake(this.#deps.clock() + retryMs);
      throw error;
    }
  }

  async #readOn(): Promise<void> {
    for (let isAtEnd = false; !isAtEnd && this.#links.size > 0; ) {
      const from = this.#position;
      const page = await readSince(this.#deps.database, from ?? beginning, from === null ? 0 : pageSize);
      isAtEnd = from === null || page.continuity !== "complete" || page.end >= page.latest;
      if (from === null || page.continuity !== "complete") {
        this.#position = page.latest;
        if (from !== null) this.#resetAll(page, from);
      } else this.#pushRead(page, from);
      this.#ahead.forgetUntil(this.#position ?? page.latest);
      this.#pushAhead();
      this.#savePosition();
    }
  }

  /** Writers may have told of more meanwhile. */
  #pushRead({ changes, end }: LogPage, from: Watermark): void {
    const reached = this.#position ?? from;
    if (end <= reached) return;
    const news = reached === from ? changes : changes.filter(({ sequence }) => sequence > reached);
    this.#position = end;
    this.#pushPage(news, { from: reached, to: end });
  }

  #resetAll({ continuity, latest }: LogPage, from: Watermark): void {
    if (continuity === "complete") return;
    for (const link of this.#links.values()) link.reset(continuity, { from, to: latest });
  }

  #pushPage(changes: readonly ChangeRecord[], stretch: Stretch): void {
    const wanted = new Map<FeedLink, ChangeRecord[]>();
    for (const change of changes) {
      for (const link of this.#index.find(change)) {
        const known = wanted.get(link);
        if (known === undefined) wanted.set(link, [change]);
        else known.push(change);
      }
    }
    for (const [link, found] of wanted) link.offer(found, stretch);
  }

  #savePosition(): void {
    this.#deps.store.savePosition(this.#settledEverywhere);
  }

  /** What has been acknowledged everywhere is not read again after an eviction. */
  readonly #settledEverywhere = (): Watermark | null => {
    let least = this.#position;
    for (const { unsettled } of this.#links.values()) {
      if (unsettled !== null && least !== null && unsettled < least) least = unsettled;
    }
    return least;
  };

  async #watchClosely(): Promise<void> {
    const { clock, delay } = this.#deps;
    const untilMs = clock() + quietMs + closeWatchMs;
    while (clock() < untilMs && this.#links.size > 0) {
      await delay(closeWatchMs);
      await this.#read();
    }
  }

  #open(connection: string, version: number): FeedLink {
    const { database, store, push, delay, onFault } = this.#deps;
    const link = new FeedLink(connection, version, {
      database,
      store,
      push,
      delay,
      onFault,
      position: () => this.#position,
      concerns: (change) => this.#index.find(change).has(link),
      onSettled: () => this.#savePosition(),
      onGone: () => this.#forget(link),
    });
    this.#links.set(connection, link);
    return link;
  }

  #forget(link: FeedLink): void {
    for (const key of link.keys) this.#index.delete(key, link);
    this.#links.delete(link.connection);
    link.close();
    this.#deps.store.forget(link.connection);
  }

  #apply(link: FeedLink, { base, add, remove }: Registration): number {
    const wanted = new Set(add);
    const gone = base === null ? [...link.keys].filter((key) => !wanted.has(key)) : remove;
    const fresh = add.filter((key) => !link.keys.has(key));
    for (const key of gone) if (link.keys.delete(key)) this.#index.delete(key, link);
    for (const key of fresh) {
      link.keys.add(key);
      this.#index.add(key, link);
    }
    link.version += 1;
    this.#deps.store.register({ connection: link.connection, version: link.version, add: fresh, remove: gone });
    return link.version;
  }
}
