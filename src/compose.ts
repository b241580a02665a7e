import { createAuth } from "./auth/auth.ts";
import { resolveAuthSecrets } from "./auth/secrets.ts";
import { resolveAuthSettings } from "./auth/settings.ts";
import type { App } from "./define.ts";
import { createEngine } from "./engine/engine.ts";
import { resolveLimits } from "./engine/limits.ts";
import { gotrue } from "./gotrue/routes.ts";
import { httpApp } from "./http/app.ts";
import { consoleLog, errorParts } from "./http/log.ts";
import { platformChecks } from "./platform/checks.ts";
import { d1Database } from "./platform/d1.ts";
import type { Hub } from "./platform/hub.ts";
import { provisioner } from "./provision.ts";
import { rest } from "./rest/routes.ts";
import { compilePolicy } from "./rules/policy.ts";
import { compileModel } from "./schema/compile.ts";

export interface Env {
  readonly DB: D1Database;
  readonly CACHE: KVNamespace;
  readonly HUB: DurableObjectNamespace<Hub>;
  /** At least 32 characters: signing keys at rest and API keys are derived from it. */
  readonly PERIGEE_SECRET: string;
  /** Accepts HS256 tokens of an existing project. */
  readonly PERIGEE_JWT_SECRET?: string;
}

type Fetch = (request: Request, env: Env, ctx: ExecutionContext) => Response | Promise<Response>;

/**
 * Serves an application. The definition is compiled at once, so that a wrong one fails when the worker starts; what
 * needs bindings is made with the first request of an isolate.
 *
 * @throws DefinitionError naming the table, the column and the mend
 */
export function createWorker(app: App): { readonly fetch: Fetch } {
  const model = compileModel(app.collections);
  const policy = compilePolicy(model, app.rules, app.roles ?? {});
  const limits = resolveLimits(app.limits);
  const { profile, ...authOptions } = app.auth ?? {};
  const settings = resolveAuthSettings({ ...authOptions, roles: Object.keys(app.roles ?? {}) });

  function start(env: Env): ReturnType<typeof httpApp> {
    const database = d1Database(env.DB);
    const { PERIGEE_SECRET: masterSecret, PERIGEE_JWT_SECRET: legacyJwtSecret } = env;
    const auth = createAuth({
      store: database,
      settings,
      secrets: resolveAuthSecrets({ masterSecret, legacyJwtSecret }),
    });
    const engine = createEngine({ model, policy, database, limits, alive: auth.alive });
    const identity = gotrue(auth, {
      ...(profile === undefined ? {} : { provision: provisioner(engine, profile) }),
      onFault: (error, requestId) =>
        consoleLog({ level: "error", event: "auth.failed", requestId, error: errorParts(error) }),
    });
    const data = (contextOf: Parameters<typeof rest>[0]["contextOf"]) => rest({ engine, model, limits, contextOf });
    return httpApp({
      name: app.name,
      surfaces: [
        { path: "/rest/v1", fetch: (request, contextOf) => data(contextOf).fetch(request) },
        { path: "/auth/v1", fetch: (request) => identity.fetch(withoutPrefix(request, "/auth/v1")) },
      ],
      authenticate: auth.authenticate,
      checks: platformChecks(env),
      limits,
      cors: app.cors ?? { origins: "*" },
      log: consoleLog,
    });
  }

  let started: { readonly database: D1Database; readonly http: ReturnType<typeof httpApp> } | null = null;
  return {
    fetch(request, env, ctx) {
      if (started?.database !== env.DB) started = { database: env.DB, http: start(env) };
      return started.http.fetch(request, env, ctx);
    },
  };
}

function withoutPrefix(request: Request, prefix: string): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(prefix.length) || "/";
  return new Request(url, request);
}
