import { coalesced } from "./coalesced.ts";
import type { FeedClient, InterestKey } from "./ports.ts";

export interface RegistrarOptions {
  readonly connection: string;
  readonly feed: Pick<FeedClient, "register">;
  /** The version that the feed has answered last; outlives an eviction. */
  readonly version: { load(): number | null; save(version: number): void };
  /** The feed had lost what it knew of this object: changes may have passed by. */
  readonly onForgotten: () => void;
}

/** What a connection object wants to hear of, and that the feed knows it. Interests are counted. */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #counts = new Map<InterestKey, number>();
  /** What the feed knows once the call that is under way has arrived. */
  readonly #known = new Set<InterestKey>();
  /** Where that differs from the counts. */
  readonly #changed = new Set<InterestKey>();
  #version: number | null;
  #mustAsk = false;
  /** How often the feed was given leave to forget this object: a version from before that is worth nothing. */
  #leaves = 0;
  readonly #send: () => Promise<void> = coalesced(() => this.#tell());

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.#version = options.version.load();
  }

  get isIdle(): boolean {
    return this.#counts.size === 0;
  }

  /** The feed knows something else than what is wanted. */
  get isChanged(): boolean {
    return this.#changed.size > 0;
  }

  has(key: InterestKey): boolean {
    return this.#counts.has(key);
  }

  add(key: InterestKey): void {
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    if (count > 0) return;
    if (this.#known.has(key)) this.#changed.delete(key);
    else this.#changed.add(key);
  }

  /** After an eviction: the feed has been told already. */
  restore(key: InterestKey): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.#known.add(key);
  }

  remove(key: InterestKey): void {
    const count = this.#counts.get(key) ?? 0;
    if (count > 1) this.#counts.set(key, count - 1);
    if (count !== 1) return;
    this.#counts.delete(key);
    if (this.#known.has(key)) this.#changed.add(key);
    else this.#changed.delete(key);
  }

  /** The feed has been told that nobody is interested, and forgets this object unless it hears of it before. */
  letGo(): void {
    this.#leaves += 1;
    this.#version = null;
    this.#known.clear();
    this.#changed.clear();
    for (const key of this.#counts.keys()) this.#changed.add(key);
  }

  /** Resolves when the feed knows every interest that was there at the call. Rejects where it cannot be reached. */
  sync(): Promise<void> {
    return this.#send();
  }

  /** Asks the feed whether it still knows this object, and tells it what has changed. */
  check(): Promise<void> {
    this.#mustAsk = true;
    return this.#send();
  }

  async #tell(): Promise<void> {
    if (this.#changed.size === 0 && !this.#mustAsk && (this.#version !== null || this.isIdle)) return;
    this.#mustAsk = false;
    const base = this.#version;
    const leaves = this.#leaves;
    const changed = [...this.#changed];
    const add = changed.filter((key) => this.#counts.has(key));
    const remove = changed.filter((key) => !this.#counts.has(key));
    // A call that fails may have arrived: until one succeeds the feed is told everything.
    this.#version = null;
    for (const key of add) this.#known.add(key);
    for (const key of remove) this.#known.delete(key);
    this.#changed.clear();
    const { connection, feed } = this.#options;
    let version = base === null ? null : await feed.register({ connection, base, add, remove });
    if (version === null) {
      this.#settle();
      version = await feed.register({ connection, base: null, add: [...this.#counts.keys()], remove: [] });
      if (base !== null) this.#options.onForgotten();
    }
    if (version !== null) this.#options.version.save(version);
    this.#version = leaves === this.#leaves ? version : null;
  }

  /** What is wanted now is on its way. */
  #settle(): void {
    this.#changed.clear();
    this.#known.clear();
    for (const key of this.#counts.keys()) this.#known.add(key);
  }
}
