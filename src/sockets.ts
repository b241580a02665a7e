import type { Auth } from "./auth/auth.ts";
import type { Credentials } from "./auth/authenticate.ts";
import { boundToken } from "./auth/dpop/bound.ts";
import { alive } from "./auth/liveness.ts";
import type { Compiled } from "./compiled.ts";
import { createEngine } from "./engine/engine.ts";
import type { Database } from "./engine/ports.ts";
import { createAsk } from "./graphql/ask.ts";
import type { Presented } from "./graphql/stream/credentials.ts";
import type { StreamPlaces } from "./graphql/stream/handshake.ts";
import { graphqlServer } from "./graphql/stream/server.ts";
import { logFault } from "./http/log.ts";
import { delay } from "./kernel/delay.ts";
import type { Failure } from "./kernel/failure.ts";
import { anonymous, type Principal } from "./kernel/principal.ts";
import { ok, type Result } from "./kernel/result.ts";
import { authorizer } from "./live/channels/authorize.ts";
import type { Live } from "./live/live.ts";
import { protocols } from "./live/protocols.ts";
import { liveQueries, type Queries } from "./live/queries.ts";
import type { ServeSockets } from "./objects.ts";
import { closedSocket } from "./platform/closed-socket.ts";
import { atConnection, openSocket, relayTo } from "./platform/connections.ts";
import type { Env } from "./platform/env.ts";
import { relayBy, type StartTopic, topicOf } from "./platform/topic.ts";
import type { AuthenticateToken } from "./realtime/context.ts";
import type { TopicOf } from "./realtime/ports.ts";
import { realtimeServer } from "./realtime/server.ts";
import { type RealtimeSurface, realtimeSurface } from "./realtime/surface.ts";
import { TopicCore } from "./realtime/topic.ts";
import { pathRequest, readPath } from "./rest/read-path.ts";

const onFault = logFault("realtime.failed");
const clock = (): number => Date.now();
const newId = (): string => crypto.randomUUID();

/** What every connection object speaks. */
export const serveSockets: ServeSockets = (parts) =>
  protocols([
    { name: "phoenix", path: "/realtime/v1", server: serveRealtime(parts) },
    { name: "graphql", path: "/graphql/v1", server: serveGraphql(parts) },
  ]);

/** Phoenix channels. */
const serveRealtime: ServeSockets = ({ compiled, env, live, auth, database, wake, connection }) =>
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

/** GraphQL's subscriptions, and its other operations beside them. */
const serveGraphql: ServeSockets = ({ compiled, live, auth, database, wake, connection }) => {
  const { model, policy, functions, limits, contract, app } = compiled;
  const engine = createEngine({ model, policy, database, limits, alive });
  const transactionOverride = app.rest?.transactionOverride ?? true;
  const server = { engine, model, policy, functions, limits, transactionOverride, contract };
  return graphqlServer({
    live,
    ask: createAsk({
      ...{ engine, model, policy, functions, limits },
      query: (path, context) => readPath(server, path, context),
      options: app.graphql ?? {},
    }),
    authenticate: authenticatePresented(auth),
    authenticateAdmitted: auth.authenticateAdmitted,
    limits: compiled.realtime,
    ...{ connection, wake, clock, delay, newId, onFault },
  });
};

/** In the language of `/rest/v1`. */
function queries({ model, policy, limits }: Compiled, live: Live, database: Database): Queries {
  const engine = createEngine({ model, policy, database, limits, alive });
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
  return realtimeSurface({
    ...socketPlaces(compiled, env),
    topicOf: topics(env),
    authorize: authorizer({ channels: compiled.channels, database: parts.database, clock }),
    authenticate: (token) => parts.auth.authenticateCredentials(bearer(token)),
    limits: compiled.realtime,
  });
}

/** Where sockets are held, and for which pages. */
export function socketPlaces({ app }: Compiled, { CONNECTIONS }: Env): StreamPlaces {
  const origins = app.cors?.origins ?? "*";
  return {
    openSocket: CONNECTIONS === undefined ? null : openSocket(CONNECTIONS),
    atConnection: CONNECTIONS === undefined ? null : atConnection(CONNECTIONS),
    closedSocket,
    allowsOrigin: (origin) => origins === "*" || origins.includes(origin),
  };
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
function bearer(token: string): Credentials {
  return { authorization: `Bearer ${token}`, apiKey: null };
}

function authenticateToken(auth: Auth): AuthenticateToken {
  return async ({ token, proof, target, isProven }) => {
    if (proof === null) return auth.authenticateCredentials(bearer(token));
    const authorization = `DPoP ${token}`;
    if (isProven) return auth.authenticateAdmitted({ authorization, apiKey: null });
    return auth.authenticate(headersOf({ authorization, dpop: proof }), handshake(target));
  };
}

/** `Authorization: DPoP` and the proof of it may stand in `connection_init`, too. */
function authenticatePresented(auth: Auth): (presented: Presented) => Promise<Result<Principal, Failure>> {
  return async ({ authorization, apiKey, dpop, target }) =>
    boundToken(authorization) === null
      ? auth.authenticateCredentials({ authorization, apiKey })
      : auth.authenticate(headersOf({ authorization, apikey: apiKey, dpop }), handshake(target));
}

/** What a proof is of: the request that a socket began with. */
function handshake(url: string): { readonly method: string; readonly url: string } {
  return { method: "GET", url };
}

function headersOf(given: Readonly<Record<string, string | null>>): { get(name: string): string | null } {
  return { get: (name) => given[name] ?? null };
}
