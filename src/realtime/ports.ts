/** A channel's object: it knows in which connection objects somebody is in the channel, and who is present. */
export interface Topic {
  /**
   * From here on the connection object is told of everything. `refs` are the presences that it has; others that were its
   * own are gone. May be called again.
   */
  enter(connection: string, refs: readonly string[]): Promise<Entered>;
  leave(connection: string): Promise<void>;
  /** To every connection object but the sender's own. Resolves once it is stored, where it is to be. */
  publish(message: Published): Promise<Company>;
  /** Presences of the sender's object that come and go; everybody is told, the sender too. False: there are too many. */
  present(connection: string, change: PresenceUpdate): Promise<boolean>;
  /** Stored messages after a moment, oldest first. */
  replay(sinceMs: number, limit: number): Promise<readonly Stored[]>;
}

export interface Company {
  /** Nobody is in the channel but through the sender's own object: it need not publish until it is told otherwise. */
  readonly isAlone: boolean;
  /** The sender's object is known to be in the channel. */
  readonly isKnown: boolean;
}

export interface Entered extends Pick<Company, "isAlone"> {
  readonly presences: readonly Presence[];
  /** Of the references given: those that the channel does not know. */
  readonly missing: readonly string[];
}

export interface Published {
  /** The sender's connection object; null for what came by HTTP. */
  readonly connection: string | null;
  readonly broadcast: Broadcast;
  readonly keep: Kept | null;
}

/** How long a message is kept, and beside how many. */
export interface Kept {
  readonly seconds: number;
  readonly messages: number;
}

export interface PresenceUpdate {
  readonly joins: readonly Presence[];
  /** References. */
  readonly leaves: readonly string[];
  readonly most: number;
}

export interface Stored {
  readonly id: string;
  readonly broadcast: Broadcast;
}

/** The channel of that name; public and private ones are different channels. */
export type TopicOf = (topic: TopicName) => Topic;

export interface TopicName {
  /** Without `realtime:`. */
  readonly topic: string;
  readonly isPrivate: boolean;
}

/** What a channel's object tells a connection object, in order. */
export interface Relayed {
  readonly name: TopicName;
  readonly messages: readonly RelayedMessage[];
}

export type RelayedMessage =
  | { readonly kind: "broadcast"; readonly broadcast: Broadcast }
  | { readonly kind: "presence"; readonly change: PresenceChange }
  /** Somebody else is in the channel now. */
  | { readonly kind: "company" };

/** False where nobody in the object is in that channel. */
export type RelayTo = (connection: string, relayed: Relayed) => Promise<boolean>;

/** What a channel's object remembers through an eviction. */
export interface TopicStore {
  members(): readonly string[];
  addMember(connection: string): void;
  removeMember(connection: string): void;
  presences(): readonly { readonly connection: string; readonly presence: Presence }[];
  addPresence(connection: string, presence: Presence): void;
  removePresence(ref: string): void;
  keep(message: {
    readonly id: string;
    readonly atMs: number;
    readonly expiresAtMs: number;
    readonly broadcast: Broadcast;
  }): void;
  kept(sinceMs: number, nowMs: number, limit: number): readonly Stored[];
  /** Removes what has expired, and what is more than so many. */
  prune(nowMs: number, most: number): void;
}

/** What a user broadcasts. */
export type Content =
  | { readonly kind: "json"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

/** A broadcast on its way: plain data, so that it can go from one object to another. */
export interface Broadcast {
  /** As clients call the channel: `realtime:room`. */
  readonly topic: string;
  readonly event: string;
  readonly content: Content;
  /** What receivers learn beside it, as JSON text; null for nothing. */
  readonly meta: string | null;
}

/** One client that says it is there. Plain data: it goes from one object to another. */
export interface Presence {
  /** Unique; a client that says something new of itself gets a new one. */
  readonly ref: string;
  /** Under which key others see it; several clients may share one. */
  readonly key: string;
  /** What it says of itself: a JSON object as text, without Phoenix's own members. */
  readonly meta: string;
  /** The reference that this one takes the place of. */
  readonly previous: string | null;
}

export interface PresenceChange {
  readonly joins: readonly Presence[];
  readonly leaves: readonly Presence[];
}
