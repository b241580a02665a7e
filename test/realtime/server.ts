import { createClient, type RealtimeChannel, type SupabaseClient } from "@supabase/supabase-js";
import { SignJWT } from "jose";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import type { App } from "../../src/define.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { app as realtime } from "./app.ts";

const jwtSecret = "another secret for nothing but this test alone";
export const secret = "a secret for nothing but this test alone";

/** A real server, and the unmodified supabase-js as its clients. */
export interface RealtimeServer {
  readonly url: string;
  readonly anonKey: string;
  readonly serviceKey: string;
  readonly database: D1Database;
  /** Somebody without an account. */
  visitor(options?: ClientOptions): SupabaseClient;
  /** Somebody who has just signed up. */
  person(options?: ClientOptions): Promise<Person>;
  /** May do everything. */
  service(options?: ClientOptions): SupabaseClient;
  stop(): Promise<void>;
}

export interface Person {
  readonly id: string;
  readonly client: SupabaseClient;
}

export interface ClientOptions {
  readonly vsn?: "1.0.0" | "2.0.0";
}

export interface Served {
  readonly app: App;
  readonly script: string;
}

export async function startRealtime(
  { app, script }: Served = { app: realtime, script: "./worker.ts" },
): Promise<RealtimeServer> {
  const side: Side = await startSide({
    name: "realtime",
    script: await bundle(new URL(script, import.meta.url)),
    bindings: { PERIGEE_SECRET: secret, PERIGEE_JWT_SECRET: jwtSecret },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub", FEED: "Feed", CONNECTIONS: "Connections", TOPICS: "Topics" },
  });
  await side.database.batch((await ddl(app)).map((sql) => side.database.prepare(sql)));
  const url = `http://${side.host}:${side.port}`;
  const [anonKey, serviceKey] = await Promise.all([apiKey("anon", secret), apiKey("service_role", secret)]);
  const clients: SupabaseClient[] = [];
  const connect = (key: string, { vsn = "2.0.0" }: ClientOptions = {}): SupabaseClient => {
    const client = createClient(url, key, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      realtime: { vsn },
    });
    clients.push(client);
    return client;
  };
  let people = 0;
  return {
    url,
    anonKey,
    serviceKey,
    database: side.database,
    visitor: (options) => connect(anonKey, options),
    service: (options) => connect(serviceKey, options),
    async person(options) {
      people += 1;
      const client = connect(anonKey, options);
      const { data, error } = await client.auth.signUp({
        email: `person${people}@example.com`,
        password: "correct horse battery",
      });
      if (error !== null || data.user === null) throw error ?? new Error("nobody has signed up");
      return { id: data.user.id, client };
    },
    async stop() {
      await Promise.all(clients.map((client) => client.removeAllChannels()));
      await side.stop();
    },
  };
}

/** The token of somebody from elsewhere, for so many seconds. */
export async function tokenFor(id: string, seconds: number, role = "authenticated"): Promise<string> {
  return new SignJWT({ role })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(id)
    .setAudience("authenticated")
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(jwtSecret));
}

/** Resolves when the channel is joined; throws with what the client is told otherwise. */
export function joined(channel: RealtimeChannel): Promise<RealtimeChannel> {
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === "SUBSCRIBED") resolve(channel);
      else reject(new Error(`${status}: ${error?.message ?? ""}`));
    });
  });
}

/** Resolves when the channel is joined and the server says that its changes are told from now on. */
export async function listening(channel: RealtimeChannel): Promise<RealtimeChannel> {
  const said = new Promise<{ status: string; message: string }>((resolve) => {
    channel.on("system", {}, (payload) => {
      if (payload.extension === "postgres_changes") resolve(payload);
    });
  });
  await joined(channel);
  const { status, message } = await said;
  if (status !== "ok") throw new Error(message);
  return channel;
}

/** Waits until it holds, at most `withinMs`; the reason says what there was. */
export async function until(holds: () => boolean, seen: () => unknown = () => null, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`it did not come to that: ${JSON.stringify(seen())}`);
    await pause(10);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
