import type { Principal } from "../kernel/principal.ts";
import { type Watermark, watermark } from "../kernel/watermark.ts";
import type { ChannelRight, ResolvedReplay } from "../live/channels/compile.ts";
import type { EndReason, Interest, Subscribe, Subscription } from "../live/live.ts";
import type { Queries } from "../live/queries.ts";
import type { Heard } from "./broadcast.ts";
import { ChannelChanges } from "./channel-changes.ts";
import { ChannelQueries } from "./channel-queries.ts";
import type { JoinConfig } from "./join-config.ts";
import type { Presence, PresenceChange, TopicName } from "./ports.ts";
import { presenceDiffJson, presenceStateJson } from "./presence.ts";
import type { Member, Room } from "./room.ts";
import type { SerializerVersion } from "./serializer-version.ts";
import type { SystemMessage } from "./system-message.ts";

/** What a channel says to its client. */
export interface ChannelOutlet {
  readonly version: SerializerVersion;
  write(data: string | Uint8Array): void;
  push(channel: Channel, event: string, payload: string): void;
  /** What outlives an eviction is another: it is to be saved. */
  moved(): void;
  /** The caller is not who they were: the channel is over. */
  ended(channel: Channel, reason: EndReason): void;
}

/** All of a channel that outlives an eviction. */
export interface ChannelState {
  readonly topic: string;
  readonly name: TopicName;
  readonly joinRef: string | null;
  readonly config: JoinConfig;
  readonly rights: readonly ChannelRight[];
  readonly replay: ResolvedReplay | null;
  readonly principal: Principal;
  readonly presence: Presence | null;
  /** How far the log was told when this was saved: `Subscription.told`, and that of each live query by its id. */
  readonly told: Told;
}

export interface Told {
  readonly changes: Watermark | null;
  readonly queries: Readonly<Record<string, Watermark>>;
}

/** A client in a channel. */
export class Channel implements Member {
  #state: ChannelState;
  /** A broadcast goes to many, and what it has to look at of each is cold. */
  #hears = false;
  room: Room | null = null;
  subscription: Subscription | null = null;
  queries: ChannelQueries | null = null;
  isOver = false;
  /** What the client has said of the rows that it has: of no use to a channel that is restored. */
  held: JoinConfig["held"] = {};
  readonly #outlet: ChannelOutlet;
  readonly #ids: readonly number[];

  constructor(state: ChannelState, ids: readonly number[], outlet: ChannelOutlet) {
    this.#state = state;
    this.state = state;
    this.#ids = ids;
    this.#outlet = outlet;
  }

  get state(): ChannelState {
    return this.#state;
  }

  set state(state: ChannelState) {
    this.#state = state;
    this.#hears = state.rights.includes("broadcast.read");
  }

  /** To be kept through an eviction. */
  get saved(): ChannelState {
    return {
      ...this.state,
      told: { changes: this.subscription?.told ?? null, queries: this.queries?.told ?? {} },
    };
  }

  get topic(): string {
    return this.state.topic;
  }

  get hearsItself(): boolean {
    return this.state.config.self;
  }

  get presence(): Presence | null {
    return this.state.presence;
  }

  may(right: ChannelRight): boolean {
    return this.state.rights.includes(right);
  }

  hear(broadcast: Heard): void {
    if (!this.#hears) return;
    const written = broadcast.in(this.#outlet.version);
    if (written !== null) this.#outlet.write(written);
  }

  see(change: PresenceChange): void {
    if (this.#watches) this.#outlet.push(this, "presence_diff", presenceDiffJson(change));
  }

  /** Who is there already. */
  tellPresences(): void {
    if (!this.#watches) return;
    this.#outlet.push(this, "presence_state", presenceStateJson(this.room?.presences ?? []));
  }

  tellSystem(message: SystemMessage): void {
    this.#outlet.push(this, "system", JSON.stringify({ ...message, channel: this.state.name.topic }));
  }

  /** Null where the client has asked for none. */
  queriesBy(queries: Queries): ChannelQueries | null {
    const { queries: asked } = this.state.config;
    if (asked.length === 0) return null;
    this.queries = new ChannelQueries({
      queries,
      asked,
      held: this.held,
      tell: (payload) => {
        if (!this.isOver) this.#outlet.push(this, "live_query", payload);
      },
      moved: () => this.#moved(),
    });
    return this.queries;
  }

  /** What the live core is asked for. */
  request(interests: readonly Interest[], since: Watermark | null): Subscribe {
    return new ChannelChanges({
      channel: this,
      outlet: this.#outlet,
      ids: this.#ids,
      interests,
      since,
      ended: (reason) => this.#outlet.ended(this, reason),
    });
  }

  #moved(): void {
    if (!this.isOver) this.#outlet.moved();
  }

  get since(): Watermark | null {
    const { since } = this.state.config;
    return since === null ? null : watermark(since);
  }

  get #watches(): boolean {
    return this.state.config.presence && this.may("presence.read");
  }
}
