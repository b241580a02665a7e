import type { ClosedSocket } from "../live/ports.ts";

/** In the worker itself: of a hibernating socket that is closed before it was answered nobody hears (November 2026). */
export const closedSocket: ClosedSocket = (code, reason) => {
  const [client, server] = Object.values(new WebSocketPair());
  if (client === undefined || server === undefined) throw new TypeError("a pair has two ends");
  server.accept();
  server.close(code, reason);
  return new Response(null, { status: 101, webSocket: client });
};
