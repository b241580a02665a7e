import { getTableName } from "drizzle-orm";
import type { Cell, Context, WriteRequest } from "../engine/request.ts";
import { ok } from "../kernel/result.ts";
import type { Selection } from "../query/read.ts";
import type { Conflict as NeutralConflict, Write } from "../query/write.ts";
import type { Collection, Column, Model } from "../schema/model.ts";
import { cellJson } from "./cell.ts";
import type { Change, Conflict } from "./change.ts";
import { type Lowering, lowerCondition, lowering } from "./lower.ts";
import { collectionOf, columnOf } from "./read-request.ts";

export interface WriteContext {
  readonly model: Model;
  readonly context: Context;
  readonly maxAffected: number | null;
}

/** A write of a function as the engine is asked. */
export function writeRequestOf(change: Change, { model, context, maxAffected }: WriteContext): WriteRequest {
  const collection = collectionOf(model, change.table);
  const to = lowering(change.kind, collection, context);
  const returning: readonly Selection[] | null = change.returning === true ? [{ kind: "all" }] : null;
  to.shape += returning === null ? " silent" : " returning";
  const { write, rows } =
    change.kind === "insert" ? insertion(change, returning, to) : alteration(change, returning, to);
  const single = change.kind !== "insert" && change.one === true;
  return { shape: to.shape, build: () => ok(write), arguments: to.arguments, rows, maxAffected, single };
}

interface Written {
  readonly write: Write;
  readonly rows: readonly (readonly Cell[])[];
}

type Insertion = Extract<Change, { readonly kind: "insert" }>;

/** A column that a row leaves out takes its default there. */
function insertion({ rows, conflict }: Insertion, returning: Write["returning"], to: Lowering): Written {
  const { collection } = to;
  const given = new Set(rows.flatMap((row) => Object.keys(row).filter((property) => row[property] !== undefined)));
  const columns = [...given].sort().map((property) => columnOf(collection, property));
  to.shape += ` ${namesOf(columns)}`;
  return {
    write: { kind: "insert", collection, columns, conflict: lowerConflict(conflict, to), returning },
    rows: rows.map((row) => columns.map((column) => cellJson(row[column.property]))),
  };
}

function alteration(change: Exclude<Change, Insertion>, returning: Write["returning"], to: Lowering): Written {
  const { collection } = to;
  const set = Object.entries(change.kind === "update" ? change.set : {}).filter(([, cell]) => cell !== undefined);
  const columns = set.map(([property]) => columnOf(collection, property));
  to.shape += ` ${namesOf(columns)}`;
  const where = lowerCondition(change.where, to);
  const rest = { collection, where, order: [], limit: null, offset: null, returning };
  if (change.kind === "delete") return { write: { kind: "delete", ...rest }, rows: [] };
  return { write: { kind: "update", columns, ...rest }, rows: [set.map(([, cell]) => cellJson(cell))] };
}

function lowerConflict(conflict: Conflict | null, to: Lowering): NeutralConflict | null {
  if (conflict === null) return null;
  const { collection } = to;
  const wanted = conflict.on === null ? collection.primaryKey : conflict.on.map((column) => nameIn(column, collection));
  const names = [...wanted].sort().join();
  const found = collection.uniques.find((set) => !set.partial && [...set.columns].sort().join() === names);
  if (found === undefined) throw new TypeError(`(${wanted.join(", ")}) is no key of ${collection.name}`);
  to.shape += ` ${conflict.action} ${JSON.stringify(found.columns)}`;
  return { action: conflict.action, columns: found.columns };
}

function nameIn(column: NonNullable<Conflict["on"]>[number], collection: Collection): string {
  if (getTableName(column.table) === collection.name) return column.name;
  throw new TypeError(`${getTableName(column.table)}.${column.name} is no column of ${collection.name}`);
}

function namesOf(columns: readonly Column[]): string {
  return JSON.stringify(columns.map((column) => column.name));
}
