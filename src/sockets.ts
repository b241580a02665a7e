import type { Auth } from "./auth/auth.ts";
import { alive } from "./auth/liveness.ts";
import type { Compiled } from "./compiled.ts";
import { createEngine } from "./engine/engine.ts";
import type { Database } from "./engine/ports.ts";
import { logFault } from "./http/log.ts";
import { anonymous } from "./kernel/principal.ts";
import { ok } from "./kernel/result.ts";
import { authorizer } from "./live/channels/authorize.ts";
import type { Live } from "./live/live.ts";
import { liveQueries, type Queries } from "./live/queries.ts";
import type { ServeSockets } from "./objects.ts";
import { openSocket, relayTo } from "./platform/connections.ts";
import type { Env } from "./platform/env.ts";
import { relayBy, type StartTopic, topicOf } from "./platform/topic.ts";
import type { TopicOf } from "./realtime/ports.ts";
import { realtimeServer } from "./realtime/server.ts";
import { type RealtimeSurface, realtimeSurface } from "./realtime/surface.ts";
import { TopicCore } from "./realtime/topic.ts";
import { pathRequest } from "./rest/read-path.ts";

const onFault = logFault("realtime.failed");
const clock = (): number => Date.now();
const newId = (): string => crypto.randomUUID();

/** Phoenix channels in every connection object. */
export const serveRealtime: ServeSockets = ({ compiled, env, live, auth, database, wake, connection }) =>
  realtimeServer({
    connection,
    live,
    queries: queries(compiled, live, database),
    wake,
    model: compiled.model,
    limits: compiled.realtime,
    authorize: authorizer({ channels: compiled.channels, database, clock }),
    authenticate: authenticateToken(auth),
    anonymous,
    topicOf: topics(env),
    clock,
    newId,
    onFault,
  });

/** In the language of `/rest/v1`. */
function queries({ model, policy, limits }: Compiled, live: Live, database: Database): Queries {
  const engine = createEngine({ model, policy, database, limits, alive });
  const delay = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));
  return liveQueries({
    ...{ live, engine, model, policy, clock, delay, onFault },
    maxRows: limits.maxRows,
    parse(path) {
      const request = pathRequest({ model, limits }, path);
      if (!request.ok) return request;
      const read = request.value.build();
      return read.ok ? ok({ ...request.value, read: read.value }) : read;
    },
  });
}

/** `/realtime/v1` over an isolate's bindings. */
export function startRealtime(
  compiled: Compiled,
  env: Env,
  parts: { auth: Auth; database: Database },
): RealtimeSurface {
  const { CONNECTIONS } = env;
  const origins = compiled.app.cors?.origins ?? "*";
  return realtimeSurface({
    openSocket: CONNECTIONS === undefined ? null : openSocket(CONNECTIONS),
    topicOf: topics(env),
    authorize: authorizer({ channels: compiled.channels, database: parts.database, clock }),
    authenticate: authenticateToken(parts.auth),
    allowsOrigin: (origin) => origins === "*" || origins.includes(origin),
    limits: compiled.realtime,
  });
}

export const startTopic: StartTopic<Env> = (name, store, { CONNECTIONS }) => {
  if (CONNECTIONS === undefined) throw new TypeError("TOPICS without CONNECTIONS: bind both in wrangler.toml");
  return new TopicCore({ name, store, relay: relayBy(relayTo(CONNECTIONS)), clock, newId, onFault });
};

function topics({ TOPICS }: Env): TopicOf {
  if (TOPICS !== undefined) return topicOf(TOPICS);
  return () => {
    throw new TypeError("channels need TOPICS: bind it in wrangler.toml");
  };
}

/** A token of a user's, or an API key: sockets send either in the same place. */
function authenticateToken(auth: Auth): (token: string) => ReturnType<Auth["authenticateCredentials"]> {
  return (token) => auth.authenticateCredentials({ authorization: `Bearer ${token}`, apiKey: null });
}
