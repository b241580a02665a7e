import type {
  Company,
  Entered,
  Presence,
  PresenceUpdate,
  Published,
  RelayedMessage,
  RelayTo,
  Stored,
  Topic,
  TopicName,
  TopicStore,
} from "./ports.ts";
import { RelayLine } from "./relay-line.ts";

export interface TopicDeps {
  readonly name: TopicName;
  readonly store: TopicStore;
  readonly relay: RelayTo;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly onFault: (error: unknown) => void;
}

/** What a channel's object does; the Durable Object only adapts it. */
export class TopicCore implements Topic {
  readonly #deps: TopicDeps;
  readonly #members: Set<string>;
  readonly #presences = new Map<string, { readonly connection: string; readonly presence: Presence }>();
  /** Which entry was each one's last: what it said of itself before that no longer counts. */
  readonly #entries = new Map<string, number>();
  #entered = 0;
  readonly #lines = new Map<string, RelayLine>();

  constructor(deps: TopicDeps) {
    this.#deps = deps;
    this.#members = new Set(deps.store.members());
    for (const each of deps.store.presences()) this.#presences.set(each.presence.ref, each);
  }

  async enter(connection: string, refs: readonly string[]): Promise<Entered> {
    this.#entries.set(connection, ++this.#entered);
    if (!this.#members.has(connection)) {
      this.#members.add(connection);
      this.#deps.store.addMember(connection);
      // Who was alone publishes nothing: whoever enters now must not miss what they say next.
      await this.#tell({ kind: "company" }, connection);
    }
    await this.#forgetPresences(connection, new Set(refs));
    const missing = refs.filter((ref) => !this.#presences.has(ref));
    return { isAlone: this.#isAlone(connection), presences: this.#all(), missing };
  }

  async leave(connection: string): Promise<void> {
    if (!this.#members.has(connection)) return;
    this.#lines.delete(connection);
    await this.#remove(connection);
  }

  async publish({ connection, broadcast, keep }: Published): Promise<Company> {
    if (keep !== null) {
      const atMs = this.#deps.clock();
      const expiresAtMs = atMs + keep.seconds * 1_000;
      this.#deps.store.keep({ id: this.#deps.newId(), atMs, expiresAtMs, broadcast });
      this.#deps.store.prune(atMs, keep.messages);
    }
    void this.#tell({ kind: "broadcast", broadcast }, connection);
    const isKnown = connection === null || this.#members.has(connection);
    return { isAlone: connection !== null && isKnown && this.#isAlone(connection), isKnown };
  }

  async present(connection: string, { joins, leaves, most }: PresenceUpdate): Promise<boolean> {
    const gone = leaves.flatMap((ref) => this.#presences.get(ref)?.presence ?? []);
    // Whoever leaves may, however many there are.
    if (joins.length > 0 && this.#presences.size - gone.length + joins.length > most) return false;
    for (const { ref } of gone) this.#removePresence(ref);
    for (const presence of joins) {
      this.#presences.set(presence.ref, { connection, presence });
      this.#deps.store.addPresence(connection, presence);
    }
    if (joins.length + gone.length > 0) {
      await this.#tell({ kind: "presence", change: { joins, leaves: gone } }, null);
    }
    return true;
  }

  async replay(sinceMs: number, limit: number): Promise<readonly Stored[]> {
    return this.#deps.store.kept(sinceMs, this.#deps.clock(), limit);
  }

  #isAlone(connection: string): boolean {
    return this.#members.size === 1 && this.#members.has(connection);
  }

  #all(): readonly Presence[] {
    return [...this.#presences.values()].map(({ presence }) => presence);
  }

  #removePresence(ref: string): void {
    this.#presences.delete(ref);
    this.#deps.store.removePresence(ref);
  }

  /** Tells every connection object but one, each in the order of what it is told. */
  async #tell(message: RelayedMessage, except: string | null): Promise<void> {
    const others = [...this.#members].filter((connection) => connection !== except);
    await Promise.all(others.map((connection) => this.#tellOne(connection, message)));
  }

  #tellOne(connection: string, message: RelayedMessage): Promise<void> {
    let line = this.#lines.get(connection);
    if (line === undefined) {
      line = new RelayLine({
        relay: (messages) => this.#relay(connection, messages),
        onFull: () => this.#deps.onFault(new Error(`${connection} does not keep up: broadcasts are left out`)),
      });
      this.#lines.set(connection, line);
    }
    return line.tell(message);
  }

  async #relay(connection: string, messages: readonly RelayedMessage[]): Promise<void> {
    if (!this.#members.has(connection)) return;
    const entries = this.#entries.get(connection);
    try {
      if (await this.#deps.relay(connection, { name: this.#deps.name, messages })) return;
    } catch (error) {
      // It comes back by itself where it lives: connection objects enter their channels again from time to time.
      this.#deps.onFault(error);
    }
    if (entries !== this.#entries.get(connection) || !this.#members.has(connection)) return;
    // Not waited for: whoever is told stands in the same line.
    void this.#remove(connection);
  }

  #remove(connection: string): Promise<void> {
    this.#members.delete(connection);
    this.#entries.delete(connection);
    this.#deps.store.removeMember(connection);
    return this.#forgetPresences(connection, none);
  }

  async #forgetPresences(connection: string, but: ReadonlySet<string>): Promise<void> {
    const own = [...this.#presences.values()].filter((each) => each.connection === connection);
    const gone = own.filter(({ presence }) => !but.has(presence.ref));
    if (gone.length === 0) return;
    const leaves = gone.map(({ presence }) => presence);
    for (const { ref } of leaves) this.#removePresence(ref);
    await this.#tell({ kind: "presence", change: { joins: [], leaves } }, null);
  }
}

const none: ReadonlySet<string> = new Set();
