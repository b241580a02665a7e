import type { Watermark } from "../kernel/watermark.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { integer, type Sql, sql, value } from "../sql/fragment.ts";
import type { LogRow } from "./ports.ts";

/** More changes than this, and larger images, are cheaper read from the log by whoever wants them. */
export const maxHintRows = 50;
const maxImageCharacters = 20_000;

/** What is told of a change along with the write that made it: a row for `parseChange`, without an image that is large. */
export const hintColumns: Sql<never> = sql`"seq", "table_name", "key", "operation", ${image("before")}, ${image("after")}, "actor", "at"`;

function image(column: "before" | "after"): Sql<never> {
  const most = integer(maxImageCharacters);
  return column === "before"
    ? sql`iif(length("before") <= ${most}, "before", null) as "before"`
    : sql`iif(length("after") <= ${most}, "after", null) as "after"`;
}

/** The changes after one that is known, as the last statement of a write's batch sees them; none where they are many. */
export function hintAfter(after: Watermark): Statement {
  const from = sql`cast(${value(after)} as integer)`;
  return statement(sql`select ${hintColumns} from "_perigee_changes" where "seq" > ${from}
  and (select max("seq") from "_perigee_changes") <= ${from} + ${integer(maxHintRows)} order by "seq"`);
}

/** The rows in their order; null unless they are a stretch of the log without a gap, with all images. */
export function wholeStretch(rows: readonly LogRow[]): readonly LogRow[] | null {
  const ordered = rows.toSorted((left, right) => Number(left.seq) - Number(right.seq));
  const first = Number(ordered[0]?.seq);
  const isWhole = ordered.every((row, place) => row.seq === first + place && hasImages(row));
  return isWhole && ordered.length > 0 ? ordered : null;
}

function hasImages({ operation, before, after, table_name }: LogRow): boolean {
  if (table_name === "auth_sessions") return true;
  return (operation === "INSERT" || before !== null) && (operation === "DELETE" || after !== null);
}
