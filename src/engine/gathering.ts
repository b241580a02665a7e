import { DatabaseError } from "../kernel/database-error.ts";
import { abortReason } from "../sql/abort.ts";
import type { Statement } from "../sql/compile.ts";
import { type Gather, Gathers } from "./gather.ts";
import { GatherSize } from "./gather-size.ts";
import { Heavy } from "./heavy.ts";
import type { BatchOptions, Database, ResultSet } from "./ports.ts";
import { SetAside } from "./set-aside.ts";

export interface GatheringDeps {
  /** Resolves when what is ready to run in this isolate has run. */
  readonly turn: () => Promise<void>;
  /** Keeps the request's context until the promise has settled. */
  readonly keepAlive: (promise: Promise<unknown>) => void;
  readonly clock: () => number;
  /** `Limits.maxGathered`. */
  readonly most: number;
}

/** Ours. For how long inserts that could not be one statement are not tried again. */
const apartMs = 10_000;

/** Ours. For how many turns of the event loop a batch waits at most. */
const maxTurns = 8;

/**
 * The same database, asked by many requests at once: the batches that come in turns of an isolate's event loop which follow
 * each other go to it in one call and one transaction, since a call costs many times what a small statement does. Only
 * batches that say so are joined (`BatchOptions.joins`): reads with reads that begin from the same state, writes with writes.
 *
 * Where batches have come one by one lately, each goes at once. What the database refuses for one takes effect for none, and
 * each is then run by itself, so that everybody gets their own answer. docs/decisions/0028-gathered-batches.md
 */
export function gathering(database: Database, deps: GatheringDeps): Database {
  return new Gathering(database, deps);
}

class Gathering implements Database {
  readonly #database: Database;
  readonly #deps: GatheringDeps;
  readonly #gathers = new Gathers();
  readonly #sizes: { readonly read: GatherSize; readonly write: GatherSize };
  readonly #heavy: Heavy;
  /** Inserts that cannot be one with others', as where a trigger of the application writes too. */
  readonly #apart: SetAside;

  constructor(database: Database, deps: GatheringDeps) {
    this.#database = database;
    this.#deps = deps;
    this.#sizes = { read: new GatherSize(deps.most), write: new GatherSize(deps.most) };
    this.#heavy = new Heavy(deps.clock);
    this.#apart = new SetAside(deps.clock);
  }

  batch(statements: readonly Statement[], options: BatchOptions): Promise<readonly ResultSet[]> {
    if (options.joins !== true || this.#heavy.has(statements)) return this.#run(statements, options);
    const gather = this.#gatherFor(options);
    return gather === null ? this.#run(statements, options) : this.#joined(gather, statements, options);
  }

  async #run(statements: readonly Statement[], options: BatchOptions): Promise<readonly ResultSet[]> {
    const results = await this.#database.batch(statements, options);
    this.#heavy.note(statements, results);
    return results;
  }

  async #joined(
    gather: Gather,
    statements: readonly Statement[],
    options: BatchOptions,
  ): Promise<readonly ResultSet[]> {
    const isApart = this.#apart.has(statements[0]?.sql ?? "");
    const share = gather.add(statements, isApart ? null : (options.pooled ?? null));
    try {
      const results = await gather.settled.promise;
      if (options.consistency !== undefined) options.consistency.reached = gather.options.consistency?.reached ?? null;
      return share.pool.resultsOf(share, results);
    } catch (error) {
      const mayBeOthers = gather.members > 1 && error instanceof DatabaseError;
      if (!mayBeOthers || !(options.retry || error.isUndone)) throw error;
      return this.#run(statements, options);
    }
  }

  #gatherFor(options: BatchOptions): Gather | null {
    const { clock, keepAlive } = this.#deps;
    const nowMs = clock();
    const found = this.#gathers.find(options, nowMs);
    if (found !== null) return found;
    const size = options.retry ? this.#sizes.read : this.#sizes.write;
    const capacity = size.take();
    if (capacity < 2) return null;
    const opened = this.#gathers.open(options, nowMs, capacity);
    keepAlive(this.#together(opened, size));
    return opened;
  }

  /** Runs in the request that has opened it, and goes on without its caller: the others wait. */
  async #together(gather: Gather, size: GatherSize): Promise<void> {
    await this.#assembled(gather);
    this.#gathers.close(gather);
    size.note(gather.members, gather.isFull);
    try {
      const results = await this.#database.batch(gather.statements, gather.options);
      for (const pool of gather.pools) this.#heavy.note(pool.statements, pool.averageOf(results));
      gather.settled.resolve(results);
      size.widen();
    } catch (error) {
      if (isOfPools(error)) this.#setApart(gather);
      else if (gather.members > 1) size.narrow();
      gather.settled.reject(error);
    }
  }

  #setApart({ pools }: Gather): void {
    for (const { shared } of pools) if (shared !== null) this.#apart.add(shared, apartMs);
  }

  /** As long as each turn brings another: where many come at once, the first turns bring but a few of them. */
  async #assembled(gather: Gather): Promise<void> {
    let members = 0;
    for (let turns = 0; turns < maxTurns && !gather.isFull; turns++) {
      await this.#deps.turn();
      if (gather.members === members) return;
      members = gather.members;
    }
  }
}

/** Rows could not be told apart, or a trigger has written too: no fault of any of them. */
function isOfPools(error: unknown): boolean {
  return error instanceof DatabaseError && error.kind === "abort" && abortReason(error.message) === "pooled";
}
