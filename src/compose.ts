import { schedule } from "./auth/keys/maintain.ts";
import { noOutbox } from "./auth/mail/outbox.ts";
import { resolveRetention, retain } from "./changes/retention.ts";
import { compileApp } from "./compiled.ts";
import type { App } from "./define.ts";
import { forgetKeys, resolveKeyRetention } from "./idempotency/retention.ts";
import { startIdentity } from "./identity.ts";
import { createObjects, type Objects, type ServeSockets } from "./objects.ts";
import { d1Database } from "./platform/d1.ts";
import type { Env } from "./platform/env.ts";
import { withSecrets } from "./secrets.ts";
import { startService } from "./service.ts";
import { serveSockets, startTopic } from "./sockets.ts";

export type { Env } from "./platform/env.ts";

/** What Cloudflare calls. */
export interface Worker {
  readonly fetch: (request: Request, env: Env, ctx: ExecutionContext) => Response | Promise<Response>;
  /** The Durable Objects' classes, which a worker has to export by these names. */
  readonly objects: Objects;
  readonly scheduled: (event: ScheduledController, env: Env, ctx: ExecutionContext) => Promise<void>;
}

/**
 * Serves an application. The definition is compiled at once, so that a wrong one fails when the worker starts; what
 * needs bindings is made with the first request of an isolate.
 *
 * @throws DefinitionError naming the table, the column and the mend
 */
export function createWorker(app: App, serve: ServeSockets = serveSockets): Worker {
  const compiled = compileApp(app);
  const retentionSeconds = resolveRetention(app.changes?.retentionSeconds);
  const keyRetentionSeconds = resolveKeyRetention(app.idempotency?.retentionSeconds);
  let started: { readonly database: Env["DB"]; readonly http: ReturnType<typeof startService> } | null = null;
  return {
    objects: createObjects(compiled, { sockets: serve, topic: startTopic }),
    fetch(request, env, ctx) {
      if (started?.database !== env.DB) started = { database: env.DB, http: startService(compiled, env) };
      return started.http.fetch(request, env, ctx);
    },
    async scheduled(event, env) {
      const database = d1Database(env.DB);
      await retain(database, event.scheduledTime, retentionSeconds);
      await forgetKeys(database, event.scheduledTime, keyRetentionSeconds);
      const { settings } = compiled;
      const auth = startIdentity({ settings, env, store: database, outbox: noOutbox });
      await auth.keys.maintain();
      const { keys: dataKeys } = withSecrets(compiled.model, env, database);
      await dataKeys?.maintain((id, status) => auth.keys.noteDataKey(schedule, id, status));
      await auth.oauthServer?.maintain();
    },
  };
}
