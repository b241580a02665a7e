import type { LiveSocket, SocketServer } from "./ports.ts";

/** A protocol that sockets of its own path speak. */
export interface Protocol {
  /** A word: what is remembered of a socket begins with it. */
  readonly name: string;
  readonly path: string;
  readonly server: SocketServer;
}

interface Known {
  readonly server: SocketServer;
  /** The socket as its protocol knows it. */
  readonly socket: LiveSocket;
}

/** Several protocols in one connection object: which one a socket speaks follows from the path that it was asked for at. */
export function protocols(all: readonly Protocol[]): SocketServer {
  const known = new WeakMap<LiveSocket, Known>();

  function adopt(socket: LiveSocket, { name, server }: Protocol): Known {
    const made = { server, socket: new NamedSocket(socket, name) };
    known.set(socket, made);
    return made;
  }

  const at = ({ url }: Request): Protocol | undefined => {
    const { pathname } = new URL(url);
    return all.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  };

  return {
    subprotocol: (request) => at(request)?.server.subprotocol?.(request) ?? null,
    open(socket, request) {
      const protocol = at(request);
      if (protocol === undefined) return socket.close(1008, "unknown path");
      const { server, socket: own } = adopt(socket, protocol);
      own.save("");
      return server.open(own, request);
    },
    answer: async (request, hasRoom) =>
      (await at(request)?.server.answer?.(request, hasRoom)) ?? (hasRoom ? new Response(null, { status: 404 }) : null),
    get held() {
      return all.reduce((sum, { server }) => sum + (server.held ?? 0), 0);
    },
    message(socket, data) {
      const found = known.get(socket);
      return found?.server.message(found.socket, data);
    },
    closed(socket) {
      const found = known.get(socket);
      return found?.server.closed(found.socket);
    },
    restored(sockets) {
      const groups = new Map(all.map((protocol) => [protocol, [] as LiveSocket[]]));
      for (const socket of sockets) {
        const name = nameOf(socket);
        const protocol = all.find((each) => each.name === name);
        if (protocol === undefined) socket.close(1013, "try again");
        else groups.get(protocol)?.push(adopt(socket, protocol).socket);
      }
      for (const [{ server }, open] of groups) if (open.length > 0) server.restored(open);
    },
    relayed(message) {
      for (const { server } of all) {
        const answer = server.relayed(message);
        if (answer !== null) return answer;
      }
      return null;
    },
    async alarm(nowMs) {
      await Promise.all(all.map(({ server }) => server.alarm(nowMs)));
    },
  };
}

function nameOf(socket: LiveSocket): string | null {
  return socket.load()?.split(" ", 1)[0] ?? null;
}

/** What a protocol saves is kept behind its name; nothing saved is null to it. */
class NamedSocket implements LiveSocket {
  readonly id: string;
  readonly #socket: LiveSocket;
  readonly #name: string;

  constructor(socket: LiveSocket, name: string) {
    this.id = socket.id;
    this.#socket = socket;
    this.#name = name;
  }

  send(data: string | ArrayBuffer | Uint8Array): void {
    this.#socket.send(data);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  load(): string | null {
    return this.#socket.load()?.slice(this.#name.length + 1) || null;
  }

  save(state: string): void {
    this.#socket.save(`${this.#name} ${state}`);
  }
}
