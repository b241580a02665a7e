import { DurableObject } from "cloudflare:workers";
import type { Watermark } from "../kernel/watermark.ts";
import type {
  AtConnection,
  ConnectionCore,
  LiveMemory,
  LiveSocket,
  OpenSocket,
  Push,
  PushTo,
  Relay,
  Wake,
} from "../live/ports.ts";
import { AcceptedSocket } from "./accepted-socket.ts";
import type { ObjectClass } from "./feed.ts";
import { lazyPut } from "./lazy-put.ts";
import { Alarms } from "./wake.ts";

export interface ConnectionPlatform {
  /** The object's own name, by which others reach it. */
  readonly name: string;
  readonly memory: LiveMemory;
  readonly wake: Wake;
}

export interface ConnectionObject extends Rpc.DurableObjectBranded {
  fetch(request: Request): Promise<Response>;
  receive(push: Push): Promise<boolean>;
  relay(message: unknown): Promise<unknown>;
}

/** What an object that takes no more sockets answers with. */
const fullHeader = "perigee-full";

function full(): Response {
  return new Response(null, { status: 503, headers: { [fullHeader]: "1" } });
}

interface ObjectOptions<E> {
  readonly start: (platform: ConnectionPlatform, env: E) => ConnectionCore;
  readonly maxSockets: number;
  readonly onFault: (error: unknown) => void;
}

/** The Durable Object around many sockets. They hibernate: what a protocol has to remember of one is in `LiveSocket.save`. */
export function connectionsClass<E>(options: ObjectOptions<E>): ObjectClass<E, ConnectionObject> {
  return class Connections extends ConnectionsBase<E> {
    constructor(ctx: DurableObjectState, env: E) {
      super(ctx, env, options);
    }
  };
}

class ConnectionsBase<E> extends DurableObject<E> implements ConnectionObject {
  readonly #alarms: Alarms;
  readonly #core: ConnectionCore;
  readonly #sockets: Sockets;
  readonly #options: ObjectOptions<E>;

  constructor(ctx: DurableObjectState, env: E, options: ObjectOptions<E>) {
    super(ctx, env);
    this.#options = options;
    this.#alarms = new Alarms(ctx.storage);
    this.#sockets = new Sockets(ctx);
    const platform = { name: ctx.id.toString(), memory: memory(ctx.storage), wake: this.#alarms.wake };
    this.#core = options.start(platform, env);
    const open = this.#sockets.restore();
    if (open.length > 0) this.#core.server.restored(open);
  }

  override async fetch(request: Request): Promise<Response> {
    const { server: protocol } = this.#core;
    const hasRoom = this.#sockets.count + (protocol.held ?? 0) < this.#options.maxSockets;
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket" && protocol.answer !== undefined) {
      return (await protocol.answer(request, hasRoom)) ?? full();
    }
    if (!hasRoom) return full();
    const [client, server] = Object.values(new WebSocketPair());
    if (client === undefined || server === undefined) throw new TypeError("a pair has two ends");
    const socket = this.#sockets.accept(server);
    await protocol.open(socket, request);
    const subprotocol = protocol.subprotocol?.(request) ?? null;
    const headers = subprotocol === null ? {} : { "sec-websocket-protocol": subprotocol };
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  /** What is dealt with at once costs no promise. */
  override webSocketMessage(ws: WebSocket, data: string | ArrayBuffer): Promise<void> | void {
    const socket = this.#sockets.of(ws);
    if (socket === null) return;
    try {
      return this.#core.server.message(socket, data)?.catch((error: unknown) => this.#failed(socket, error));
    } catch (error) {
      this.#failed(socket, error);
    }
  }

  override async webSocketClose(ws: WebSocket, code: number, reason: string): Promise<void> {
    // 1005 and 1006 say that there was no code: RFC 6455 section 7.4.1.
    ws.close(code === 1005 || code === 1006 ? 1000 : code, reason);
    await this.#closed(ws);
  }

  override async webSocketError(ws: WebSocket): Promise<void> {
    await this.#closed(ws);
  }

  receive(push: Push): Promise<boolean> {
    return this.#core.receive(push);
  }

  async relay(message: unknown): Promise<unknown> {
    return this.#core.server.relayed(message);
  }

  override async alarm(): Promise<void> {
    this.#alarms.fired();
    await this.#core.alarm(Date.now());
  }

  #failed(socket: LiveSocket, error: unknown): void {
    this.#options.onFault(error);
    socket.close(1011, "internal error");
  }

