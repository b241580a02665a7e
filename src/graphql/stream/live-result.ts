import type { Failure } from "../../kernel/failure.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { Watermark } from "../../kernel/watermark.ts";
import type { Interest, Subscribe, Subscription } from "../../live/live.ts";
import { Pace } from "../../live/query-pace.ts";
import { outcomeJson } from "../answer.ts";
import type { FollowedTable } from "../operation.ts";
import { type Beginning, contextOf, type Stream, type StreamParts, type Subscribed } from "./running.ts";

const pauseMs = 1_000;

/** A query's result, told at first and whenever a change has made it another. */
export class LiveResult implements Stream {
  readonly #parts: StreamParts;
  readonly #subscribed: Subscribed;
  readonly #tables: readonly FollowedTable[];
  readonly #pace: Pace;
  #subscription: Subscription | null = null;
  /** Of what was told last: results may be large, and there may be many of them. */
  #told: string | null = null;
  isOver = false;

  constructor(parts: StreamParts, subscribed: Subscribed, tables: readonly FollowedTable[]) {
    this.#parts = parts;
    this.#tables = tables;
    this.#subscribed = subscribed;
    this.#pace = new Pace({ ...parts, pauseMs, task: () => this.#read() });
  }

  get told(): Watermark | null {
    return this.#subscription?.told ?? null;
  }

  request(begins: Beginning): Result<Subscribe, Failure> {
    const { prepared } = this.#subscribed.asked;
    const values = prepared.operation.finds.map((find) => find(prepared.variables));
    return ok({
      principal: this.#subscribed.principal,
      interests: this.#tables.map((table) => interestOf(table, values)),
      since: begins.isNew ? null : begins.told,
      deliver: () => this.#pace.ask(),
      reset: () => this.#pace.ask(),
      moved: () => {
        if (!this.isOver) this.#subscribed.sink.moved?.();
      },
      ended: (reason) => {
        if (this.isOver) return;
        this.isOver = true;
        this.#subscribed.sink.ended(reason);
      },
    });
  }

  /** After an eviction the next change tells the result. */
  begin(subscription: Subscription, isNew: boolean): void {
    this.#subscription = subscription;
    if (this.isOver) subscription.end();
    else if (isNew) this.#pace.ask();
  }

  end(): void {
    this.isOver = true;
    this.#subscription?.end();
  }

  /** Throws where the database cannot answer now. */
  async #read(): Promise<boolean> {
    if (this.isOver) return true;
    const { asked, principal, sink } = this.#subscribed;
    const outcome = await this.#parts.ask.run(asked, contextOf(principal, this.#parts));
    if (this.isOver) return true;
    if (!outcome.ok) {
      const { status, errors } = outcome.error;
      if (status >= 500) throw new Error(`a live result cannot be read: ${errors[0]?.message}`);
      this.end();
      sink.fail(outcome.error);
      return true;
    }
    const result = outcomeJson(outcome);
    const digest = await digestOf(result);
    if (this.isOver || digest === this.#told) return true;
    this.#told = digest;
    sink.next(result);
    return true;
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

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return String.fromCharCode(...new Uint8Array(digest));
}
