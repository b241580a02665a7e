import type { Field } from "./ask.ts";
import type { ColumnSpec, Family, TableSpec } from "./family.ts";
import type { Tape } from "./tape.ts";
import type { Views } from "./world.ts";

/** What a request is made for: most of it is allowed, so that most requests have an answer. */
export interface Maker {
  readonly tape: Tape;
  readonly family: Family;
  readonly views: Views;
  /** Now and then a request names columns whether or not its role may. */
  readonly isDaring: boolean;
  /** A name that no other item of the request has. */
  readonly fresh: () => string;
}

/** A column that may be named; of a daring request any, once in a while. */
export function pickColumn(
  { tape, views, isDaring }: Maker,
  table: TableSpec,
  among = (_: ColumnSpec): boolean => true,
): ColumnSpec {
  const fitting = table.columns.filter(among);
  const readable = fitting.filter((column) => views.get(table.name)?.columns.has(column.name));
  const any = fitting.length === 0 ? table.columns : fitting;
  return tape.pick(readable.length === 0 || (isDaring && tape.once(5)) ? any : readable);
}

/** A column, or a place inside of it where it is JSON. */
export function pickField(maker: Maker, table: TableSpec, among?: (column: ColumnSpec) => boolean): Field {
  const { tape } = maker;
  const column = pickColumn(maker, table, among);
  if (column.kind !== "json" || tape.below(3) === 0) return { column, path: [], asText: false };
  const path = tape.pick<(string | number)[]>([["a"], ["a", "b"], [0], [1], ["a", 1], ["a", -1], ["none"]]);
  return { column, path, asText: tape.below(2) === 0 };
}
