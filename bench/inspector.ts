/** The part of the Chrome DevTools protocol that a CPU profile takes. */
export interface Inspector {
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
}

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Connects to the first worker that the inspector lists. */
export async function openInspector(address: URL): Promise<Inspector> {
  const list = await fetch(`http://${address.host}/json`);
  const targets = (await list.json()) as readonly { readonly webSocketDebuggerUrl: string }[];
  const target = targets[0];
  if (target === undefined) throw new TypeError("the inspector lists no worker");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`no connection to ${target.webSocketDebuggerUrl}`)));
  });
  return converse(socket);
}

function converse(socket: WebSocket): Inspector {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (reason: Error) => void }>();
  let lastId = 0;
  socket.addEventListener("message", ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    const asked = reply.id === undefined ? undefined : waiting.get(reply.id);
    if (reply.id === undefined || asked === undefined) return;
    waiting.delete(reply.id);
    if (reply.error === undefined) asked.resolve(reply.result);
    else asked.reject(new Error(reply.error.message));
  });
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params }));
      }),
    close: () => socket.close(),
  };
}
