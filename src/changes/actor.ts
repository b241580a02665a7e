import { type Sql, sql } from "../sql/fragment.ts";

export interface ActorGuard<S> {
  /** Whether the write may happen, e.g. that the session is alive. Unknown counts as no. */
  readonly holds: Sql<S>;
  /** What is evaluated otherwise: an `abort(…)`, which ends the batch. */
  readonly otherwise: Sql<S>;
}

/**
 * The first statement of a write's batch: from here on changes are logged as this actor's. The guard is evaluated once,
 * whatever rows the write touches. A batch is one transaction and D1 runs one at a time, so no other sees the actor.
 * An upsert, since an update of a row that somebody deleted would skip the guard; both cost the same.
 */
export function beginActor<S = never>(actor: Sql<S>, guard?: ActorGuard<S>): Sql<S> {
  const value =
    guard === undefined ? actor : sql<S>`case when ${guard.holds} then ${actor} else ${guard.otherwise} end`;
  return sql<S>`insert into "_perigee_context" ("id", "actor") values (1, ${value}) on conflict ("id") do update set "actor" = excluded."actor"`;
}

/** The last statement of a write's batch: what is written outside of one, by hand say, is logged as nobody's. */
export const endActor: Sql<never> = sql`update "_perigee_context" set "actor" = null`;
