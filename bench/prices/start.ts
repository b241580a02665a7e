import { bundle } from "../bundle.ts";
import type { Contender } from "../contender.ts";
import { loadFixture } from "../fixture.ts";
import { startSide } from "../side.ts";
import type { Workload } from "../workloads.ts";

/** The routes of the worker and what each one is for. */
const routes: readonly (readonly [path: string, title: string])[] = [
  ["nothing", "HTTP and Hono, no database"],
  ["cors", "… with Hono's cors middleware"],
  ["late-headers", "… with three headers set on the finished response"],
  ["first", "a row by its id, one statement, first()"],
  ["all", "… all()"],
  ["guarded", "… all(), the session's check in the same statement"],
  ["batch-1", "… a batch of one"],
  ["batch-2", "… a batch of two: session check, row"],
  ["batch-3", "… a batch of three: check, row, check"],
  ["list-array", "20 rows as one JSON array of the database's"],
  ["list-rows", "20 rows as 20 JSON texts"],
];

/** Not a comparison of two workers but of the ways that one could go: a contender for each route. */
export async function startPrices(ddl: readonly string[]): Promise<readonly Contender[]> {
  const script = await bundle(new URL("./worker.ts", import.meta.url));
  const side = await startSide({ name: "prices", script });
  await loadFixture(side.database, ddl);
  return routes.map(([path, title]) => ({
    side: { ...side, name: title },
    script,
    call: () => ({ path: `/${path}`, body: null }),
    headers: { accept: "application/json" },
    reset: async () => {},
  }));
}

/** What all of them are asked. */
export const priced: Workload = {
  name: "read",
  title: "what the ways cost",
  method: "GET",
  status: 200,
  writes: false,
  ceiling: () => ({ path: "/nothing", body: null }),
  perigee: () => ({ path: "/nothing", body: null }),
};
