import type { Hub } from "./hub.ts";

/** The parts of the platform that a service stands on, each with a question that costs little. */
export function platformChecks(env: {
  readonly DB: D1Database;
  readonly CACHE: KVNamespace;
  readonly HUB: DurableObjectNamespace<Hub>;
}): readonly { readonly name: string; readonly run: () => Promise<unknown> }[] {
  return [
    { name: "d1", run: () => env.DB.prepare("select 1").first() },
    { name: "kv", run: () => env.CACHE.get("health") },
    { name: "durable-object", run: () => env.HUB.get(env.HUB.idFromName("health")).ping() },
  ];
}
