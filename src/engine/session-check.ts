import type { Slot } from "../plan/slot.ts";
import { abort } from "../sql/abort.ts";
import { type Sql, slot, sql } from "../sql/fragment.ts";
import type { EngineOptions } from "./options.ts";

/** Fails the statement that it stands in where the caller's session has ended (docs/decisions/0010). */
export function sessionCheck({ alive }: EngineOptions): Sql<Slot> {
  return sql`case when ${alive(slot<Slot>({ kind: "session" }))} then null else ${abort("session")} end`;
}
