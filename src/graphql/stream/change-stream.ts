import type { ChangeOperation } from "../../changes/record.ts";
import type { Failure } from "../../kernel/failure.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { Watermark } from "../../kernel/watermark.ts";
import type { Interest, LiveEvent, Subscribe, Subscription } from "../../live/live.ts";
import { outcomeJson } from "../answer.ts";
import type { Asked } from "../ask.ts";
import { withinInt } from "../narrow.ts";
import type { FollowedChanges, ToldChange } from "../operation.ts";
import type { Beginning, Stream, Subscribed } from "./running.ts";

/** Changes of a table, told as they come. */
export class ChangeStream implements Stream {
  readonly #subscribed: Subscribed;
  readonly #follows: FollowedChanges;
  #subscription: Subscription | null = null;
  isOver = false;

  constructor(subscribed: Subscribed, follows: FollowedChanges) {
    this.#subscribed = subscribed;
    this.#follows = follows;
  }

  get told(): Watermark | null {
    return this.#subscription?.told ?? null;
  }

  request(begins: Beginning): Result<Subscribe, Failure> {
    const { asked, principal, sink } = this.#subscribed;
    const { variables } = asked.prepared;
    const since = begins.isNew ? this.#follows.since(variables) : ok(begins.told);
    if (!since.ok) return since;
    const wanted = this.#follows.operations(variables);
    return ok({
      principal,
      interests: [this.#interest(wanted)],
      since: since.value,
      started: (sequence) => {
        if (wanted.has("START")) this.#tell({ kind: "start", sequence });
      },
      deliver: (event) => {
        if (!this.isOver) sink.next(written(event, this.#follows, asked));
      },
      reset: (reason, sequence) => this.#tell({ kind: "reset", sequence, reason }),
      moved: () => {
        if (!this.isOver) sink.moved?.();
      },
      ended: (reason) => {
        if (this.isOver) return;
        this.isOver = true;
        sink.ended(reason);
      },
    });
  }

  begin(subscription: Subscription): void {
    this.#subscription = subscription;
    if (this.isOver) subscription.end();
  }

  end(): void {
    this.isOver = true;
    this.#subscription?.end();
  }

  #interest(wanted: ReturnType<FollowedChanges["operations"]>): Interest {
    const { collection, where } = this.#follows;
    const { operation, variables } = this.#subscribed.asked.prepared;
    const values = operation.finds.map((find) => find(variables));
    return {
      collection,
      operations: new Set(changes.filter((each) => wanted.has(each))),
      where: where === null ? null : { filter: where, arguments: values },
      columns: null,
    };
  }

  #tell(told: ToldChange): void {
    if (!this.isOver) this.#subscribed.sink.next(resultOf(told, this.#follows, this.#subscribed.asked));
  }
}

const changes: readonly ChangeOperation[] = ["INSERT", "UPDATE", "DELETE"];

/** Written out once for all who see the same of a change and have asked the same of it. */
const texts = new WeakMap<LiveEvent, Map<FollowedChanges, string>>();

function written(event: LiveEvent, follows: FollowedChanges, asked: Asked): string {
  let known = texts.get(event);
  if (known === undefined) {
    known = new Map();
    texts.set(event, known);
  }
  let text = known.get(follows);
  if (text === undefined) {
    text = resultOf({ kind: "change", event }, follows, asked);
    known.set(follows, text);
  }
  return text;
}

function resultOf(told: ToldChange, follows: FollowedChanges, { prepared, role }: Asked): string {
  return outcomeJson(ok(withinInt({ data: follows.write(told), errors: [] }, prepared, role.graph)));
}
