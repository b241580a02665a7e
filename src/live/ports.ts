import type { LogRow } from "../changes/ports.ts";
import type { ChangeRecord } from "../changes/record.ts";
import type { Watermark } from "../kernel/watermark.ts";

/** A client's connection, as protocol engines know it. */
export interface LiveSocket {
  /** The same before and after an eviction of the object that holds it. */
  readonly id: string;
  /** Never waits and never throws: a socket that is gone is closed elsewhere. */
  send(data: string | ArrayBuffer | Uint8Array): void;
  close(code: number, reason: string): void;
  /** What `save` was given last; null where it was not. It outlives an eviction. */
  load(): string | null;
  save(state: string): void;
}

/** A protocol over sockets. Everything of a connection object comes here, one call at a time but for what it awaits. */
export interface SocketServer {
  /** Which of the subprotocols that a request offers is spoken; null, or absent: none is named in the answer. */
  subprotocol?(request: Request): string | null;
  /** A socket has been accepted; `request` is the one that asked for it. */
  open(socket: LiveSocket, request: Request): void | Promise<void>;
  /** A request for no socket, for which the object stays awake as long as its answer goes on. Null: it has no room for it. */
  answer?(request: Request, hasRoom: boolean): Promise<Response | null>;
  /** What is held beside sockets. */
  readonly held?: number;
  message(socket: LiveSocket, data: string | ArrayBuffer): void | Promise<void>;
  /** Once for each socket, whoever closed it. */
  closed(socket: LiveSocket): void | Promise<void>;
  /** After an eviction, before anything else: the sockets that are still open. */
  restored(sockets: readonly LiveSocket[]): void;
  /** What another object of the same surface sends here (`Relay`). Its answer goes back. */
  relayed(message: unknown): unknown;
  /** A time given to `Wake` has come, or some other has: it may be called early. */
  alarm(nowMs: number): void | Promise<void>;
}

/** Asks for `SocketServer.alarm` at a time, or earlier; the earliest that was asked for counts. */
export type Wake = (atMs: number) => void;

/** Sends something to the `SocketServer` of a connection object by the object's name. Plain data alone. */
export type Relay = (connection: string, message: unknown) => Promise<unknown>;

/** What a connection object does; the Durable Object only adapts it. */
export interface ConnectionCore {
  readonly server: SocketServer;
  /** False where nobody is interested in anything. */
  receive(push: Push): Promise<boolean>;
  alarm(nowMs: number): Promise<void>;
}

/** Takes a request for a WebSocket, or for an answer that goes on, to a connection object that has room. */
export type OpenSocket = (request: Request) => Promise<Response>;

/** Takes a request to the connection object of that name; null for a name that is none. */
export type AtConnection = (connection: string, request: Request) => Promise<Response | null>;

/** Answers a request for a WebSocket by one that is closed at once: who asks for it is told no other way. */
export type ClosedSocket = (code: number, reason: string) => Response;

/**
 * Which changes of a collection somebody wants: all of them, or those of rows that have, or had, this value in this
 * column. Equal interests have equal texts (`interestKey`).
 */
export type InterestKey = string & { readonly __brand: "InterestKey" };

/** Changes from the feed to a connection object. */
export interface Push {
  /** Everything of interest up to here has been pushed before. */
  readonly from: Watermark;
  /** Everything of interest in (from, to] is in here, in order. */
  readonly to: Watermark;
  readonly changes: readonly ChangeRecord[];
  /** The log had a gap or went back: everybody starts anew at `to`. */
  readonly reset: "pruned" | "ahead" | null;
}

/** A change of a connection object's interests. */
export interface Registration {
  readonly connection: string;
  /** The version that the feed holds, as far as the connection object knows; null: it knows none, `add` is all there is. */
  readonly base: number | null;
  readonly add: readonly InterestKey[];
  readonly remove: readonly InterestKey[];
}

/** The feed as connection objects and workers call it. */
export interface FeedClient {
  /** The version that holds now; null where `base` was another one: register everything. */
  register(registration: Registration): Promise<number | null>;
  /**
   * Something has been written: `told` is all of it, as rows of the log, or empty where the caller does not know. Changes are
   * told by it only where none is missing before them; else the log is read.
   */
  signal(told?: readonly LogRow[]): Promise<Heard>;
}

export interface Heard {
  /** For how long a caller need not say it again. */
  readonly quietMs: number;
  /** Up to here the log has been read; null where nobody listens. */
  readonly position: Watermark | null;
}

export interface FeedCore extends FeedClient {
  alarm(nowMs: number): Promise<void>;
}

/**
 * A connection object as the feed calls it. Resolves when the push is dealt with: false where nobody in the object is
 * interested in anything. A push may come twice.
 */
export type PushTo = (connection: string, push: Push) => Promise<boolean>;

/** What the feed remembers through an eviction. Writes need not be waited for. */
export interface FeedStore {
  load(): { readonly position: Watermark | null; readonly connections: readonly RegisteredConnection[] };
  /** Some time later: what the function gives by then, unless it is null. */
  savePosition(position: () => Watermark | null): void;
  register(change: {
    readonly connection: string;
    readonly version: number;
    readonly add: readonly InterestKey[];
    readonly remove: readonly InterestKey[];
  }): void;
  /** Null: it is served along with the others. */
  saveBehind(connection: string, behind: Watermark | null): void;
  forget(connection: string): void;
}

export interface RegisteredConnection {
  readonly connection: string;
  readonly version: number;
  /** From where it has to be served by itself; null where it keeps up. */
  readonly behind: Watermark | null;
  readonly keys: readonly InterestKey[];
}

/** What a connection object remembers through an eviction. Writes need not be waited for. */
export interface LiveMemory {
  loadWatermark(): Watermark | null;
  saveWatermark(position: Watermark): void;
  loadVersion(): number | null;
  saveVersion(version: number): void;
}
