import { bundle } from "../bundle.ts";
import type { Contender } from "../contender.ts";
import { giveInvoices, loadFixture, removeWrites } from "../fixture.ts";
import { startSide } from "../side.ts";

export interface CeilingOptions {
  readonly name: string;
  readonly ddl: readonly string[];
  /** Whose invoices the owner-only workload asks for. */
  readonly userId: string;
  readonly inspect?: boolean;
}

export async function startCeiling({ name, ddl, userId, inspect = false }: CeilingOptions): Promise<Contender> {
  const script = await bundle(new URL("./worker.ts", import.meta.url));
  const side = await startSide({ name, script, inspect });
  await loadFixture(side.database, ddl);
  await giveInvoices(side.database, userId);
  return {
    side,
    script,
    call: (workload, index) => workload.ceiling(index, userId),
    headers: { accept: "application/json" },
    reset: () => removeWrites(side.database, null),
  };
}
