import { sharedPromise } from "../kernel/shared-promise.ts";
import type { Statement } from "../sql/compile.ts";
import { Pool, type Share } from "./pool.ts";
import type { BatchOptions, Consistency, Pooled, ResultSet } from "./ports.ts";

/** Ours. A gather lasts a few turns: one that is older has been left behind by a request that was cut off. */
const maxAgeMs = 50;

/** Batches of several requests that will be one. */
export class Gather {
  readonly options: BatchOptions;
  readonly pools: Pool[] = [];
  #length = 0;
  readonly #openedAtMs: number;
  readonly #capacity: number;
  members = 0;
  /** Of all statements, in their order. */
  readonly settled: PromiseWithResolvers<readonly ResultSet[]> = sharedPromise();

  constructor(options: BatchOptions, openedAtMs: number, capacity: number) {
    this.options = options;
    this.#openedAtMs = openedAtMs;
    this.#capacity = capacity;
  }

  get isFull(): boolean {
    return this.members >= this.#capacity;
  }

  takes(nowMs: number): boolean {
    return !this.isFull && nowMs - this.#openedAtMs <= maxAgeMs;
  }

  add(statements: readonly Statement[], pooled: Pooled | null): Share {
    this.members += 1;
    const found = pooled === null ? undefined : this.pools.find((pool) => pool.takes(statements, pooled));
    return (found ?? this.#open(statements, pooled)).add(statements, pooled);
  }

  #open(statements: readonly Statement[], pooled: Pooled | null): Pool {
    const pool = new Pool(this.#length, statements, pooled);
    this.pools.push(pool);
    this.#length += statements.length;
    return pool;
  }

  get statements(): readonly Statement[] {
    return this.pools.flatMap((pool) => pool.joint);
  }
}

/** The gathers that still take batches, each by what its batches have in common. */
export class Gathers {
  readonly #open = new Map<string, Gather>();

  /** The one for such batches that takes another; null for none. */
  find(given: BatchOptions, nowMs: number): Gather | null {
    const found = this.#open.get(keyOf(given));
    return found?.takes(nowMs) ? found : null;
  }

  open(given: BatchOptions, nowMs: number, capacity: number): Gather {
    const gather = new Gather(shared(given), nowMs, capacity);
    this.#open.set(keyOf(given), gather);
    return gather;
  }

  close(gather: Gather): void {
    const key = keyOf(gather.options);
    if (this.#open.get(key) === gather) this.#open.delete(key);
  }
}

/** What is written is written at the primary, wherever its caller reads. */
function shared({ retry, consistency }: BatchOptions): BatchOptions {
  if (!retry) return { retry, consistency: { from: "primary", reached: null } };
  return consistency === undefined ? { retry } : { retry, consistency: { from: consistency.from, reached: null } };
}

function keyOf({ retry, consistency }: BatchOptions): string {
  if (!retry) return "write";
  return consistency === undefined ? "read" : `read ${placeOf(consistency)}`;
}

function placeOf({ from }: Consistency): string {
  return typeof from === "string" ? from : `from ${from.bookmark}`;
}
