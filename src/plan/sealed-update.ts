import { type Collection, type Column, holdsEncrypted } from "../schema/model.ts";
import { abort } from "../sql/abort.ts";
import { type Template, template } from "../sql/compile.ts";
import { comma, id, integer, join, ref, type Sql, sql } from "../sql/fragment.ts";
import type { Slot } from "./slot.ts";
import { rowsParameter, updateCell } from "./write.ts";

/** How an update gives each row cells of its own. */
export interface RowwiseUpdate {
  readonly cell: (column: Column, index: number) => Sql<Slot>;
  readonly from: Sql<Slot>;
  readonly where: Sql<Slot>;
  readonly targets: Template<Slot> | null;
}

/** No collection's name starts with `_`. */
const cells = "_cells";

/**
 * Encrypted values are bound to the key of their row: the rows are asked for first, and what is written comes row by row behind
 * the common cells, `[[cells…], [key…, ciphertext…], …]`. Conditions are asked again when it is written: a row that has changed
 * in the meantime is left alone where it no longer fulfils them, and one that has come is not touched, as in PostgreSQL's READ
 * COMMITTED. Such rows keep their key: an update that sets it must set it to what it is.
 */
export function sealedUpdate(
  collection: Collection,
  columns: readonly Column[],
  { target, most }: { readonly target: Sql<Slot>; readonly most: number },
): RowwiseUpdate {
  const plain: RowwiseUpdate = { cell: updateCell, from: sql``, where: target, targets: null };
  if (!holdsEncrypted(collection)) return plain;
  const keep = keptKey(collection);
  const sealed = columns.filter((column) => column.encrypted !== undefined);
  if (sealed.length === 0) return { ...plain, cell: keep };
  const { name, primaryKey } = collection;
  const names = [...primaryKey.map((_, index) => `k${index}`), ...sealed.map((_, index) => `c${index}`)];
  const given = comma(names.map((each, index) => sql<Slot>`value ->> ${integer(index)} as ${id(each)}`));
  const matches = primaryKey.map((key, index) => sql<Slot>`${ref(name, key)} = ${ref(cells, `k${index}`)}`);
  const keys = comma(primaryKey.map((key, index) => sql<Slot>`cast(${ref(name, key)} as text) as ${id(`k${index}`)}`));
  return {
    cell: (column, index) =>
      column.encrypted === undefined ? keep(column, index) : ref(cells, `c${sealed.indexOf(column)}`),
    from: sql` from (select ${given} from json_each(${rowsParameter}) where key > 0) ${id(cells)}`,
    where: andWhere(target, join(matches, sql` and `)),
    targets: template(sql<Slot>`select ${keys} from ${id(name)}${target} limit ${integer(most + 1)}`),
  };
}

/** Not a condition: it is asked of the rows that are updated, and of no other. */
function keptKey({ name, primaryKey }: Collection): RowwiseUpdate["cell"] {
  return (column, index) => {
    const cell = updateCell(column, index);
    if (!primaryKey.includes(column.name)) return cell;
    const old = ref(name, column.name);
    return sql`case when ${old} = ${cell} then ${old} else ${abort(`rekey:${name}`)} end`;
  };
}

/** The session's check comes first in the target, and stays there. */
function andWhere(target: Sql<Slot>, condition: Sql<Slot>): Sql<Slot> {
  return target.parts.length === 0 ? sql` where ${condition}` : sql`${target} and ${condition}`;
}
