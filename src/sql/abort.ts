import { literal, type Sql, sql } from "./fragment.ts";

/**
 * SQLite has RAISE only inside triggers. An invalid JSON path is an error whose message carries the path, so this
 * expression fails the statement, and with it the batch, under a name of ours: `bad JSON path: 'perigee:<reason>'`.
 * It fails only when it is evaluated: put it behind CASE WHEN.
 */
export function abort(reason: AbortReason): Sql<never> {
  return sql`json_extract('{}', ${literal(`${prefix}${reason}`)})`;
}

/** As `abort`, with something at the reason's end that only the database knows. */
export function abortWith(reason: "count:" | "most:" | "told:" | BadCast, text: Sql<never>): Sql<never> {
  return sql`json_extract('{}', ${literal(`${prefix}${reason}`)} || ${text})`;
}

/** A text that cannot be read as a value of the type, by PostgreSQL's name. */
export type BadCast = `cast:${string}:`;

/** Why a statement of ours ends a batch on purpose; `row:` is followed by the collection's name. */
export type AbortReason =
  | "session"
  | "match"
  | "replay"
  | "pooled"
  | `insert:${string}`
  | `update:${string}`
  | `hidden:${string}`
  | `count:${string}`
  | `most:${string}`
  | `rekey:${string}`
  | `bytes:${number}`
  | "large";

const prefix = "perigee:";

/** The reason in an error message of the database, or null where the error is not ours. */
export function abortReason(message: string): string | null {
  // The message quotes the path as SQL does: a quote in it is doubled.
  const found = /perigee:((?:[^']|'')*)/.exec(message);
  return found?.[1]?.replaceAll("''", "'") ?? null;
}
