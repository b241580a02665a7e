import type { Hub } from "./hub.ts";

/** Counts requests in one Durable Object a caller: callers do not wait for one another, wherever they are. */
export function rateCounter(
  hub: DurableObjectNamespace<Hub>,
): (key: string, windowMs: number) => Promise<{ readonly count: number; readonly restMs: number }> {
  return (key, windowMs) => hub.get(hub.idFromName(`rate ${key}`)).countRequest(windowMs);
}
