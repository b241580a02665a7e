import { beginActor, endActor } from "../changes/actor.ts";
import type { Database, ResultSet } from "../engine/ports.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { type Collection, type Column, holdsEncrypted, type Model } from "../schema/model.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { comma, id, integer, join, ref, type Sql, sql, value } from "../sql/fragment.ts";
import { readSealed } from "./cell.ts";
import { reencryption } from "./changes.ts";
import type { Vault } from "./vault.ts";

/** Behind which row to go on: the table's rowid, null for its start. */
export interface Cursor {
  readonly table: string;
  readonly row: number | null;
}

export interface Progress {
  /** How many rows were encrypted anew, and how many hold a value that does not open: those stay as they are. */
  readonly rows: number;
  readonly failed: number;
  /** Null: all is done. */
  readonly after: Cursor | null;
}

export interface ReencryptDeps {
  /** As it is: what comes and goes is ciphertext. */
  readonly database: Database;
  readonly model: Model;
  readonly vault: Vault;
}

const pageRows = 100;

/**
 * Encrypts rows with the current key that are encrypted with another. Each value is written only where it still is what was
 * read, so that nobody's write is lost. `adoptClear` takes values for clear that are not encrypted at all: those of a column
 * that has just been declared so.
 */
export function reencrypter({
  database,
  model,
  vault,
}: ReencryptDeps): (after: Cursor | null, options: { readonly adoptClear: boolean }) => Promise<Progress> {
  const tables = [...model.collections.values()].filter(holdsEncrypted);
  return async (after, { adoptClear }) => {
    const place = after === null ? 0 : tables.findIndex(({ name }) => name === after.table);
    const collection = tables[place];
    if (collection === undefined) return { rows: 0, failed: 0, after: null };
    const current = `pge1.${await vault.currentKey()}.`;
    const from = after?.row ?? null;
    const [page] = await database.batch([selectPage(collection, current, from)], { retry: true });
    const rows = page?.rows ?? [];
    const made = await Promise.all(rows.map((row) => renewed(row, { collection, vault, current, adoptClear })));
    const changed = made.flatMap(({ values }) => values);
    if (changed.length > 0) await database.batch(updates(collection, changed), { retry: true });
    const last = rows.at(-1)?.r;
    const next = tables[place + 1];
    const isLast = rows.length < pageRows;
    return {
      rows: made.filter(({ values }) => values.length > 0).length,
      failed: made.filter(({ failed }) => failed).length,
      after: !isLast
        ? { table: collection.name, row: Number(last) }
        : next === undefined
          ? null
          : { table: next.name, row: null },
    };
  };
}

type Row = ResultSet["rows"][number];

function encryptedColumns({ columns }: Collection): readonly Column[] {
  return [...columns.values()].filter(({ encrypted }) => encrypted !== undefined);
}

/** `r`, the key as `k0`, `k1`, …, the encrypted columns as `c0`, `c1`, …, of rows that are not all under the current key. */
function selectPage(collection: Collection, current: string, from: number | null): Statement {
  const { name, rowId, primaryKey } = collection;
  const columns = encryptedColumns(collection);
  const row = id(rowId ?? "rowid");
  const stale = columns.map(
    (column) => sql`substr(${id(column.name)}, 1, ${integer(current.length)}) <> ${value(current)}`,
  );
  const behind = from === null ? sql`` : sql` and ${row} > ${integer(from)}`;
  const wanted = [
    sql`${row} as "r"`,
    ...primaryKey.map((key, index) => sql`cast(${id(key)} as text) as ${id(`k${index}`)}`),
    ...columns.map((column, index) => sql`${id(column.name)} as ${id(`c${index}`)}`),
  ];
  return statement(sql`select ${comma(wanted)} from ${id(name)} where (${join(stale, sql` or `)})${behind}
    order by ${row} limit ${integer(pageRows)}`);
}

interface Renewing {
  readonly collection: Collection;
  readonly vault: Vault;
  readonly current: string;
  readonly adoptClear: boolean;
}

interface Renewed {
  readonly column: Column;
  readonly key: readonly string[];
  readonly was: string;
  readonly is: string;
  readonly index: string | null;
}

async function renewed(
  row: Row,
  { collection, vault, current, adoptClear }: Renewing,
): Promise<{ readonly values: readonly Renewed[]; readonly failed: boolean }> {
  const key = collection.primaryKey.map((_, index) => String(row[`k${index}`]));
  const values: Renewed[] = [];
  let failed = false;
  for (const [at, column] of encryptedColumns(collection).entries()) {
    const was = row[`c${at}`];
    if (typeof was !== "string" || was.startsWith(current) || column.encrypted === undefined) continue;
    const secret = vault.column(column.encrypted.id);
    try {
      const clear = adoptClear && readSealed(was) === null ? was : await vault.open(was, secret, key);
      const index = column.encrypted.index === null ? null : await vault.blind(clear, secret);
      values.push({ column, key, was, is: await vault.seal(clear, secret, key), index });
    } catch (error) {
      if (!(error instanceof DatabaseError && error.kind === "sealed")) throw error;
      failed = true;
    }
  }
  return { values, failed };
}

/** Harmless to run twice: the second time nothing is as it was. */
function updates(collection: Collection, changed: readonly Renewed[]): readonly Statement[] {
  const sets = encryptedColumns(collection).flatMap((column) => {
    const rows = changed.filter((each) => each.column === column);
    return rows.length === 0 ? [] : [update(collection, column, rows)];
  });
  return [statement(beginActor(value(reencryption))), ...sets, statement(endActor)];
}

function update({ name, primaryKey }: Collection, column: Column, rows: readonly Renewed[]): Statement {
  const given = value(JSON.stringify(rows.map(({ key, was, is, index }) => [...key, was, is, index])));
  const names = [...primaryKey.map((_, index) => `k${index}`), "was", "is", "index"];
  const cells = comma(names.map((each, index) => sql`value ->> ${integer(index)} as ${id(each)}`));
  const same = primaryKey.map((key, index) => sql`${ref(name, key)} = ${ref("_cells", `k${index}`)}`);
  const index = column.encrypted?.index ?? null;
  const sets: Sql<never>[] = [sql`${id(column.name)} = ${ref("_cells", "is")}`];
  if (index !== null) sets.push(sql`${id(index)} = ${ref("_cells", "index")}`);
  return statement(sql`update ${id(name)} set ${comma(sets)} from (select ${cells} from json_each(${given})) "_cells"
    where ${join(same, sql` and `)} and ${ref(name, column.name)} = ${ref("_cells", "was")}`);
}
