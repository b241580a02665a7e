import { pause, type RealtimeServer, until } from "./server.ts";

/** A client without manners: frames as they are. */
export interface Raw {
  /** Messages as arrays; those of version 1 in the same order. */
  readonly heard: readonly (readonly unknown[])[];
  readonly closedWith: () => number | null;
  readonly send: (data: string | Uint8Array | readonly unknown[]) => void;
  readonly untilClosed: () => Promise<number>;
  /** The answer to a reference. */
  readonly answer: (ref: string) => Promise<{ readonly status: string; readonly response: Record<string, unknown> }>;
  readonly close: () => void;
}

export async function raw(server: RealtimeServer, query: string = `apikey=${server.anonKey}&vsn=2.0.0`): Promise<Raw> {
  const ws = new WebSocket(`${server.url.replace("http", "ws")}/realtime/v1/websocket?${query}`);
  ws.binaryType = "arraybuffer";
  const heard: (readonly unknown[])[] = [];
  let code: number | null = null;
  ws.addEventListener("message", ({ data }) => {
    if (typeof data !== "string") return void heard.push(["binary", new Uint8Array(data)]);
    const message = JSON.parse(data);
    const { join_ref, ref, topic, event, payload } = message;
    heard.push(Array.isArray(message) ? message : [join_ref, ref, topic, event, payload]);
  });
  ws.addEventListener("close", (event) => {
    code = event.code;
  });
  ws.addEventListener("error", () => {
    code ??= 0;
  });
  await until(() => ws.readyState === WebSocket.OPEN || code !== null);
  return {
    heard,
    closedWith: () => code,
    send: (data) => ws.send(typeof data === "string" || data instanceof Uint8Array ? data : JSON.stringify(data)),
    async untilClosed() {
      await until(
        () => code !== null,
        () => heard.slice(-3),
      );
      return code ?? 0;
    },
    async answer(ref) {
      const found = () => heard.find((message) => message[1] === ref && message[3] === "phx_reply");
      await until(
        () => found() !== undefined,
        () => [ref, code, heard.slice(-3)],
      );
      return found()?.[4] as Awaited<ReturnType<Raw["answer"]>>;
    },
    close: () => ws.close(),
  };
}

/** Joins, and answers what the join was answered. */
export async function rawJoin(client: Raw, topic: string, config: object = {}): ReturnType<Raw["answer"]> {
  const ref = `j${Math.random()}`;
  client.send([ref, ref, `realtime:${topic}`, "phx_join", { config }]);
  return client.answer(ref);
}

export { pause };
