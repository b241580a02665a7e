import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Authorize } from "../live/channels/authorize.ts";
import type { Live } from "../live/live.ts";
import type { LiveSocket, SocketServer, Wake } from "../live/ports.ts";
import type { Queries } from "../live/queries.ts";
import type { ResolvedRealtimeLimits } from "../live/socket-limits.ts";
import type { Model } from "../schema/model.ts";
import { Channel } from "./channel.ts";
import type { AuthenticateToken, RealtimeContext } from "./context.ts";
import { listening } from "./listeners.ts";
import type { Relayed, TopicOf } from "./ports.ts";
import { closeCodes, reasons } from "./reasons.ts";
import { Rooms } from "./rooms.ts";
import { serializerVersion } from "./serializer-version.ts";
import { Socket, type SocketState } from "./socket.ts";

export interface RealtimeDeps {
  /** The name of the connection object. */
  readonly connection: string;
  readonly live: Live;
  readonly queries: Queries;
  readonly model: Model;
  readonly authorize: Authorize;
  readonly authenticate: AuthenticateToken;
  readonly anonymous: Principal;
  readonly topicOf: TopicOf;
  readonly wake: Wake;
  readonly limits: ResolvedRealtimeLimits;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly onFault: (error: unknown) => void;
}

/** How often channels are entered again, which mends what either side has forgotten. */
const refreshMs = 60_000;

/** Phoenix channels over the sockets of one connection object. */
export function realtimeServer(deps: RealtimeDeps): SocketServer {
  return new Server(deps);
}

class Server implements SocketServer {
  readonly #deps: RealtimeDeps;
  readonly #rooms: Rooms;
  readonly #context: RealtimeContext;
  readonly #sockets = new Map<string, Socket>();
  /** Who a socket is takes a moment to find out: what it says meanwhile waits. */
  readonly #opening = new Map<string, Promise<void>>();
  #refreshedAtMs: number;

  constructor(deps: RealtimeDeps) {
    this.#deps = deps;
    this.#rooms = new Rooms(deps);
    this.#context = { ...deps, rooms: this.#rooms };
    this.#refreshedAtMs = deps.clock();
  }

  open(socket: LiveSocket, request: Request): Promise<void> {
    const opened = this.#open(socket, new URL(request.url)).finally(() => this.#opening.delete(socket.id));
    this.#opening.set(socket.id, opened);
    return opened;
  }

  message(socket: LiveSocket, data: string | ArrayBuffer): void | Promise<void> {
    const before = this.#opening.get(socket.id);
    return before === undefined ? this.#pass(socket, data) : before.then(() => this.#pass(socket, data));
  }

  async closed(socket: LiveSocket): Promise<void> {
    await this.#opening.get(socket.id);
    const known = this.#sockets.get(socket.id);
    this.#sockets.delete(socket.id);
    known?.leaveAll();
  }

  restored(open: readonly LiveSocket[]): void {
    for (const socket of open) {
      const text = socket.load();
      if (text === null) socket.close(closeCodes.unavailable, "try again");
      else restore(this.#admit(socket, parseState(text)), parseState(text), this.#context);
    }
    if (open.length > 0) this.#watch();
    // Everybody is back in their rooms: an object that enters with some of its presences gives up the others.
    this.#rooms.refresh().catch(this.#deps.onFault);
  }

  relayed(message: unknown): boolean {
    return this.#rooms.told(message as Relayed);
  }

  async alarm(nowMs: number): Promise<void> {
    const { limits, onFault } = this.#deps;
    for (const socket of [...this.#sockets.values()]) {
      if (nowMs - socket.heardAtMs > limits.maxSilenceSeconds * 1_000) socket.close(closeCodes.silent, "no heartbeat");
    }
    if (nowMs - this.#refreshedAtMs >= refreshMs && !this.#rooms.isEmpty) {
      this.#refreshedAtMs = nowMs;
      await this.#rooms.refresh().catch(onFault);
    }
    if (this.#sockets.size > 0) this.#watch();
  }

  #pass(socket: LiveSocket, data: string | ArrayBuffer): void | Promise<void> {
    const known = this.#sockets.get(socket.id);
    // A socket that is closed before the answer to its request does not hear of it: Workers drop that close.
    return known === undefined ? socket.close(closeCodes.policy, "not connected") : known.message(data);
  }

  async #open(socket: LiveSocket, { searchParams, origin, pathname }: URL): Promise<void> {
    const version = serializerVersion(searchParams.get("vsn"));
    if (version === null) return socket.close(closeCodes.policy, "unknown protocol version");
    const principal = await connected(searchParams.get("apikey"), this.#deps);
    if (!principal.ok) return socket.close(closeCodes.policy, reasons.invalidToken(principal.error.message));
    const target = origin + pathname;
    this.#admit(socket, { version, principal: principal.value, target, proven: null }).save();
    this.#watch();
  }

  #admit(socket: LiveSocket, state: Omit<SocketState, "channels">): Socket {
    const made = new Socket(socket, state, this.#context);
    this.#sockets.set(socket.id, made);
    return made;
  }

  #watch(): void {
    const { wake, clock, limits } = this.#deps;
    wake(clock() + Math.min(refreshMs, limits.maxSilenceSeconds * 1_000));
  }
}

const bearer = { proof: null, target: "", isProven: false };

async function connected(
  apiKey: string | null,
  { authenticate, anonymous }: RealtimeDeps,
): Promise<Result<Principal, Failure>> {
  return apiKey === null || apiKey === "" ? ok(anonymous) : authenticate({ ...bearer, token: apiKey });
}

/** Written by `Socket.save` alone. */
function parseState(text: string): SocketState {
  return JSON.parse(text) as SocketState;
}

/** Every channel as it was. A client that may no longer be in one is told so. */
function restore(socket: Socket, { channels }: SocketState, context: RealtimeContext): void {
  for (const state of channels) {
    const listens = listening(state.config.listeners, context.model);
    const channel = new Channel(state, listens.ok ? listens.value.ids : [], socket);
    socket.channels.set(channel.topic, channel);
    channel.subscription = context.live.restore(
      channel.request(listens.ok ? listens.value.interests : [], state.told.changes),
    );
    channel.queriesBy(context.queries)?.restore(state.principal, state.told.queries);
    if (channel.subscription === null) socket.drop(channel, reasons.sessionEnded);
    else if (state.replay !== null) channel.room = context.rooms.add(state.name, channel);
  }
}
