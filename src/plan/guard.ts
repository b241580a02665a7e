import { abort } from "../sql/abort.ts";
import { enclose, type Template } from "../sql/compile.ts";
import { type Sql, sql } from "../sql/fragment.ts";
import type { ReadPlan } from "./read.ts";
import type { Slot } from "./slot.ts";
import { rowsParameter } from "./write.ts";

/** What a read must give when its guard's batch comes to it; `same`: the bound rows, as a JSON array. */
export type RowsDemand = "some" | "none" | "same";

/** A statement for the batch of a write: it ends it unless the read, planned as an array, gives what is demanded. */
export function rowsGuard({ statement }: ReadPlan, demand: RowsDemand): Template<Slot> {
  const { column, isBroken } = conditions[demand];
  const before = sql`select case when (select ${column} from (`;
  return enclose(before, statement, sql<Slot>`)) ${isBroken} then ${abort("match")} end`);
}

const conditions: Readonly<Record<RowsDemand, { readonly column: Sql<never>; readonly isBroken: Sql<Slot> }>> = {
  some: { column: sql`n`, isBroken: sql`= 0` },
  none: { column: sql`n`, isBroken: sql`> 0` },
  same: { column: sql`j`, isBroken: sql`is not ${rowsParameter}` },
};
