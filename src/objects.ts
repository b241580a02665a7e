import type { Auth } from "./auth/auth.ts";
import { alive } from "./auth/liveness.ts";
import { noOutbox } from "./auth/mail/outbox.ts";
import type { Compiled } from "./compiled.ts";
import { changeOpener } from "./encryption/changes.ts";
import { announcing, type OnWrite } from "./engine/announce.ts";
import { gathering } from "./engine/gathering.ts";
import type { Limits } from "./engine/limits.ts";
import type { Database } from "./engine/ports.ts";
import { logFault } from "./http/log.ts";
import { startIdentity } from "./identity.ts";
import { delay } from "./kernel/delay.ts";
import { LiveCore } from "./live/core.ts";
import { Feed } from "./live/feed.ts";
import type { Live } from "./live/live.ts";
import type { ConnectionCore, FeedCore, SocketServer, Wake } from "./live/ports.ts";
import { signalWrites } from "./live/signal.ts";
import { type ConnectionObject, type ConnectionPlatform, connectionsClass, pushTo } from "./platform/connections.ts";
import { d1Database } from "./platform/d1.ts";
import type { Env } from "./platform/env.ts";
import { type FeedObject, type FeedPlatform, feedClass, feedClient, type ObjectClass } from "./platform/feed.ts";
import { keepAlive } from "./platform/keep-alive.ts";
import { type StartTopic, type TopicObject, topicClass } from "./platform/topic.ts";
import { withSecrets } from "./secrets.ts";

/** What a protocol over sockets is given in each connection object. */
export interface ServerParts {
  readonly compiled: Compiled;
  readonly env: Env;
  readonly live: Live;
  readonly auth: Auth;
  readonly database: Database;
  readonly wake: Wake;
  /** The object's name: `Relay` reaches it by this. */
  readonly connection: string;
}

export type ServeSockets = (parts: ServerParts) => SocketServer;

/** The Durable Objects of an application, for `wrangler.toml` to name. */
export interface Objects {
  readonly Feed: ObjectClass<Env, FeedObject>;
  readonly Connections: ObjectClass<Env, ConnectionObject>;
  readonly Topics: ObjectClass<Env, TopicObject>;
}

const onFault = logFault("live.failed");
const turn = (): Promise<void> => delay(0);
const clock = (): number => Date.now();

export interface Serve {
  readonly sockets: ServeSockets;
  readonly topic: StartTopic<Env>;
}

export function createObjects(compiled: Compiled, { sockets: serve, topic }: Serve): Objects {
  const { maxSocketsPerObject: maxSockets } = compiled.live;
  return {
    Feed: feedClass<Env>((platform, env) => startFeed(compiled, env, platform)),
    Connections: connectionsClass<Env>({
      start: (platform, env) => startConnection(compiled, { env, platform, serve }),
      maxSockets,
      onFault,
    }),
    Topics: topicClass(topic),
  };
}

/** The database whose writes the feed is told of, and whoever else asks. */
export function announced(env: Env, { maxGathered: most }: Limits, onWrite: OnWrite | null): Database {
  const database = gathering(d1Database(env.DB), { turn, keepAlive, clock, most });
  const signal =
    env.FEED === undefined ? null : signalWrites({ feed: feedClient(env.FEED), keepAlive, clock, delay, onFault });
  if (signal === null) return onWrite === null ? database : announcing(database, { onWrite, onBegin: () => null });
  return announcing(database, {
    onBegin: signal.onBegin,
    onWrite(tables, bookmark, logged) {
      onWrite?.(tables, bookmark, logged);
      signal.onWrite(tables, bookmark, logged);
    },
  });
}

function startFeed({ live }: Compiled, env: Env, { store, wake }: FeedPlatform): FeedCore {
  const { CONNECTIONS } = env;
  if (CONNECTIONS === undefined) throw new TypeError("FEED without CONNECTIONS: bind both in wrangler.toml");
  const pollMs = live.pollSeconds * 1_000;
  return new Feed({
    database: d1Database(env.DB),
    store,
    push: pushTo(CONNECTIONS),
    pollMs,
    clock,
    delay,
    wake,
    onFault,
  });
}

interface ConnectionParts {
  readonly env: Env;
  readonly platform: ConnectionPlatform;
  readonly serve: ServeSockets;
}

function startConnection(compiled: Compiled, { env, platform, serve }: ConnectionParts): ConnectionCore {
  if (env.FEED === undefined) throw new TypeError("CONNECTIONS without FEED: bind both in wrangler.toml");
  const { model, policy, settings, live: liveSettings } = compiled;
  const { name: connection, memory, wake } = platform;
  const { database, vault } = withSecrets(model, env, announced(env, compiled.limits, null));
  const open = vault === null ? null : changeOpener(model, vault, onFault);
  const shared = { connection, model, policy, database, open, alive, memory, wake, clock, delay, onFault };
  const live = new LiveCore({ ...shared, feed: feedClient(env.FEED), settings: liveSettings });
  const auth = startIdentity({ settings, env, store: database, outbox: noOutbox });
  const server = serve({ compiled, env, live, auth, database, wake, connection });
  return {
    server,
    async receive(push) {
      if (!live.isIdle) await live.receive(push);
      if (!live.isIdle) return true;
      live.letGo();
      return false;
    },
    async alarm(nowMs) {
      await Promise.all([live.alarm(nowMs), server.alarm(nowMs)]);
    },
  };
}
