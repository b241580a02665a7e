import { loadFrom } from "../checkout.ts";
import type { LiveContender } from "./contender.ts";
import type { startPerigee } from "./perigee/start.ts";

/** The Perigee of another checkout (its dependencies installed), started by its own code: what a change has gained shows in one run. */
export async function startEarlier(checkout: string): Promise<LiveContender> {
  const file = await loadFrom(checkout, "bench/live/perigee/start.ts");
  const contender = await (file as { readonly startPerigee: typeof startPerigee }).startPerigee();
  return { ...contender, side: { ...contender.side, name: "Perigee before" } };
}
