import type { Hono } from "hono";
import type { Compiled } from "./compiled.ts";
import { createEngine } from "./engine/engine.ts";
import { createShare } from "./engine/share.ts";
import type { Query } from "./functions/database.ts";
import { earlyRefusal } from "./gotrue/errors.ts";
import { inboxSurface } from "./gotrue/inbox.ts";
import { wellKnownSurface } from "./gotrue/oauth-server/discovery.ts";
import { gotrue } from "./gotrue/routes.ts";
import { graphqlSurface } from "./graphql/surface.ts";
import { httpApp } from "./http/app.ts";
import type { Variables } from "./http/envelope.ts";
import { consoleLog, logFault } from "./http/log.ts";
import { mount } from "./http/mount.ts";
import { behindLimits } from "./http/rate-limit.ts";
import { captchaOf, startIdentity } from "./identity.ts";
import { announced } from "./objects.ts";
import { contractSurface, docsSurface } from "./openapi/surface.ts";
import { startPost } from "./outbox.ts";
import { staticAssets } from "./platform/assets.ts";
import { platformChecks } from "./platform/checks.ts";
import type { Env } from "./platform/env.ts";
import { rateCounter } from "./platform/rate-counter.ts";
import { provisioner } from "./provision.ts";
import { readPath } from "./rest/read-path.ts";
import { rest } from "./rest/routes.ts";
import { withSecrets } from "./secrets.ts";
import { socketPlaces, startRealtime } from "./sockets.ts";

/** Joins the parts over an isolate's bindings. */
export function startService(compiled: Compiled, env: Env): Hono<Variables> {
  const { app, model, policy, functions, limits, settings, reads, contract } = compiled;
  const share = createShare({ model });
  const { database, vault, keys: dataKeys } = withSecrets(model, env, announced(env, limits, share?.onWrite ?? null));
  const { outbox, inbox } = startPost(settings, env, database);
  const auth = startIdentity({ settings, env, store: database, outbox });
  const engine = createEngine({ model, policy, database, limits, share, alive: auth.alive });
  const transactionOverride = app.rest?.transactionOverride ?? true;
  const server = { engine, model, policy, functions, limits, transactionOverride, contract, concealment: vault };
  const data = rest(server);
  const assets = staticAssets(env.ASSETS);
  const query: Query = (path, context) => readPath(server, path, context);
  const places = socketPlaces(compiled, env);
  const graph = { engine, model, policy, functions, limits, query, options: app.graphql ?? {}, assets, places };
  const profile = app.auth?.profile;
  const identity = gotrue(auth, {
    ...(profile === undefined ? {} : { provision: provisioner(engine, profile) }),
    ...captchaOf(settings, env),
    mountedAt: "/auth/v1",
    dataKeys,
    limits: { count: rateCounter(env.HUB), onFault: logFault("rate.failed") },
    onFault: logFault("auth.failed"),
  });
  return httpApp({
    name: app.name,
    surfaces: behindLimits(compiled.rateOf, rateCounter(env.HUB), [
      { path: "/rest/v1", fetch: data.fetch },
      { ...mount("/auth/v1", identity), refuse: earlyRefusal },
      graphqlSurface(graph),
      startRealtime(compiled, env, { auth, database }),
      wellKnownSurface(auth, ["", "/rest/v1", "/graphql/v1", "/realtime/v1"]),
      ...(inbox === null ? [] : [inboxSurface(inbox)]),
      contractSurface(contract, engine),
      docsSurface(assets),
    ]),
    authenticate: auth.authenticate,
    checks: platformChecks(env),
    limits,
    reads,
    cors: app.cors ?? { origins: "*" },
    log: consoleLog,
  });
}
