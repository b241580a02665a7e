import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Watermark } from "../kernel/watermark.ts";
import type { Queries } from "../live/queries.ts";
import type { LiveQuery, QueryAsked } from "../live/query.ts";
import type { Delta } from "../live/query-diff.ts";
import type { HeldRows } from "../wire/held-rows.ts";
import { stepsFromHeld } from "./held-rows.ts";

/** A live query as its client wrote it. */
export interface AskedQuery {
  /** The client's own name for it. */
  readonly id: string;
  /** What GET would give: `/rest/v1/articles?select=…`. */
  readonly path: string;
}

export interface ChannelQueriesOptions {
  readonly queries: Queries;
  readonly asked: readonly AskedQuery[];
  /** What the client has of their rows, by their ids. */
  readonly held: Readonly<Record<string, HeldRows>>;
  /** Says something to the client: the payload of `live_query`. */
  readonly tell: (payload: string) => void;
  /** `told` is another, and not by a change from the feed. */
  readonly moved: () => void;
}

/** The live queries of one channel. */
export class ChannelQueries {
  readonly #options: ChannelQueriesOptions;
  readonly #open = new Map<string, LiveQuery>();
  readonly #held: Map<string, HeldRows>;
  #isOver = false;

  constructor(options: ChannelQueriesOptions) {
    this.#options = options;
    this.#held = new Map(Object.entries(options.held));
  }

  /** One that cannot be had is told of, and is no hindrance to the others. */
  async open(principal: Principal): Promise<void> {
    const { queries, asked } = this.#options;
    await Promise.all(
      asked.map(async ({ id, path }) => {
        const opened = await queries.open(inside(path), this.#listener(id, principal));
        if (!opened.ok) this.#tellFailure(id, opened.error);
        else if (this.#isOver) opened.value.end();
        else this.#open.set(id, opened.value);
      }),
    );
  }

  /** Up to which change the rows stand that were told, by the ids. */
  get told(): Readonly<Record<string, Watermark>> {
    return Object.fromEntries(Array.from(this.#open, ([id, { told }]) => [id, told]));
  }

  restore(principal: Principal, told: Readonly<Record<string, Watermark>>): void {
    const { queries, asked } = this.#options;
    for (const { id, path } of asked) {
      const restored = queries.restore(inside(path), this.#listener(id, principal), told[id] ?? null);
      if (restored !== null) this.#open.set(id, restored);
    }
  }

  /** For a new token: somebody else's rows come as a whole. */
  async replacePrincipal(principal: Principal): Promise<void> {
    const renewed = [...this.#open.values()].every((query) => query.replacePrincipal(principal).ok);
    if (renewed) return;
    this.#endAll();
    await this.open(principal);
  }

  end(): void {
    this.#isOver = true;
    this.#endAll();
  }

  #endAll(): void {
    for (const query of this.#open.values()) query.end();
    this.#open.clear();
  }

  #listener(id: string, principal: Principal): Omit<QueryAsked, "read"> {
    const { tell, moved } = this.#options;
    const name = JSON.stringify(id);
    return {
      principal,
      snapshot: (rows, sequence, mode) => {
        const held = this.#held.get(id);
        this.#held.delete(id);
        const steps = held === undefined ? null : stepsFromHeld(held.rows, rows);
        const about = `"id":${name},"mode":"${mode}","sequence":${sequence}`;
        if (held === undefined || steps === null) tell(`{${about},"kind":"rows","rows":[${rows.join(",")}]}`);
        else tell(`{${about},"kind":"steps","since":${held.since},"steps":[${steps.map(stepJson).join(",")}]}`);
      },
      deltas: (deltas, sequence) =>
        tell(`{"id":${name},"kind":"steps","sequence":${sequence},"steps":[${deltas.map(stepJson).join(",")}]}`),
      moved,
      failed: (failure) => {
        this.#open.delete(id);
        this.#tellFailure(id, failure);
      },
      // The channel's own subscription says so.
      ended: () => undefined,
    };
  }

  #tellFailure(id: string, { code, message, details, hint }: Failure): void {
    this.#options.tell(JSON.stringify({ id, kind: "error", error: { code, message, details, hint } }));
  }
}

const prefix = "/rest/v1";

function inside(path: string): string {
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

function stepJson(delta: Delta): string {
  if (!("json" in delta)) return JSON.stringify(delta);
  return `{"op":"${delta.op}","at":${delta.at},"row":${delta.json}}`;
}
