import type { Clock, ReplayGuard } from "../ports.ts";

const maxEntries = 10_000;

/** Remembers in the isolate alone: for tests, and where there is nobody to ask. */
export function isolateReplayGuard(clock: Clock): ReplayGuard {
  const until = new Map<string, number>();
  return {
    isFirst: async (key, ttlMs) => {
      const now = clock();
      if ((until.get(key) ?? 0) > now) return false;
      if (until.size >= maxEntries) until.clear();
      until.set(key, now + ttlMs);
      return true;
    },
  };
}
