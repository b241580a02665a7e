import { resolveAuthSettings } from "./auth/settings.ts";
import { resolveRetention, retain } from "./changes/retention.ts";
import type { App } from "./define.ts";
import { resolveReads } from "./engine/consistency.ts";
import { resolveLimits } from "./engine/limits.ts";
import { resolveRates } from "./engine/rate.ts";
import { compileFunctions } from "./functions/compile.ts";
import { forgetKeys, resolveKeyRetention } from "./idempotency/retention.ts";
import { startIdentity } from "./identity.ts";
import { createContract } from "./openapi/contract.ts";
import { d1Database } from "./platform/d1.ts";
import type { Env } from "./platform/env.ts";
import { compilePolicy } from "./rules/policy.ts";
import { compileRoles } from "./rules/roles.ts";
import { compileModel } from "./schema/compile.ts";
import { type Compiled, startService } from "./service.ts";

export type { Env } from "./platform/env.ts";

/** What Cloudflare calls. */
export interface Worker {
  readonly fetch: (request: Request, env: Env, ctx: ExecutionContext) => Response | Promise<Response>;
  readonly scheduled: (event: ScheduledController, env: Env, ctx: ExecutionContext) => Promise<void>;
}

/**
 * Serves an application. The definition is compiled at once, so that a wrong one fails when the worker starts; what
 * needs bindings is made with the first request of an isolate.
 *
 * @throws DefinitionError naming the table, the column and the mend
 */
export function createWorker(app: App): Worker {
  const model = compileModel(app.collections);
  const { profile: _, ...authOptions } = app.auth ?? {};
  const { rate, ...limitOptions } = app.limits ?? {};
  const parts = {
    model,
    policy: compilePolicy(model, app.rules, app.roles ?? {}),
    functions: compileFunctions(model, app.functions ?? [], app.roles ?? {}),
    limits: resolveLimits(limitOptions),
    settings: resolveAuthSettings({ ...authOptions, roles: Object.keys(app.roles ?? {}) }),
  };
  const compiled: Compiled = {
    ...parts,
    app,
    contract: createContract({ ...parts, name: app.name }),
    rateOf: resolveRates(rate, compileRoles(app.roles ?? {})),
    reads: resolveReads(app.reads),
  };
  const retentionSeconds = resolveRetention(app.changes?.retentionSeconds);
  const keyRetentionSeconds = resolveKeyRetention(app.idempotency?.retentionSeconds);
  let started: { readonly database: Env["DB"]; readonly http: ReturnType<typeof startService> } | null = null;
  return {
    fetch(request, env, ctx) {
      if (started?.database !== env.DB) started = { database: env.DB, http: startService(compiled, env) };
      return started.http.fetch(request, env, ctx);
    },
    async scheduled(event, env) {
      const database = d1Database(env.DB);
      await retain(database, event.scheduledTime, retentionSeconds);
      await forgetKeys(database, event.scheduledTime, keyRetentionSeconds);
      await startIdentity(parts.settings, env, database).keys.maintain();
    },
  };
}
