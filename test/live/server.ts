import type { Principal } from "../../src/kernel/principal.ts";
import { type Watermark, watermark } from "../../src/kernel/watermark.ts";
import type { Live, Subscribe, Subscription } from "../../src/live/live.ts";
import type { LiveSocket, SocketServer } from "../../src/live/ports.ts";
import type { ServerParts, ServeSockets } from "../../src/objects.ts";
import { plainColumn } from "./plain-field.ts";

/** What a test's client asks for. The principal is believed: how one is proven is no matter of these tests. */
export interface Ask {
  readonly principal: Principal;
  readonly collection: string | null;
  /** Column and value: `eq`. */
  readonly where?: readonly [string, string];
  readonly columns?: readonly string[];
  readonly leaving?: boolean;
  readonly operations?: readonly ("INSERT" | "UPDATE" | "DELETE")[];
  readonly since?: number;
}

export type Told =
  | { readonly told: "started"; readonly cursor: number }
  | { readonly told: "refused"; readonly code: string }
  | { readonly told: "reset"; readonly reason: string; readonly cursor: number }
  | { readonly told: "ended"; readonly reason: string }
  | { readonly told: "replaced"; readonly code: string | null }
  | {
      readonly told: "event";
      readonly sequence: number;
      readonly operation: string;
      readonly collection: string;
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly matched: readonly number[];
    };

interface Saved {
  readonly asks: readonly Ask[];
  readonly told: Watermark | null;
}

/** Where sockets speak it. */
export const testPath = "/test";

/** A protocol in few words: a list of asks in, one JSON object a line out. A socket has one subscription. */
export const serveTest: ServeSockets = (parts): SocketServer => new TestServer(parts);

class TestServer implements SocketServer {
  readonly #parts: ServerParts;
  readonly #live: Live;
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#live = parts.live;
  }

  open(): void {}

  async message(socket: LiveSocket, data: string | ArrayBuffer): Promise<void> {
    const message = JSON.parse(String(data)) as { readonly asks?: readonly Ask[]; readonly become?: Principal };
    if (message.become !== undefined) {
      const replaced = this.#subscriptions.get(socket.id)?.replacePrincipal(message.become);
      this.#send(socket, { told: "replaced", code: replaced?.ok === false ? replaced.error.code : null });
      return;
    }
    const asks = message.asks ?? [];
    const since = asks[0]?.since;
    const asked = this.#request(socket, asks, since === undefined ? null : watermark(since));
    const subscription = await this.#live.subscribe(asked);
    if (!subscription.ok) return this.#send(socket, { told: "refused", code: subscription.error.code });
    this.#subscriptions.set(socket.id, subscription.value);
    this.#save(socket, asks);
  }

  #save(socket: LiveSocket, asks: readonly Ask[]): void {
    const saved: Saved = { asks, told: this.#subscriptions.get(socket.id)?.told ?? null };
    socket.save(JSON.stringify(saved));
  }

  closed(socket: LiveSocket): void {
    this.#subscriptions.get(socket.id)?.end();
    this.#subscriptions.delete(socket.id);
  }

  restored(sockets: readonly LiveSocket[]): void {
    for (const socket of sockets) {
      const text = socket.load();
      if (text === null) continue;
      const { asks, told } = JSON.parse(text) as Saved;
      const subscription = this.#live.restore(this.#request(socket, asks, told));
      if (subscription !== null) this.#subscriptions.set(socket.id, subscription);
    }
  }

  relayed(): null {
    return null;
  }

  alarm(): void {}

  #request(socket: LiveSocket, asks: readonly Ask[], since: Watermark | null): Subscribe {
    const [first] = asks;
    if (first === undefined) throw new TypeError("nothing is asked for");
    const { model } = this.#parts.compiled;
    return {
      principal: first.principal,
      since,
      moved: () => this.#save(socket, asks),
      interests: asks.map((ask) => {
        const collection = ask.collection === null ? null : (model.collections.get(ask.collection) ?? null);
        const [name, value] = ask.where ?? [];
        return {
          collection,
          operations: new Set(ask.operations ?? ["INSERT", "UPDATE", "DELETE"]),
          columns: ask.columns === undefined ? null : new Set(ask.columns),
          leaving: ask.leaving ?? false,
          where:
            name === undefined || value === undefined || collection === null
              ? null
              : {
                  filter: {
                    kind: "compare",
                    field: plainColumn(collection, name),
                    operator: "eq",
                    keyword: null,
                    value: { argument: 0 },
                    quantifier: null,
                  },
                  arguments: [{ kind: "text", text: value }],
                },
        };
      }),
      started: (cursor) => this.#send(socket, { told: "started", cursor }),
      deliver: ({ sequence, operation, collection, before, after }, matched) =>
        this.#send(socket, { told: "event", sequence, operation, collection: collection.name, before, after, matched }),
      reset: (reason, cursor) => this.#send(socket, { told: "reset", reason, cursor }),
      ended: (reason) => {
        this.#send(socket, { told: "ended", reason });
        socket.close(4001, reason);
      },
    };
  }

  #send(socket: LiveSocket, told: Told): void {
    socket.send(JSON.stringify(told));
  }
}
