import type { Hono } from "hono";
import { createAuth } from "./auth/auth.ts";
import { resolveAuthSecrets } from "./auth/secrets.ts";
import type { AuthSettings } from "./auth/settings.ts";
import type { App } from "./define.ts";
import { announcing } from "./engine/announce.ts";
import type { ReadPlaces } from "./engine/consistency.ts";
import { createEngine } from "./engine/engine.ts";
import type { Limits } from "./engine/limits.ts";
import { createShare } from "./engine/share.ts";
import type { Functions } from "./functions/compile.ts";
import { gotrue } from "./gotrue/routes.ts";
import { httpApp } from "./http/app.ts";
import type { Variables } from "./http/envelope.ts";
import { consoleLog, errorParts } from "./http/log.ts";
import { platformChecks } from "./platform/checks.ts";
import { d1Database } from "./platform/d1.ts";
import type { Env } from "./platform/env.ts";
import { provisioner } from "./provision.ts";
import { rest } from "./rest/routes.ts";
import type { Policy } from "./rules/policy.ts";
import type { Model } from "./schema/model.ts";

/** A definition after compilation. */
export interface Compiled {
  readonly app: App;
  readonly model: Model;
  readonly policy: Policy;
  readonly functions: Functions;
  readonly limits: Limits;
  readonly settings: AuthSettings;
  readonly reads: ReadPlaces;
}

/** Joins the parts over an isolate's bindings. */
export function startService(
  { app, model, policy, functions, limits, settings, reads }: Compiled,
  env: Env,
): Hono<Variables> {
  const share = createShare({ model });
  const d1 = d1Database(env.DB);
  const database = share === null ? d1 : announcing(d1, share.onWrite);
  const { PERIGEE_SECRET: masterSecret, PERIGEE_JWT_SECRET: legacyJwtSecret } = env;
  const auth = createAuth({
    store: database,
    settings,
    secrets: resolveAuthSecrets({ masterSecret, legacyJwtSecret }),
  });
  const engine = createEngine({ model, policy, database, limits, share, alive: auth.alive });
  const transactionOverride = app.rest?.transactionOverride ?? true;
  const data = rest({ engine, model, policy, functions, limits, transactionOverride });
  const profile = app.auth?.profile;
  const identity = gotrue(auth, {
    ...(profile === undefined ? {} : { provision: provisioner(engine, profile) }),
    onFault: (error, requestId) =>
      consoleLog({ level: "error", event: "auth.failed", requestId, error: errorParts(error) }),
  });
  return httpApp({
    name: app.name,
    surfaces: [
      { path: "/rest/v1", fetch: data.fetch },
      { path: "/auth/v1", fetch: (request) => identity.fetch(withoutPrefix(request, "/auth/v1")) },
    ],
    authenticate: auth.authenticate,
    checks: platformChecks(env),
    limits,
    reads,
    cors: app.cors ?? { origins: "*" },
    log: consoleLog,
  });
}

function withoutPrefix(request: Request, prefix: string): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(prefix.length) || "/";
  return new Request(url, request);
}
