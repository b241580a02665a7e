import { expect, it } from "vitest";
import type { LiveSocket, SocketServer } from "./ports.ts";
import { protocols } from "./protocols.ts";

function socketOf(id: string, saved: string | null = null): LiveSocket & { readonly codes: readonly number[] } {
  let state = saved;
  const codes: number[] = [];
  return {
    id,
    codes,
    send: () => undefined,
    close: (code) => void codes.push(code),
    load: () => state,
    save(next) {
      state = next;
    },
  };
}

function serverOf(heard: string[], name: string): SocketServer {
  return {
    open: (socket) => {
      heard.push(`${name} open ${socket.id} ${socket.load()}`);
      socket.save(`of ${name}`);
    },
    message: (socket, data) => void heard.push(`${name} message ${socket.id} ${data}`),
    closed: (socket) => void heard.push(`${name} closed ${socket.id}`),
    restored: (sockets) =>
      void heard.push(`${name} restored ${sockets.map((socket) => `${socket.id} ${socket.load()}`)}`),
    relayed: (message) => (message === name ? name : null),
    alarm: () => void heard.push(`${name} alarm`),
  };
}

it("gives each socket to the protocol of its path, before and after an eviction", () => {
  const heard: string[] = [];
  const serve = () =>
    protocols(["a", "b"].map((name) => ({ name, path: `/${name}/v1`, server: serverOf(heard, name) })));
  const [first, second, other] = [socketOf("1"), socketOf("2"), socketOf("3")];
  const server = serve();
  server.open(first, new Request("https://x/a/v1/websocket?b=1"));
  server.open(second, new Request("https://x/b/v1"));
  server.open(other, new Request("https://x/b/v1x"));
  server.message(first, "m");
  server.closed(other);
  expect(heard.splice(0)).toEqual(["a open 1 null", "b open 2 null", "a message 1 m"]);
  expect(other.codes).toEqual([1008]);

  const next = serve();
  const unknown = socketOf("4", "c state");
  next.restored([first, unknown, second]);
  next.message(second, "m");
  next.closed(first);
  expect(heard).toEqual(["a restored 1 of a", "b restored 2 of b", "b message 2 m", "a closed 1"]);
  expect(unknown.codes).toEqual([1013]);
  expect([next.relayed("b"), next.relayed("c")]).toEqual(["b", null]);
});
