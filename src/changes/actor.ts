import { type Sql, sql } from "../sql/fragment.ts";
import { type Guard, guarded } from "../sql/guard.ts";
import { hintColumns } from "./hint.ts";

// Triggers write the log and cannot know who writes. There are two ways to tell (docs/decisions/0006-who-writes.md).

/**
 * The statement after a write: what the write has logged is this actor's. Every row that a statement counts in
 * `changes()` logs a change, and the last of the log are its own, since D1 runs one transaction at a time. Rows that it
 * changed elsewhere (cascades) are not counted: where there may be any, the write stands between `beginActor` and
 * `endActor`. A change that has an actor keeps it: a trigger may have kept one of these from being logged. The guards are
 * evaluated whether or not anything was written; `changes()` in them counts the write.
 */
export function stampActor<S = never>(actor: Sql<S>, guards: readonly Guard<S>[] = []): Sql<S> {
  const first = guarded<S>(guards, sql`(select max("seq") from "_perigee_changes") - changes()`);
  return sql<S>`update "_perigee_changes" set "actor" = ${actor} where "seq" > ${first} and "actor" is null`;
}

/**
 * After a write: it has logged no other changes than those that it counts. The change before these would have no actor yet; one
 * that was typed by hand has none either, so that this may be no where it could be yes.
 */
export const isAllOfIt: Sql<never> = sql`not exists (select 1 from "_perigee_changes" where "actor" is null
  and "seq" = (select max("seq") from "_perigee_changes") - changes())`;

/** `stampActor` that gives what the write has logged: rows of `hint.ts`. For writes of few rows. */
export function tellingStamp<S = never>(actor: Sql<S>, guards: readonly Guard<S>[] = []): Sql<S> {
  return sql<S>`${stampActor(actor, guards)} returning ${hintColumns}`;
}

/**
 * The first statement of a write's batch: from here on changes are logged as this actor's. The guards are evaluated once,
 * whatever rows the write touches. A batch is one transaction and D1 runs one at a time, so no other sees the actor.
 * An upsert, since an update of a row that somebody deleted would skip the guards; both cost the same.
 */
export function beginActor<S = never>(actor: Sql<S>, guards: readonly Guard<S>[] = []): Sql<S> {
  return sql<S>`insert into "_perigee_context" ("id", "actor") values (1, ${guarded(guards, actor)}) on conflict ("id") do update set "actor" = excluded."actor"`;
}

/** The last statement of a write's batch: what is written outside of one, by hand say, is logged as nobody's. */
export const endActor: Sql<never> = sql`update "_perigee_context" set "actor" = null`;
