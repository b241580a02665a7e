import { env } from "cloudflare:workers";
import { resolveLimits } from "../../src/engine/limits.ts";
import type { Database } from "../../src/engine/ports.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import { announced } from "../../src/objects.ts";
import type { Env } from "../../src/platform/env.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { wall } from "../apps/wall.ts";
import { type Ask, type Told, testPath } from "./server.ts";

const bindings = env as unknown as Env & Required<Pick<Env, "FEED" | "CONNECTIONS">>;

export async function createTables(): Promise<void> {
  await env.DB.batch((await ddl(wall)).map((text) => env.DB.prepare(text)));
}

export const person = (id: string, more: Partial<Principal> = {}): Principal => ({
  id,
  role: "authenticated",
  sessionId: null,
  claims: { sub: id, role: "authenticated" },
  ...more,
});

export const nobody: Principal = { id: null, role: "anon", sessionId: null, claims: {} };

const database = announced(bindings, resolveLimits(), null);

/** Writes as the engine does: the feed is told. */
export function write(...statements: readonly string[]): Promise<void> {
  return writeBy(database, ...statements);
}

export async function writeBy(by: Database, ...statements: readonly string[]): Promise<void> {
  await by.batch(
    statements.map((text) => ({ sql: text.replace(/\b(into|update|delete from) (\w+)/g, '$1 "$2"'), params: [] })),
    { retry: false },
  );
}

/** Writes as by hand: nobody is told. */
export async function writeQuietly(...statements: readonly string[]): Promise<void> {
  await env.DB.batch(statements.map((text) => env.DB.prepare(text)));
}

export const connections = (name: string): DurableObjectStub<never> =>
  bindings.CONNECTIONS.get(bindings.CONNECTIONS.idFromName(name)) as never;
export const feed = () => bindings.FEED.get(bindings.FEED.idFromName("feed"));

/** A socket of a connection object, of the protocol at that path. */
export async function socketOf(object: string, path: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  const response = await bindings.CONNECTIONS.get(bindings.CONNECTIONS.idFromName(object)).fetch(
    `https://live${path}`,
    { headers: { upgrade: "websocket", ...headers } },
  );
  if (response.webSocket === null) throw new Error(`no socket: ${response.status}`);
  response.webSocket.accept();
  return response.webSocket;
}

/** A client over a real socket of a connection object. */
export class Client {
  readonly heard: Told[] = [];
  onTold: (told: Told) => void = () => undefined;
  closedWith: number | null = null;
  readonly #ws: WebSocket;
  #wake: (() => void) | null = null;

  constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.addEventListener("message", ({ data }) => {
      const told = JSON.parse(String(data)) as Told;
      this.heard.push(told);
      this.onTold(told);
      this.#wake?.();
    });
    ws.addEventListener("close", ({ code }) => {
      this.closedWith = code;
      this.#wake?.();
    });
  }

  static async open(object: string): Promise<Client> {
    return new Client(await socketOf(object, testPath));
  }

  static async subscribe(object: string, ...asks: readonly Ask[]): Promise<Client> {
    const client = await Client.open(object);
    client.ask(...asks);
    await client.until((heard) => heard.length > 0);
    return client;
  }

  ask(...asks: readonly Ask[]): void {
    this.#ws.send(JSON.stringify({ asks }));
  }

  become(principal: Principal): void {
    this.#ws.send(JSON.stringify({ become: principal }));
  }

  close(): void {
    this.#ws.close(1000, "done");
  }

  get events(): readonly Extract<Told, { readonly told: "event" }>[] {
    return this.heard.filter((told) => told.told === "event");
  }

  get short(): readonly string[] {
    return this.events.map(({ operation, collection, after, before }) => {
      return `${operation} ${collection} ${JSON.stringify((after ?? before)?.id)}`;
    });
  }

  async until(holds: (heard: readonly Told[]) => boolean, withinMs = 5_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!holds(this.heard)) {
      const restMs = deadline - Date.now();
      if (restMs <= 0) throw new Error(`heard only ${JSON.stringify(this.heard)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, Math.min(restMs, 50));
      });
    }
  }

  untilEvents(count: number): Promise<void> {
    return this.until(() => this.events.length >= count);
  }

  untilClosed(): Promise<void> {
    return this.until(() => this.closedWith !== null);
  }
}
