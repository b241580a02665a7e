import { beginActor, endActor, isAllOfIt, stampActor, tellingStamp } from "../changes/actor.ts";
import type { Slot } from "../plan/slot.ts";
import { type Count, counted } from "../plan/write.ts";
import type { Write } from "../query/write.ts";
import type { ForeignKey, Model } from "../schema/model.ts";
import { abort } from "../sql/abort.ts";
import { type Statement, statement, type Template, template } from "../sql/compile.ts";
import { type Sql, slot, sql } from "../sql/fragment.ts";
import { type Guard, guarded } from "../sql/guard.ts";

/**
 * How the batch of a write tells the change log who writes, and checks the caller's session: by one statement after it
 * (`stamp`), or by one before and one after (`begin`, `end`). Each exists with the check and without.
 * docs/decisions/0006-who-writes.md
 */
export interface Attribution {
  readonly stamp: Stamps;
  /** In its place where somebody listens: it gives what the write has logged. */
  readonly tellingStamp: Stamps;
  readonly begin: Brackets;
  readonly end: Statement;
  /** A condition that is true, or fails the statement where the session has ended. */
  readonly check: Sql<Slot>;
}

/** The statement also sees to it that the write has counted as many rows as it may; `free`: any number; `pooled`: see `pool.ts`. */
export type Stamps = Readonly<Record<Count | "free" | "pooled", Brackets>>;

interface Brackets {
  readonly unchecked: Template<Slot>;
  readonly checked: Template<Slot>;
}

type Attributing = (actor: Sql<Slot>, guards: readonly Guard<Slot>[]) => Sql<Slot>;

export function createAttribution(alive: (session: Sql<Slot>) => Sql<Slot>): Attribution {
  const session: Guard<Slot> = { holds: alive(slot<Slot>({ kind: "session" })), otherwise: abort("session") };
  const brackets = (write: Attributing, guards: readonly Guard<Slot>[] = []): Brackets => {
    const actor = slot<Slot>({ kind: "actor" });
    return { unchecked: template(write(actor, guards)), checked: template(write(actor, [session, ...guards])) };
  };
  const stamps = (write: Attributing): Stamps => ({
    free: brackets(write),
    one: brackets(write, [counted("one")]),
    most: brackets(write, [counted("most")]),
    pooled: brackets(write, [poolGuard()]),
  });
  return {
    stamp: stamps(stampActor),
    tellingStamp: stamps(tellingStamp),
    begin: brackets(beginActor),
    end: statement(endActor),
    check: guarded([session], sql`1`),
  };
}

/**
 * What has to hold right after an insert of several requests: which row is whose is told by its place alone, and so is whose
 * each change of the log is.
 */
function poolGuard(): Guard<Slot> {
  const expected = slot<Slot>({ kind: "expected" });
  const isWhole = sql<Slot>`changes() = ${expected} and ${isAllOfIt}`;
  return { holds: sql`${expected} is null or (${isWhole})`, otherwise: abort("pooled") };
}

/**
 * Whether a write changes no other rows than those that it counts: then its changes can be told by their number. Foreign
 * keys that point at what it deletes or sets may change rows elsewhere.
 */
export function touchesOnlyItsRows(write: Write, model: Model): boolean {
  // FTS5 keeps its index by statements of its own, whenever it likes: `changes()` may be theirs.
  if (write.collection.search !== null) return false;
  if (write.kind === "delete") return !pointedAt(write, model, ({ holdsTarget }) => !holdsTarget);
  const columns = setColumns(write);
  return !pointedAt(write, model, ({ targetColumns }) => targetColumns.some((name) => columns.has(name)));
}

function pointedAt(write: Write, model: Model, matters: (key: ForeignKey) => boolean): boolean {
  for (const { foreignKeys } of model.collections.values()) {
    if (foreignKeys.some((key) => key.target === write.collection.name && matters(key))) return true;
  }
  return false;
}

/** The columns of a row that was there before that the write may change. */
function setColumns(write: Exclude<Write, { kind: "delete" }>): ReadonlySet<string> {
  if (write.kind === "insert" && write.conflict?.action !== "merge") return new Set();
  const made = [...write.collection.columns.values()].filter((column) => column.makeUpdate !== null);
  const names = new Set([...write.columns, ...made].map((column) => column.name));
  // Rows that conflict are equal in these.
  if (write.kind === "insert") for (const name of write.conflict?.columns ?? []) names.delete(name);
  return names;
}
