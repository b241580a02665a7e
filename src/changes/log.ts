import { beginning, type Watermark, watermark } from "../kernel/watermark.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { integer, type Sql, sql, value } from "../sql/fragment.ts";
import type { LogDatabase, LogRow } from "./ports.ts";
import { type ChangeRecord, parseChange } from "./record.ts";

/** What a page holds at most beside its last change, in characters: a row may have 2 MB, and is logged as it was and is. */
const maxPageCharacters = 4_000_000;

const ends: Sql<never> = sql`select (select min("seq") from "_perigee_changes") as "oldest", (select max("seq") from "_perigee_changes") as "latest"`;

/**
 * The changes after a watermark, oldest first, at most `limit`, and fewer where they are large. Rows for `parseChange`, each
 * with the log's ends for `parseBounds`; one row with nothing but the ends where there are none.
 */
function since(after: Watermark, limit: number): Statement {
  const size = sql`coalesce(length("before"), 0) + coalesce(length("after"), 0)`;
  return statement(sql`select "ends"."oldest", "ends"."latest", "page".* from (${ends}) as "ends" left join
(select *, sum(${size}) over (order by "seq" rows between unbounded preceding and 1 preceding) as "ahead"
from (select * from "_perigee_changes" where "seq" > cast(${value(after)} as integer) order by "seq" limit cast(${value(limit)} as integer))) as "page"
on coalesce("page"."ahead", 0) < ${integer(maxPageCharacters)} order by "page"."seq"`);
}

/** One row: the log's first and last sequence number, for `parseBounds`. Two lookups, not a scan. */
export const bounds: Statement = statement(ends);

export interface LogBounds {
  /** The first change that is still there; null where there was never one. */
  readonly oldest: Watermark | null;
  /** The last change: what a reader starts from who wants only what comes. */
  readonly latest: Watermark;
}

export function parseBounds(row: LogRow | undefined): LogBounds {
  const { oldest, latest } = row ?? {};
  return {
    oldest: typeof oldest === "number" ? watermark(oldest) : null,
    latest: typeof latest === "number" ? watermark(latest) : beginning,
  };
}

/**
 * Deletes the changes from before a moment (in the stored form of timestamps), at most `maxRows` of them and never the
 * last: the log always knows its latest number. Its `changes` tell whether to call it again.
 */
export function prune(olderThan: string, maxRows = 10_000): Statement {
  const end = sql`(select min("seq") from "_perigee_changes") + cast(${value(maxRows)} as integer)`;
  return statement(sql`delete from "_perigee_changes" where "seq" < coalesce(
  (select "seq" from "_perigee_changes" where "seq" < ${end} and "at" >= ${value(olderThan)} order by "seq" limit 1),
  min(${end}, (select max("seq") from "_perigee_changes")))`);
}

export interface LogPage extends LogBounds {
  readonly changes: readonly ChangeRecord[];
  /** Where the page ends: the reader's next watermark. */
  readonly end: Watermark;
  /**
   * - complete: nothing is missing between the watermark and the first change
   * - pruned: changes after the watermark are gone, the reader must start anew
   * - ahead: the log ends before the watermark, as after a restore: the reader must start anew
   */
  readonly continuity: "complete" | "pruned" | "ahead";
}

/** The next changes and whether the reader has missed some, in one round trip. */
export async function readSince(database: LogDatabase, after: Watermark, limit: number): Promise<LogPage> {
  const [page] = await database.batch([since(after, limit)], { retry: true });
  const rows = page?.rows ?? [];
  const found = parseBounds(rows[0]);
  const logged = rows.filter(({ seq }) => seq !== null);
  const last = logged.at(-1)?.seq;
  const end = typeof last === "number" ? watermark(last) : found.latest;
  const changes = changesOf(logged);
  return { ...found, changes, end, continuity: continuity(after, found) };
}

function continuity(after: Watermark, { oldest, latest }: LogBounds): LogPage["continuity"] {
  if (after > latest) return "ahead";
  return oldest !== null && after < oldest - 1 ? "pruned" : "complete";
}

export function changesOf(rows: readonly LogRow[]): readonly ChangeRecord[] {
  return rows.flatMap(readable);
}

/** A row that no trigger has written, typed by hand say, is no change and stops nobody. */
function readable(row: LogRow): readonly ChangeRecord[] {
  try {
    return [parseChange(row)];
  } catch {
    return [];
  }
}
