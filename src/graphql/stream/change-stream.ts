import type { ChangeOperation } from "../../changes/record.ts";
import type { Failure } from "../../kernel/failure.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { Watermark } from "../../kernel/watermark.ts";
import type { Interest, LiveEvent, Subscribe, Subscription } from "../../live/live.ts";
import { outcomeJson } from "../answer.ts";
import type { Asked } from "../ask.ts";
import { withinInt } from "../narrow.ts";
import type { FollowedChanges, ToldChange } from "../operation.ts";
import { ChangeReader } from "./change-reader.ts";
import { OrderedTexts } from "./ordered-texts.ts";
import type { Beginning, Stream, StreamParts, Subscribed } from "./running.ts";
import { type Shared, type Sharers, sharersOf } from "./sharing.ts";

export interface ChangeParts extends StreamParts {
  readonly readers: Shared<ChangeReader>;
}

interface Reading {
  readonly key: string;
  readonly reader: ChangeReader;
  readonly texts: OrderedTexts;
}

/** Changes of a table, told as they come: at once, or after what is related to their rows has been read. */
export class ChangeStream implements Stream {
  readonly #parts: ChangeParts;
  readonly #subscribed: Subscribed;
  readonly #follows: FollowedChanges;
  /** Null where rows hold all that is told. */
  #reading: Reading | null = null;
  #sharers: Sharers | null = null;
  #subscription: Subscription | null = null;
  isOver = false;

  constructor(parts: ChangeParts, subscribed: Subscribed, follows: FollowedChanges) {
    this.#parts = parts;
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
    const sharers = this.#needsReader ? sharersOf(this.#parts, asked, principal) : ok(null);
    if (!sharers.ok) return sharers;
    this.#sharers = sharers.value;
    const wanted = this.#follows.operations(variables);
    return ok({
      principal,
      interests: [this.#interest(wanted)],
      since: since.value,
      started: (sequence) => {
        if (wanted.has("START")) this.#tell({ kind: "start", sequence });
      },
      deliver: (event) => this.#deliver(event),
      reset: (reason, sequence) => this.#tell({ kind: "reset", sequence, reason }),
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

  begin(subscription: Subscription): void {
    this.#subscription = subscription;
    if (this.isOver) subscription.end();
    else if (this.#sharers !== null) this.#reading = this.#reads(this.#sharers);
  }

  end(): void {
    this.isOver = true;
    this.#subscription?.end();
    if (this.#reading === null) return;
    const { key, reader, texts } = this.#reading;
    this.#reading = null;
    texts.drop();
    if (this.#parts.readers.leave(key)) reader.stop();
  }

  get #needsReader(): boolean {
    const { composite, resolvers } = this.#subscribed.asked.prepared.operation;
    return composite.members.length > 0 || resolvers.length > 0;
  }

  #reads({ key, principal }: Sharers): Reading {
    const { asked, sink } = this.#subscribed;
    const followed = { ...asked, follows: this.#follows };
    const reader = this.#parts.readers.take(key, () => new ChangeReader(this.#parts, followed, principal));
    const texts = new OrderedTexts({
      tell: (text) => sink.next(text),
      overran: (sequence) => sink.next(this.#text({ kind: "reset", sequence, reason: "overrun" })),
      onFault: this.#parts.onFault,
    });
    return { key, reader, texts };
  }

  #deliver(event: LiveEvent): void {
    if (this.isOver) return;
    if (this.#reading === null) this.#subscribed.sink.next(written(event, this.#follows, this.#subscribed.asked));
    else this.#reading.texts.add(this.#reading.reader.text(event), event.sequence);
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

  #tell(told: Exclude<ToldChange, { kind: "change" }>): void {
    if (this.isOver) return;
    if (this.#reading === null) this.#subscribed.sink.next(this.#text(told));
    else this.#reading.texts.add(Promise.resolve(this.#text(told)), told.sequence);
  }

  #text(told: ToldChange): string {
    return resultOf(told, this.#follows, this.#subscribed.asked);
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
    text = resultOf({ kind: "change", event, related: ok([]) }, follows, asked);
    known.set(follows, text);
  }
  return text;
}

function resultOf(told: ToldChange, follows: FollowedChanges, { prepared, role }: Asked): string {
  return outcomeJson(ok(withinInt(follows.write(told), prepared, role.graph)));
}
