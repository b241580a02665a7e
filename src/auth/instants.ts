import { type Sql, sql } from "../sql/fragment.ts";

/**
 * A time as it is stored: `2026-11-22T10:57:00.25+00:00`, the fraction without trailing zeros. Because `+` sorts before
 * `.` and before every digit, these texts sort as the times do.
 */
export function instant(timeMs: number): string {
  const iso = new Date(timeMs).toISOString();
  const fraction = iso.slice(20, 23).replace(/0+$/, "");
  return `${iso.slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}+00:00`;
}

/** The database's own clock, in whole seconds, for statements that are planned once and run often. */
export const databaseNow: Sql<never> = sql`strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')`;
