import { type Bindings, bind } from "../plan/bind.ts";
import type { Slot } from "../plan/slot.ts";
import { SqlLimitError, type Statement, template } from "../sql/compile.ts";
import type { Sql } from "../sql/fragment.ts";
import type { Database, ResultSet } from "./ports.ts";

/** A question to the database after a refusal, and what its one row means. */
export interface Probe<Found> {
  readonly sql: Sql<Slot>;
  readonly bindings: Bindings;
  /** Null where the row says nothing. */
  readonly found: (row: ResultSet["rows"][number]) => Found | null;
}

/** Asks all in one batch: the first that finds something. One that is too large for a statement is not asked. */
export async function probe<Found>(probes: readonly Probe<Found>[], database: Database): Promise<Found | null> {
  const asked = probes.flatMap((each) => {
    const statement = statementOf(each);
    return statement === null ? [] : [{ each, statement }];
  });
  if (asked.length === 0) return null;
  const results = await database.batch(
    asked.map(({ statement }) => statement),
    { retry: true },
  );
  for (const [index, { each }] of asked.entries()) {
    const row = results[index]?.rows[0];
    const found = row === undefined ? null : each.found(row);
    if (found !== null) return found;
  }
  return null;
}

function statementOf({ sql, bindings }: Probe<unknown>): Statement | null {
  try {
    const bound = bind(template(sql), bindings);
    return bound.ok ? bound.value : null;
  } catch (error) {
    if (error instanceof SqlLimitError) return null;
    throw error;
  }
}
