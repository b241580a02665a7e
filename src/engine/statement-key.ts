import type { Slot } from "../plan/slot.ts";
import type { Statement, Template } from "../sql/compile.ts";
import type { SqlValue } from "../sql/fragment.ts";

/** Equal texts for statements by which the database is asked the same, be it at different moments. */
export function statementKey({ sql, params, secrets }: Statement, { holes }: Template<Slot>): string {
  const values = params.map((param, index) => {
    const hole = holes[index];
    return hole?.kind === "slot" && hole.slot.kind === "now" ? "now" : exactly(param);
  });
  return JSON.stringify([sql, values, secrets ?? null]);
}

/** JSON has no infinities, and one zero. */
function exactly(value: SqlValue): readonly [string] | string | null {
  if (typeof value !== "number") return value === null ? null : [value];
  return Object.is(value, -0) ? "-0" : String(value);
}
