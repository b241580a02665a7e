import type { Failure } from "../../kernel/failure.ts";
import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { LiveSocket, SocketServer, Wake } from "../../live/ports.ts";
import { createStreams } from "./begin.ts";
import { handshakeCredentials, type Presented } from "./credentials.ts";
import { EventStreams } from "./event-streams.ts";
import { closing } from "./messages.ts";
import { GraphSocket, type SocketContext, type SocketState } from "./socket.ts";
import { offeredProtocol } from "./subprotocol.ts";

export interface GraphServerDeps extends Omit<SocketContext, "streams"> {
  /** Who asks for a stream of events: the worker has let the request in, and verified its proof. */
  readonly authenticateAdmitted: (presented: Presented) => Promise<Result<Principal, Failure>>;
  /** The connection object's name. */
  readonly connection: string;
  readonly wake: Wake;
}

/** GraphQL over the sockets of one connection object: `graphql-transport-ws`; and graphql-sse, which needs none. */
export function graphqlServer(deps: GraphServerDeps): SocketServer {
  return new Server(deps);
}

class Server implements SocketServer {
  readonly #deps: GraphServerDeps;
  readonly #context: SocketContext;
  readonly #events: EventStreams;
  readonly #sockets = new Map<string, GraphSocket>();

  constructor(deps: GraphServerDeps) {
    this.#deps = deps;
    this.#context = { ...deps, streams: createStreams(deps) };
    this.#events = new EventStreams({
      ...deps,
      authenticate: deps.authenticateAdmitted,
      streams: this.#context.streams,
    });
  }

  get held(): number {
    return this.#events.count;
  }

  answer(request: Request, hasRoom: boolean): Promise<Response | null> {
    return this.#events.answer(request, hasRoom);
  }

  subprotocol(request: Request): string | null {
    return offeredProtocol(request);
  }

  open(socket: LiveSocket, request: Request): void {
    this.#awaitInit(this.#admit(socket, handshakeCredentials(request)));
    this.#watch();
  }

  message(socket: LiveSocket, data: string | ArrayBuffer): void {
    this.#sockets.get(socket.id)?.message(data);
  }

  closed(socket: LiveSocket): void {
    this.#sockets.get(socket.id)?.leave();
    this.#sockets.delete(socket.id);
  }

  restored(open: readonly LiveSocket[]): void {
    for (const socket of open) {
      const text = socket.load();
      // Nobody sleeps before `connection_init` but whoever is late for it.
      if (text === null) socket.close(closing.initTimeout.code, closing.initTimeout.reason);
      else this.#admit(socket, asleep).restore(parseState(text));
    }
    if (open.length > 0) this.#watch();
  }

  relayed(): null {
    return null;
  }

  alarm(nowMs: number): void {
    for (const socket of [...this.#sockets.values()]) {
      socket.look(nowMs);
      this.#awaitInit(socket);
    }
    if (this.#sockets.size > 0) this.#watch();
  }

  #admit(socket: LiveSocket, handshake: Presented): GraphSocket {
    const made = new GraphSocket(socket, handshake, this.#context);
    this.#sockets.set(socket.id, made);
    return made;
  }

  #watch(): void {
    const { wake, clock, limits } = this.#deps;
    wake(clock() + (limits.maxSilenceSeconds * 1_000) / 3);
  }

  #awaitInit({ initUntilMs }: GraphSocket): void {
    if (initUntilMs !== null) this.#deps.wake(initUntilMs);
  }
}

const asleep: Presented = { authorization: null, apiKey: null, dpop: null, target: "" };

/** Written by `GraphSocket` alone. */
function parseState(text: string): SocketState {
  return JSON.parse(text) as SocketState;
}
