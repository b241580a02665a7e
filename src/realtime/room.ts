import { type Heard, WrittenBroadcast } from "./broadcast.ts";
import type {
  Broadcast,
  Company,
  Kept,
  Presence,
  PresenceChange,
  PresenceUpdate,
  RelayedMessage,
  Stored,
  Topic,
  TopicName,
} from "./ports.ts";
import { Presences } from "./presence.ts";

/** Somebody in a channel, through this connection object. */
export interface Member {
  /** Wants its own broadcasts too. */
  readonly hearsItself: boolean;
  /** What it says of itself. */
  readonly presence: Presence | null;
  readonly hear: (broadcast: Heard) => void;
  readonly see: (change: PresenceChange) => void;
}

export interface RoomDeps {
  readonly connection: string;
  readonly topic: Topic;
  /** An earlier room of the same channel is being left: entering overtakes it not. */
  readonly after: Promise<void> | undefined;
  readonly onFault: (error: unknown) => void;
}

/** A channel as one connection object has it: its own members, and the channel's object for all others. */
export class Room {
  readonly name: TopicName;
  readonly #deps: RoomDeps;
  readonly #members = new Set<Member>();
  readonly #presences = new Presences();
  #isAlone = false;
  /** How often it was told that it is not alone: an answer asked for before that no longer holds. */
  #companies = 0;
  #entering: Promise<void> | null = null;
  /** What is told while it enters: the answer may be older than that. */
  readonly #meanwhile = new Set<PresenceChange[]>();
  #hasEntered = false;

  constructor(name: TopicName, deps: RoomDeps) {
    this.name = name;
    this.#deps = deps;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  get presences(): readonly Presence[] {
    return this.#presences.all;
  }

  add(member: Member): void {
    this.#members.add(member);
  }

  /** Resolves when the channel's object knows of this one: from then on nothing is missed. */
  async enter(): Promise<void> {
    if (this.#hasEntered) return;
    this.#entering ??= this.refresh().finally(() => {
      this.#entering = null;
    });
    await this.#entering;
  }

  /** Enters again: what either side has forgotten is mended. */
  async refresh(): Promise<void> {
    await this.#deps.after;
    const companies = this.#companies;
    const told: PresenceChange[] = [];
    this.#meanwhile.add(told);
    const own = this.#own().map(({ ref }) => ref);
    const entered = await this.#deps.topic
      .enter(this.#deps.connection, own)
      .finally(() => this.#meanwhile.delete(told));
    this.#isAlone = entered.isAlone && companies === this.#companies;
    const missed = this.#presences.replace(entered.presences, told);
    if (this.#hasEntered) this.#see(missed);
    this.#hasEntered = true;
    const lost = this.#own().filter(({ ref }) => entered.missing.includes(ref));
    if (lost.length > 0) await this.present({ joins: lost, leaves: [], most: Number.MAX_SAFE_INTEGER });
  }

  /** Resolves when the channel's object knows, where this was the last; null where there are others. */
  remove(member: Member): Promise<void> | null {
    if (!this.#members.delete(member)) return null;
    const { presence } = member;
    if (presence !== null) void this.present({ joins: [], leaves: [presence.ref], most: 0 }).catch(this.#deps.onFault);
    return this.isEmpty ? this.#deps.topic.leave(this.#deps.connection).catch(this.#deps.onFault) : null;
  }

  /** To everybody else; resolves when the others' objects have it or it is stored, where that is asked for. */
  say(heard: Heard, sender: Member, keep: Kept | null): Promise<void> | null {
    this.#hear(heard, sender);
    if (this.#isAlone && keep === null) return null;
    return this.#publish(heard.broadcast, keep);
  }

  /** False where there are too many presences. */
  present(update: PresenceUpdate): Promise<boolean> {
    return this.#deps.topic.present(this.#deps.connection, update);
  }

  /** Messages that the channel keeps, oldest first. */
  kept(sinceMs: number, limit: number): Promise<readonly Stored[]> {
    return this.#deps.topic.replay(sinceMs, limit);
  }

  /** What the channel's object tells. */
  told(message: RelayedMessage): void {
    switch (message.kind) {
      case "broadcast":
        this.#hear(new WrittenBroadcast(message.broadcast), null);
        return;
      case "presence":
        for (const told of this.#meanwhile) told.push(message.change);
        this.#presences.apply(message.change);
        this.#see(message.change);
        return;
      case "company":
        this.#companies += 1;
        this.#isAlone = false;
    }
  }

  async #publish(broadcast: Broadcast, keep: Kept | null): Promise<void> {
    const { topic, connection } = this.#deps;
    const companies = this.#companies;
    const company: Company = await topic.publish({ connection, broadcast, keep });
    if (company.isKnown) this.#isAlone = company.isAlone && companies === this.#companies;
    else await this.refresh();
  }

  #see(change: PresenceChange): void {
    if (change.joins.length + change.leaves.length === 0) return;
    for (const member of this.#members) member.see(change);
  }

  #hear(heard: Heard, sender: Member | null): void {
    for (const member of this.#members) if (member !== sender || member.hearsItself) member.hear(heard);
  }

  #own(): readonly Presence[] {
    return [...this.#members].flatMap(({ presence }) => presence ?? []);
  }
}
