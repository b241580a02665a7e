import { DurableObject } from "cloudflare:workers";

/**
 * The same fan-out by hand, as PartyServer does it: one Durable Object that holds every socket, one text for all of them.
 * No tokens, no rules, no channels, no log; what a row may be seen by is one look-up in a map.
 */
interface Env {
  readonly DB: D1Database;
  readonly ROOM: DurableObjectNamespace<Room>;
}

interface Message {
  readonly id: string;
  readonly owner: string;
  readonly at: string;
  readonly body: string;
}

export class Room extends DurableObject<Env> {
  readonly #sockets = new Set<WebSocket>();
  readonly #byOwner = new Map<string, Set<WebSocket>>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    for (const socket of ctx.getWebSockets()) this.#add(socket, ctx.getTags(socket)[0] ?? "");
  }

  override fetch(request: Request): Response {
    const owner = new URL(request.url).searchParams.get("owner") ?? "";
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [owner]);
    this.#add(server, owner);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** A broadcast: to everybody but the sender. */
  override webSocketMessage(sender: WebSocket, message: string | ArrayBuffer): void {
    for (const socket of this.#sockets) if (socket !== sender) socket.send(message);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#sockets.delete(socket);
    for (const sockets of this.#byOwner.values()) sockets.delete(socket);
  }

  /** A row that was written: to everybody, or to its owner's sockets alone. */
  inserted(row: Message, isOwned: boolean): void {
    const text = JSON.stringify({ type: "INSERT", table: "messages", record: row });
    const sockets = isOwned ? (this.#byOwner.get(row.owner) ?? []) : this.#sockets;
    for (const socket of sockets) socket.send(text);
  }

  #add(socket: WebSocket, owner: string): void {
    this.#sockets.add(socket);
    const owned = this.#byOwner.get(owner);
    if (owned === undefined) this.#byOwner.set(owner, new Set([socket]));
    else owned.add(socket);
  }
}

const handler: ExportedHandler<Env> = {
  async fetch(request, env, ctx) {
    const room = env.ROOM.get(env.ROOM.idFromName("room"));
    if (request.headers.get("upgrade") === "websocket") return room.fetch(request);
    const row = await request.json<Message>();
    await env.DB.prepare("insert into messages (id, owner, at, body) values (?1, ?2, ?3, ?4)")
      .bind(row.id, row.owner, row.at, row.body)
      .run();
    ctx.waitUntil(room.inserted(row, new URL(request.url).pathname === "/owned"));
    return new Response(null, { status: 201 });
  },
};

export default handler;
