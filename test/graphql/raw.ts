import { type RealtimeServer, until } from "../realtime/server.ts";

/** A client without manners: messages as they are. */
export interface Raw {
  readonly heard: readonly Heard[];
  readonly protocol: string;
  readonly closed: () => { readonly code: number; readonly reason: string } | null;
  send(message: unknown): void;
  /** Bytes, or text that may be no JSON. */
  sendRaw(data: string | Uint8Array): void;
  /** The connection is acknowledged. */
  init(payload?: object | null): Promise<void>;
  untilHeard(type: string, id?: string): Promise<Heard>;
  untilClosed(): Promise<readonly [number, string]>;
  close(): void;
}

export interface Heard {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

export async function raw(
  server: RealtimeServer,
  subprotocol: string | null = "graphql-transport-ws",
  query = "",
): Promise<Raw> {
  const url = `${server.url.replace("http", "ws")}/graphql/v1${query}`;
  const ws = subprotocol === null ? new WebSocket(url) : new WebSocket(url, subprotocol);
  const heard: Heard[] = [];
  let closed: { readonly code: number; readonly reason: string } | null = null;
  ws.addEventListener("message", ({ data }) => void heard.push(JSON.parse(String(data))));
  ws.addEventListener("close", ({ code, reason }) => {
    closed = { code, reason };
  });
  ws.addEventListener("error", () => {
    closed ??= { code: 0, reason: "" };
  });
  await until(() => ws.readyState === WebSocket.OPEN || closed !== null);
  const client: Raw = {
    heard,
    protocol: ws.protocol,
    closed: () => closed,
    send: (message) => ws.send(JSON.stringify(message)),
    sendRaw: (data) => ws.send(data),
    async init(payload = null) {
      client.send({ type: "connection_init", payload });
      await client.untilHeard("connection_ack");
    },
    async untilHeard(type, id) {
      const found = () => heard.find((each) => each.type === type && (id === undefined || each.id === id));
      await until(
        () => found() !== undefined,
        () => [closed, heard.slice(-3)],
      );
      return found() as Heard;
    },
    async untilClosed() {
      await until(
        () => closed !== null,
        () => heard.slice(-3),
      );
      return [closed?.code ?? 0, closed?.reason ?? ""];
    },
    close: () => ws.close(),
  };
  return client;
}
