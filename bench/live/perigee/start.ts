import { once } from "node:events";
import { WebSocket } from "ws";
import { apiKey } from "../../../src/auth/api-keys.ts";
import { ddl } from "../../../tools/db/ddl.ts";
import { bundle } from "../../bundle.ts";
import { type Side, startSide } from "../../side.ts";
import { filler, type LiveContender, type Publisher, type Traffic, users } from "../contender.ts";
import { stamp } from "../latencies.ts";
import type { SocketPlan } from "../subscribers.ts";
import { fanOut } from "./app.ts";
import { pushFrames } from "./push-frame.ts";

const secret = "a secret for nothing but benchmarks";

export interface User {
  readonly id: string;
  readonly token: string;
}

export interface PerigeeFanOut extends LiveContender {
  readonly script: string;
  readonly users: readonly User[];
  readonly keys: { readonly anon: string; readonly service: string };
  /** Joins a channel that hears of the changes of a table, as nobody or as somebody. */
  readonly listener: (table: string, filter: string | null, user: User | null) => SocketPlan;
}

export async function startPerigee(inspect = false): Promise<PerigeeFanOut> {
  const script = await bundle(new URL("./worker.ts", import.meta.url));
  const side = await startSide({
    name: "Perigee",
    script,
    inspect,
    bindings: { PERIGEE_SECRET: secret },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub", FEED: "Feed", CONNECTIONS: "Connections", TOPICS: "Topics" },
  });
  for (const statement of await ddl(fanOut)) await side.database.prepare(statement).run();
  const keys = { anon: await apiKey("anon", secret), service: await apiKey("service_role", secret) };
  const people: User[] = [];
  for (let index = 0; index < users; index++) people.push(await signUp(side, keys.anon, index));
  const url = `ws://${side.host}:${side.port}/realtime/v1/websocket?apikey=${keys.anon}&vsn=2.0.0`;

  const listener = (table: string, filter: string | null, user: User | null): SocketPlan => {
    const change = { event: "*", schema: "public", table, ...(filter === null ? {} : { filter }) };
    const token = user === null ? {} : { access_token: user.token };
    return {
      url,
      hello: [joinFrame({ config: { postgres_changes: [change] }, ...token })],
      ready: "Subscribed to PostgreSQL",
      mine: user === null ? null : `"${user.id}"`,
    };
  };
  return {
    side,
    script,
    users: people,
    keys,
    listener,
    subscriber(traffic, index) {
      if (traffic === "broadcast") return { url, hello: [joinFrame({ config: {} })], ready: '"ok"', mine: null };
      if (traffic === "change") return listener("messages", null, null);
      return listener("notes", null, people[index % users] ?? null);
    },
    publisher: (traffic) => (traffic === "broadcast" ? overSocket(url) : overHttp(side, keys.service, people, traffic)),
  };
}

function joinFrame(payload: object): string {
  return JSON.stringify(["1", "1", "realtime:room", "phx_join", payload]);
}

async function signUp(side: Side, key: string, index: number): Promise<User> {
  const response = await fetch(`http://${side.host}:${side.port}/auth/v1/signup`, {
    method: "POST",
    headers: { "content-type": "application/json", apikey: key },
    body: JSON.stringify({ email: `user-${index}@fan-out.example`, password: "correct horse battery" }),
  });
  const body = (await response.json()) as { readonly access_token: string; readonly user: { readonly id: string } };
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${JSON.stringify(body)}`);
  return { id: body.user.id, token: body.access_token };
}

/** Broadcasts as realtime-js writes them: a binary frame. */
async function overSocket(url: string): Promise<Publisher> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, "open");
  socket.send(joinFrame({ config: {} }));
  await once(socket, "message");
  const frameOf = pushFrames("realtime:room", "tick");
  return {
    async send() {
      socket.send(frameOf(JSON.stringify({ at: stamp(), body: filler })));
    },
    close: () => socket.close(),
  };
}

async function overHttp(side: Side, key: string, people: readonly User[], traffic: Traffic): Promise<Publisher> {
  const table = traffic === "owned" ? "notes" : "messages";
  return {
    async send(index) {
      const owner = people[index % users]?.id ?? "";
      const response = await fetch(`http://${side.host}:${side.port}/rest/v1/${table}`, {
        method: "POST",
        headers: { "content-type": "application/json", apikey: key },
        body: JSON.stringify({ id: crypto.randomUUID(), owner, at: stamp(), body: filler }),
      });
      if (response.status !== 201) throw new Error(`the write answered ${response.status}: ${await response.text()}`);
    },
    close: () => undefined,
  };
}
