import { type Contender, playRound, type RoundOptions } from "./contender.ts";
import { openInspector } from "./inspector.ts";
import { bundleModules, type CpuProfile, placesOf } from "./profile-places.ts";
import type { Workload } from "./workloads.ts";

/** Time on the worker's thread, spread over the requests of the round. */
export interface Cost {
  readonly label: string;
  readonly microsPerRequest: number;
}

export interface Profile {
  /** By function: its own time, without what it calls. */
  readonly functions: readonly Cost[];
  /** By module of the bundle: the time of its functions and of the runtime's own that they call directly. */
  readonly modules: readonly Cost[];
}

const samplingMicros = 200;

/** Profiles a contender, which must have been started with an inspector, under the load of one workload. */
export async function profile(contender: Contender, workload: Workload, options: RoundOptions): Promise<Profile> {
  await playRound(contender, workload, { ...options, seconds: 2 });
  return profileOf(contender, async () => (await playRound(contender, workload, options)).requests);
}

/** Where a worker's thread spends its time while something runs, which tells how many requests it was. */
export async function profileOf(
  { side, script }: Pick<Contender, "side" | "script">,
  run: () => Promise<number>,
): Promise<Profile> {
  if (side.inspector === null) throw new TypeError(`${side.name} was started without an inspector`);
  const inspector = await openInspector(side.inspector);
  try {
    await inspector.send("Profiler.enable");
    await inspector.send("Profiler.setSamplingInterval", { interval: samplingMicros });
    await inspector.send("Profiler.start");
    const requests = await run();
    const stopped = (await inspector.send("Profiler.stop")) as { readonly profile: CpuProfile };
    return costs(stopped.profile, script, requests);
  } finally {
    inspector.close();
  }
}

function costs(taken: CpuProfile, script: string, requests: number): Profile {
  const micros = new Map<number, number>();
  for (const [index, id] of taken.samples.entries()) {
    micros.set(id, (micros.get(id) ?? 0) + (taken.timeDeltas[index] ?? 0));
  }
  const places = placesOf(taken, bundleModules(script));
  const functions = new Map<string, number>();
  const modules = new Map<string, number>();
  for (const [id, spent] of micros) {
    const place = places.get(id);
    if (place === undefined) continue;
    functions.set(place.function, (functions.get(place.function) ?? 0) + spent);
    modules.set(place.module, (modules.get(place.module) ?? 0) + spent);
  }
  return { functions: ranked(functions, requests), modules: ranked(modules, requests) };
}

function ranked(micros: ReadonlyMap<string, number>, requests: number): readonly Cost[] {
  return [...micros]
    .map(([label, spent]) => ({ label, microsPerRequest: spent / requests }))
    .sort((a, b) => b.microsPerRequest - a.microsPerRequest);
}

export function formatCosts(costs: readonly Cost[], most: number): string {
  return costs
    .slice(0, most)
    .map(({ label, microsPerRequest }) => `${microsPerRequest.toFixed(1).padStart(7)} µs  ${label}`)
    .join("\n");
}
