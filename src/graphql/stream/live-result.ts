import type { Failure } from "../../kernel/failure.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { Watermark } from "../../kernel/watermark.ts";
import type { Interest, Subscribe, Subscription } from "../../live/live.ts";
import type { Refusal } from "../errors.ts";
import type { FollowedTable } from "../operation.ts";
import type { Beginning, Stream, StreamParts, Subscribed } from "./running.ts";
import { type Reader, SharedResult } from "./shared-result.ts";
import { type Shared, type Sharers, sharersOf } from "./sharing.ts";

export interface ResultParts extends StreamParts {
  readonly results: Shared<SharedResult>;
}

/** A query's result, told at first and whenever a change has made it another. */
export class LiveResult implements Stream, Reader {
  readonly #parts: ResultParts;
  readonly #subscribed: Subscribed;
  readonly #tables: readonly FollowedTable[];
  #sharers: Sharers | null = null;
  #subscription: Subscription | null = null;
  #result: SharedResult | null = null;
  digest: string | null = null;
  isOver = false;

  constructor(parts: ResultParts, subscribed: Subscribed, tables: readonly FollowedTable[]) {
    this.#parts = parts;
    this.#tables = tables;
    this.#subscribed = subscribed;
  }

  get told(): Watermark | null {
    return this.#subscription?.told ?? null;
  }

  request(begins: Beginning): Result<Subscribe, Failure> {
    const { asked, principal, sink } = this.#subscribed;
    const sharers = sharersOf(this.#parts, asked, principal);
    if (!sharers.ok) return sharers;
    this.#sharers = sharers.value;
    const { operation, variables } = asked.prepared;
    const values = operation.finds.map((find) => find(variables));
    return ok({
      principal,
      interests: this.#tables.map((table) => interestOf(table, values)),
      since: begins.isNew ? null : begins.told,
      deliver: () => this.#result?.ask(),
      reset: () => this.#result?.ask(),
      moved: () => {
        if (!this.isOver) sink.moved?.();
      },
      ended: (reason) => {
        if (this.isOver) return;
        this.end();
        sink.ended(reason);
      },
    });
  }

  /** After an eviction the next change tells the result. */
  begin(subscription: Subscription, isNew: boolean): void {
    this.#subscription = subscription;
    if (this.isOver || this.#sharers === null) {
      subscription.end();
      return;
    }
    const { key, principal } = this.#sharers;
    const make = (): SharedResult => new SharedResult(this.#parts, this.#subscribed.asked, principal);
    this.#result = this.#parts.results.take(key, make);
    this.#result.join(this, isNew);
  }

  end(): void {
    this.isOver = true;
    this.#subscription?.end();
    if (this.#result === null || this.#sharers === null) return;
    this.#result.leave(this);
    this.#result = null;
    this.#parts.results.leave(this.#sharers.key);
  }

  next(result: string): void {
    if (!this.isOver) this.#subscribed.sink.next(result);
  }

  fail(refusal: Refusal): void {
    if (this.isOver) return;
    this.end();
    this.#subscribed.sink.fail(refusal);
  }
}

const everything: Interest["operations"] = new Set(["INSERT", "UPDATE", "DELETE"]);

function interestOf(
  { collection, where }: FollowedTable,
  values: NonNullable<Interest["where"]>["arguments"],
): Interest {
  const asked = where === null ? null : { filter: where, arguments: values };
  return { collection, operations: everything, where: asked, leaving: true, columns: null };
}
