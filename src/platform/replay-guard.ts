import type { ReplayGuard } from "../auth/ports.ts";
import type { Hub } from "./hub.ts";

/** One Durable Object for each thing that may be used once: whoever asks second, wherever he is, is told so. */
export function replayGuard(hub: DurableObjectNamespace<Hub>): ReplayGuard {
  return {
    async isFirst(key, ttlMs) {
      const { count } = await hub.get(hub.idFromName(`once ${key}`)).countRequest(ttlMs);
      return count === 1;
    },
  };
}
