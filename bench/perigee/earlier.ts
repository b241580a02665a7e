import type { ddl } from "../../tools/db/ddl.ts";
import { loadFrom } from "../checkout.ts";
import type { chinook } from "../chinook/app.ts";
import type { Contender } from "../contender.ts";
import type { startPerigee } from "./start.ts";

/**
 * The Perigee of another checkout (its dependencies installed), started by that checkout's own code with its own tables:
 * what a change has gained shows in one run, by turns.
 */
export async function startEarlier(checkout: string): Promise<Contender> {
  const load = (file: string): Promise<unknown> => loadFrom(checkout, file);
  const tools = (await load("tools/db/ddl.ts")) as { readonly ddl: typeof ddl };
  const store = (await load("bench/chinook/app.ts")) as { readonly chinook: typeof chinook };
  const start = (await load("bench/perigee/start.ts")) as { readonly startPerigee: typeof startPerigee };
  const contender = await start.startPerigee(await tools.ddl(store.chinook));
  return { ...contender, side: { ...contender.side, name: "Perigee before" } };
}
