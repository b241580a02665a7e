import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { LiveContender } from "./contender.ts";
import type { startPerigee } from "./perigee/start.ts";

/** The Perigee of another checkout (its dependencies installed), started by its own code: what a change has gained shows in one run. */
export async function startEarlier(checkout: string): Promise<LiveContender> {
  const file = pathToFileURL(resolve(checkout, "bench/live/perigee/start.ts")).href;
  const earlier = (await import(file)) as { readonly startPerigee: typeof startPerigee };
  const contender = await earlier.startPerigee();
  return { ...contender, side: { ...contender.side, name: "Perigee before" } };
}
