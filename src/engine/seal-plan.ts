import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { storedArgument } from "../plan/bind.ts";
import type { CellSource } from "../plan/cells.ts";
import type { ArgumentValue, Comparison } from "../query/read.ts";
import type { Insert, Update, Write } from "../query/write.ts";
import { type Collection, type Column, holdsEncrypted } from "../schema/model.ts";
import { statement } from "../sql/compile.ts";
import { id, literal, sql } from "../sql/fragment.ts";
import type { CountedKey, SealedCell, SealPlan } from "../sql/secret.ts";

/** The cells of a write, with those that encrypted columns need beside their own: blind indexes, and the row's key. */
export function withSealedCells(write: Insert | Update, cells: readonly CellSource[]): readonly CellSource[] {
  const { collection } = write;
  const blind = cells.flatMap((source): CellSource[] => {
    const index = collection.columns.get(source.column.encrypted?.index ?? "");
    return index === undefined ? [] : [{ column: index, from: { kind: "blind", of: source } }];
  });
  const isSealed = cells.some(({ column }) => column.encrypted !== undefined);
  const key = write.kind === "insert" && isSealed ? countedColumn(collection) : null;
  const isGiven = key === null || cells.some(({ column }) => column === key);
  return [...cells, ...blind, ...(isGiven ? [] : [{ column: key, from: { kind: "counted" } } as const])];
}

/** The one integer of a key that the table would count itself. */
function countedColumn({ primaryKey, columns }: Collection): Column | null {
  const [name = "", ...others] = primaryKey;
  const column = columns.get(name);
  const isCounted = others.length === 0 && column?.hasDefault === true && column.makeDefault === null;
  return isCounted ? column : null;
}

/** Null where nothing of a write is encrypted. */
export function sealPlan(write: Insert | Update, cells: readonly CellSource[], most: number): SealPlan | null {
  const { name: table, primaryKey } = write.collection;
  const sealed = cells.flatMap(({ column, from }, cell): SealedCell[] => {
    if (column.encrypted !== undefined) return [{ cell, column: column.encrypted.id, as: "ciphertext" }];
    const of = from.kind === "blind" ? from.of.column.encrypted : undefined;
    return of === undefined ? [] : [{ cell, column: of.id, as: "blind" }];
  });
  if (sealed.length === 0) return null;
  const place = (name: string): number => cells.findIndex(({ column }) => column.name === name);
  const key = write.kind === "insert" ? primaryKey.map((name) => ({ column: name, cell: place(name) })) : [];
  return { table, cells: sealed, most, key, counted: countedKey(write.collection, cells) };
}

function countedKey({ name, counter = false }: Collection, cells: readonly CellSource[]): CountedKey | null {
  const cell = cells.findIndex(({ from }) => from.kind === "counted");
  const column = cells[cell]?.column.name;
  if (column === undefined) return null;
  const largest = sql`coalesce((select max(${id(column)}) from ${id(name)}), 0)`;
  const given = sql`coalesce((select "seq" from "sqlite_sequence" where "name" = ${literal(name)}), 0)`;
  const last = counter ? sql`max(${largest}, ${given})` : largest;
  return { cell, column, last: statement(sql`select ${last} as "n"`) };
}

/**
 * A merge must know the key of the row that is there: it has to be the key that conflicts. Rows whose key is counted conflict
 * with none.
 */
export function sealedConflict(insert: Insert, cells: readonly CellSource[]): Result<Insert, Failure> {
  const { collection, conflict } = insert;
  if (conflict === null || !holdsEncrypted(collection)) return ok(insert);
  const isKey = [...conflict.columns].sort().join() === [...collection.primaryKey].sort().join();
  if (isKey) return cells.some(({ from }) => from.kind === "counted") ? ok({ ...insert, conflict: null }) : ok(insert);
  const touches = cells.some(
    ({ column }) => column.encrypted !== undefined || collection.primaryKey.includes(column.name),
  );
  if (conflict.action === "ignore" || !touches) return ok(insert);
  const refused = failure(
    "0A000",
    `rows of "${collection.name}" cannot be merged by (${conflict.columns.join(", ")})`,
    {
      details: "Encrypted values belong to the key of their row, which is not known before.",
      hint: "Let on_conflict name the primary key.",
    },
  );
  return err(refused);
}

/**
 * The key, as text, of the one row that an update's filter can let through: `id=eq.5`, whatever else stands beside it. Null
 * where the filter does not say.
 */
export function knownKey(write: Write, given: readonly ArgumentValue[]): readonly string[] | null {
  if (write.kind !== "update" || write.where === null) return null;
  const { where } = write;
  const terms = where.kind === "and" ? where.items : [where];
  const key: string[] = [];
  for (const name of write.collection.primaryKey) {
    const term = terms.find((each) => each.kind === "compare" && isPlainEquality(each, name));
    const argument = term?.kind === "compare" && term.value !== null ? given[term.value.argument] : undefined;
    const type = write.collection.columns.get(name)?.type;
    const stored = argument === undefined || type === undefined ? null : storedArgument(argument, type);
    if (stored === null || !stored.ok || stored.value === null) return null;
    key.push(String(stored.value));
  }
  return key;
}

function isPlainEquality({ field, operator, quantifier }: Comparison, name: string): boolean {
  return field.column.name === name && field.path.length === 0 && operator === "eq" && quantifier === null;
}
