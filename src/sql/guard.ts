import { type Sql, sql } from "./fragment.ts";

/** What has to hold for the statement that it stands in. */
export interface Guard<S> {
  /** E.g. that the session is alive. Unknown counts as no. */
  readonly holds: Sql<S>;
  /** What is evaluated otherwise: an `abort(…)`, which ends the batch. */
  readonly otherwise: Sql<S>;
}

/** The expression where every guard holds; else the first that does not ends the batch. */
export function guarded<S>(guards: readonly Guard<S>[], expression: Sql<S>): Sql<S> {
  return guards.reduceRight(
    (inner, { holds, otherwise }) => sql<S>`case when ${holds} then ${inner} else ${otherwise} end`,
    expression,
  );
}