  async #closed(ws: WebSocket): Promise<void> {
    const socket = this.#sockets.forget(ws);
    if (socket !== null) await this.#core.server.closed(socket);
  }
}

/** The sockets of an object and what is remembered of each. */
class Sockets {
  readonly #ctx: DurableObjectState;
  readonly #open = new Map<WebSocket, LiveSocket>();

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.storage.sql.exec("create table if not exists sockets (id text primary key, state text not null) without rowid");
  }

  get count(): number {
    return this.#open.size;
  }

  accept(ws: WebSocket): LiveSocket {
    const id = crypto.randomUUID();
    this.#ctx.acceptWebSocket(ws);
    ws.serializeAttachment(id);
    return this.#adapt(ws, id, null);
  }

  /** Those that have outlived an eviction. */
  restore(): readonly LiveSocket[] {
    const { sql } = this.#ctx.storage;
    const rows = sql.exec<{ id: string; state: string }>("select id, state from sockets");
    const states = new Map([...rows].map(({ id, state }) => [id, state]));
    for (const ws of this.#ctx.getWebSockets()) {
      const id = String(ws.deserializeAttachment());
      this.#adapt(ws, id, states.get(id) ?? null);
      states.delete(id);
    }
    for (const id of states.keys()) sql.exec("delete from sockets where id = ?", id);
    return [...this.#open.values()];
  }

  of(ws: WebSocket): LiveSocket | null {
    return this.#open.get(ws) ?? null;
  }

  forget(ws: WebSocket): LiveSocket | null {
    const socket = this.of(ws);
    if (socket === null) return null;
    this.#open.delete(ws);
    this.#ctx.storage.sql.exec("delete from sockets where id = ?", socket.id);
    return socket;
  }

  #adapt(ws: WebSocket, id: string, saved: string | null): LiveSocket {
    const socket = new AcceptedSocket({ ws, id, saved, sql: this.#ctx.storage.sql });
    this.#open.set(ws, socket);
    return socket;
  }
}

function memory(storage: DurableObjectStorage): LiveMemory {
  const { kv } = storage;
  const put = lazyPut<Watermark>(storage, "watermark");
  return {
    loadWatermark: () => kv.get<Watermark>("watermark") ?? null,
    saveWatermark: (position) => put(() => position),
    loadVersion: () => kv.get<number>("version") ?? null,
    saveVersion: (version) => kv.put("version", version),
  };
}

type Namespace = DurableObjectNamespace<ConnectionObject>;

export function pushTo(namespace: Namespace): PushTo {
  const idOf = knownIds(namespace);
  return (connection, push) => namespace.get(idOf(connection)).receive(push);
}

export function relayTo(namespace: Namespace): Relay {
  const idOf = knownIds(namespace);
  return (connection, message) => namespace.get(idOf(connection)).relay(message);
}

const maxKnownIds = 10_000;

/** To read an id costs as much as a small change. */
function knownIds(namespace: Namespace): (connection: string) => DurableObjectId {
  const known = new Map<string, DurableObjectId>();
  return (connection) => {
    let id = known.get(connection);
    if (id === undefined) {
      if (known.size >= maxKnownIds) known.clear();
      id = namespace.idFromString(connection);
      known.set(connection, id);
    }
    return id;
  };
}

export function atConnection(namespace: Namespace): AtConnection {
  return async (connection, request) => {
    const id = idOf(namespace, connection);
    return id === null ? null : namespace.get(id).fetch(request);
  };
}

function idOf(namespace: Namespace, connection: string): DurableObjectId | null {
  try {
    return namespace.idFromString(connection);
  } catch {
    return null;
  }
}

/** For how long a full object is passed by. */
const passMs = 60_000;
const maxObjects = 1_000;

/** Fills one object of the location with sockets, then takes the next. */
export function openSocket(namespace: Namespace): OpenSocket {
  const firsts = new Map<string, { readonly number: number; readonly untilMs: number }>();
  return async (request) => {
    const place = typeof request.cf?.colo === "string" ? request.cf.colo : "local";
    const first = firsts.get(place);
    const begin = first === undefined || first.untilMs < Date.now() ? 0 : first.number;
    for (let number = begin; number < maxObjects; number++) {
      const response = await namespace
        .get(namespace.idFromName(`${place} ${number}`))
        .fetch(request.body === null ? request : (request.clone() as Request));
      if (!response.headers.has(fullHeader)) return response;
      firsts.set(place, { number: number + 1, untilMs: Date.now() + passMs });
    }
    return new Response(null, { status: 503 });
  };
}
