import { bundle } from "../bundle.ts";
import type { Contender } from "../contender.ts";
import { loadFixture, removeWrites } from "../fixture.ts";
import { graphRows, yogaCall } from "../graphql/workloads.ts";
import { startSide } from "../side.ts";

/** graphql-yoga with hand-written Drizzle resolvers over the same tables: no tokens, no rules, no change log. */
export async function startYoga(ddl: readonly string[]): Promise<Contender> {
  const script = await bundle(new URL("./worker.ts", import.meta.url));
  const side = await startSide({ name: "yoga", script });
  await loadFixture(side.database, ddl);
  return {
    side,
    script,
    call: (workload, index) => yogaCall(workload.name, index),
    rows: graphRows,
    headers: { accept: "application/json" },
    reset: () => removeWrites(side.database, null),
  };
}
