import { once } from "node:events";
import { WebSocket } from "ws";
import { bundle } from "../../bundle.ts";
import { startSide } from "../../side.ts";
import { filler, type LiveContender, type Publisher, type Traffic, users } from "../contender.ts";
import { stamp } from "../latencies.ts";
import type { SocketPlan } from "../subscribers.ts";

export async function startBare(): Promise<LiveContender> {
  const script = await bundle(new URL("./worker.ts", import.meta.url));
  const side = await startSide({ name: "bare object", script, durableObjects: { ROOM: "Room" } });
  await side.database
    .prepare("create table messages (id text primary key, owner text not null, at text not null, body text not null)")
    .run();
  const origin = `${side.host}:${side.port}`;
  return {
    side,
    subscriber: (traffic, index): SocketPlan => ({
      url: `ws://${origin}/?owner=user-${index % users}`,
      hello: [],
      ready: null,
      mine: traffic === "owned" ? `"user-${index % users}"` : null,
    }),
    publisher: (traffic) => (traffic === "broadcast" ? overSocket(`ws://${origin}/`) : overHttp(origin, traffic)),
  };
}

async function overSocket(url: string): Promise<Publisher> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, "open");
  return {
    async send() {
      socket.send(JSON.stringify({ event: "tick", payload: { at: stamp(), body: filler } }));
    },
    close: () => socket.close(),
  };
}

async function overHttp(origin: string, traffic: Traffic): Promise<Publisher> {
  return {
    async send(index) {
      const row = { id: crypto.randomUUID(), owner: `user-${index % users}`, at: stamp(), body: filler };
      const path = traffic === "owned" ? "/owned" : "/";
      const response = await fetch(`http://${origin}${path}`, { method: "POST", body: JSON.stringify(row) });
      if (response.status !== 201) throw new Error(`the write answered ${response.status}: ${await response.text()}`);
    },
    close: () => undefined,
  };
}
