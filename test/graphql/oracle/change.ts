import type { Json } from "../../../src/kernel/json.ts";
import { allow, type Grant } from "../../../src/rules/grant.ts";
import type { Stored } from "../../../src/schema/kinds/kind.ts";
import type { Filter, Item } from "../../oracle/ask.ts";
import type { ColumnSpec, Family, TableSpec } from "../../oracle/family.ts";
import { kinds } from "../../oracle/kinds.ts";
import type { Maker } from "../../oracle/maker.ts";
import { makeGrant } from "../../oracle/rule.ts";
import type { WriteRules } from "../../oracle/stage.ts";
import type { Tape } from "../../oracle/tape.ts";
import type { Views } from "../../oracle/world.ts";
import { makeFilters, makeSelect } from "./question.ts";

/** A write that both surfaces can be asked for. */
export interface Change {
  readonly kind: "insert" | "update" | "delete";
  readonly table: TableSpec;
  /** Rows to insert; of an update one, of a delete none. A column that is not in a row is left to its default. */
  readonly rows: readonly Given[];
  readonly conflict: Conflict | null;
  readonly where: readonly Filter[];
  /** What is asked of the rows that come back; null: nothing. */
  readonly returning: readonly Item[] | null;
  readonly atMost: number;
}

export type Given = ReadonlyMap<ColumnSpec, Stored | "nonsense">;

export interface Conflict {
  readonly columns: readonly string[];
  readonly action: "merge" | "ignore";
}

/** Who may write what: mostly much, now and then under a condition, or only some columns. */
export function makeWriteRules(tape: Tape, family: Family): WriteRules {
  const grant = (table: TableSpec): Grant => {
    const made = makeGrant(tape, family, table);
    const isPlain = tape.below(3) > 0;
    return { ...made, when: isPlain ? null : made.when, columns: tape.once(4) ? made.columns : null };
  };
  const several = (table: TableSpec): Grant[] =>
    tape.once(8) ? [] : [grant(table), ...(tape.below(2) === 1 ? [grant(table)] : [])];
  return new Map(
    family.tables.map((table) => [
      table.name,
      {
        insert: several(table).map(({ roles, when, columns }) => ({ ...allow(...roles).grant, check: when, columns })),
        update: several(table),
        delete: several(table).map(({ roles, when }) => ({ ...allow(...roles).grant, when })),
      },
    ]),
  );
}

export function makeChange(tape: Tape, family: Family, views: Views): Change {
  let count = 0;
  const maker: Maker = { tape, family, views, isDaring: tape.once(8), fresh: () => `x${++count}` };
  const table = tape.pick(family.tables);
  const kind = tape.pick(["insert", "insert", "update", "update", "delete"] as const);
  const isReadable = views.get(table.name) != null;
  const returning = isReadable && tape.below(4) > 0 ? makeSelect(maker, table, 2) : null;
  const base = { kind, table, returning, rows: [], conflict: null, where: [] };
  if (kind === "insert") return { ...base, rows: newRows(tape, table), conflict: conflict(tape, table), atMost: 0 };
  // In REST, writes are filtered by no related rows.
  const where = isReadable ? makeFilters(maker, table, 2).where : [];
  const rows = kind === "update" ? [changes(tape, table)] : [];
  return { ...base, rows, where, atMost: tape.pick([20, 20, 20, 1, 2, 0]) };
}

function newRows(tape: Tape, table: TableSpec): readonly Given[] {
  const left = tape.some(
    table.columns.filter(({ notNull }) => !notNull),
    0,
    2,
  );
  const names = table.columns.filter((column) => !left.includes(column));
  return Array.from({ length: tape.pick([1, 1, 2, 3, 0]) }, (_, index) => {
    // Rows need not have the same columns.
    const own = tape.once(6) ? names.slice(0, -1) : names;
    return new Map(own.map((column) => [column, valueFor(tape, table, { column, index })]));
  });
}

function changes(tape: Tape, table: TableSpec): Given {
  const among = table.columns.filter(({ name }) => name !== "id" || tape.once(6));
  return new Map(tape.some(among, 1, 3).map((column) => [column, valueFor(tape, table, { column, index: 0 })]));
}

interface Cell {
  readonly column: ColumnSpec;
  readonly index: number;
}

function valueFor(tape: Tape, table: TableSpec, { column, index }: Cell): Stored | "nonsense" {
  const { name, kind, notNull, points } = column;
  if (name === "mark") return `made-${index}`;
  // Most are new, most foreign keys point at something.
  if (table.key.includes(name) && points === null) return tape.below(4) === 1 ? 1 + tape.below(4) : 20 + index;
  if (!notNull || tape.once(10)) {
    if (tape.once(4)) return null;
  }
  if (points !== null) return tape.once(6) ? 99 : 1 + tape.below(3);
  const { pool } = kinds[kind];
  if (["uuid", "date", "timestamp"].includes(kind) && tape.once(8)) return "nonsense";
  return tape.pick(pool);
}

function conflict(tape: Tape, table: TableSpec): Conflict | null {
  if (tape.below(3) > 0) return null;
  const unique = table.columns.filter((column) => column.unique).map(({ name }) => [name]);
  return { columns: tape.pick([table.key, ...unique]), action: tape.pick(["merge", "ignore"] as const) };
}

/** A value as both surfaces read it from JSON. */
export function jsonCell({ kind }: ColumnSpec, value: Stored | "nonsense"): Json {
  if (value === null || value === "nonsense") return value;
  return kind === "bigint" ? String(value) : kinds[kind].inJson(value);
}
