import { connect, type Socket } from "node:net";

/** One keep-alive HTTP/1.1 connection without pipelining: the least that can ask a server and time its answer. */
export interface Connection {
  /** Sends the bytes and resolves to the status once the whole answer has arrived. Rejects when the socket closes. */
  ask(request: string): Promise<number>;
  close(): void;
}

export async function openConnection(host: string, port: number): Promise<Connection> {
  const socket = connect({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  return speak(socket);
}

interface Waiting {
  readonly resolve: (status: number) => void;
  readonly reject: (reason: Error) => void;
}

/** The end of a chunked body. JSON text holds no raw line break, so these bytes are nowhere else. */
const lastChunk = "0\r\n\r\n";

function speak(socket: Socket): Connection {
  let waiting: Waiting | null = null;
  let head: Head | null = null;
  let received = 0;
  let pending: Buffer | null = null;

  socket.on("data", (data: Buffer) => {
    if (head === null) {
      const bytes: Buffer = pending === null ? data : Buffer.concat([pending, data]);
      head = readHead(bytes);
      if (head === null) {
        pending = bytes;
        return;
      }
      pending = null;
      received = bytes.length;
    } else received += data.length;
    const done =
      head.totalBytes === null ? data.toString("latin1", data.length - 5) === lastChunk : received >= head.totalBytes;
    if (!done) return;
    const { status } = head;
    const asked = waiting;
    head = null;
    waiting = null;
    asked?.resolve(status);
  });
  const fail = (reason: Error): void => waiting?.reject(reason);
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server closed the connection")));

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request, "latin1");
      }),
    close: () => socket.destroy(),
  };
}

interface Head {
  readonly status: number;
  /** Of head and body; null for a chunked body. */
  readonly totalBytes: number | null;
}

function readHead(bytes: Buffer): Head | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const text = bytes.toString("latin1", 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  return {
    status: Number(text.slice(9, 12)),
    totalBytes: length === undefined ? null : end + 4 + Number(length),
  };
}
