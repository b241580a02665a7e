import type { Source } from "../rules/secure.ts";
import type { KindName } from "../schema/kinds/kind.ts";
import type { Column } from "../schema/model.ts";
import { comma, id, integer, type Sql, slot, sql } from "../sql/fragment.ts";
import { codecs } from "./encode.ts";
import type { Slot } from "./slot.ts";

const rows: Sql<Slot> = slot<Slot>({ kind: "rows" });

/**
 * The table that a read is over, or rows that came with the request in its place: one parameter, whose cells have the
 * order of the collection's columns.
 */
export function fromSource({ collection, given }: Source): Sql<Slot> {
  if (!given) return id(collection.name);
  // All of them: a mask may look at a column that the caller does not see.
  const columns = [...collection.columns.values()];
  const cells = columns.map((column, index) => sql<Slot>`${cell(column, index)} as ${id(column.name)}`);
  return sql`(select ${comma(cells)} from json_each(${rows}))`;
}

/** In its stored form, and of the affinity that the column's table would give it: what is compared with it counts on that. */
function cell(column: Column, index: number): Sql<Slot> {
  const stored = codecs[column.type.kind.encoding].store(sql`json_each.value ->> ${integer(index)}`);
  const type = affinities[column.type.kind.name];
  return type === undefined ? stored : sql`cast(${stored} as ${type})`;
}

const affinities: Readonly<Partial<Record<KindName, Sql<never>>>> = {
  integer: sql`integer`,
  bigint: sql`integer`,
  boolean: sql`integer`,
  "epoch-seconds": sql`integer`,
  "epoch-millis": sql`integer`,
  real: sql`real`,
  numeric: sql`numeric`,
};
