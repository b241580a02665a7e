import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Context, ReadRequest } from "../engine/request.ts";
import { isJsonObject, type Json } from "../kernel/json.ts";
import { ok } from "../kernel/result.ts";
import type { Read, Selection } from "../query/read.ts";
import type { Collection, Column, Model } from "../schema/model.ts";
import { cellValue } from "./cell.ts";
import type { ReadOptions } from "./db.ts";
import { lowerCondition, lowerCount, lowering, lowerOrder } from "./lower.ts";

/** @throws TypeError for a table that is no collection */
export function collectionOf(model: Model, table: SQLiteTable): Collection {
  const found = model.collections.get(getTableName(table));
  if (found === undefined) throw new TypeError(`${getTableName(table)} is no collection`);
  return found;
}

/** A column by the name that it has in the application. */
export function columnOf(collection: Collection, property: string): Column {
  for (const column of collection.columns.values()) if (column.property === property) return column;
  throw new TypeError(`collection ${collection.name} has no column ${property}`);
}

/** `db.read` as the engine is asked. */
export function readRequestOf(
  collection: Collection,
  options: ReadOptions<SQLiteTable>,
  context: Context,
): ReadRequest {
  const to = lowering("read", collection, context);
  const columns = options.columns?.map((property) => columnOf(collection, property));
  to.shape += columns === undefined ? " all" : ` ${JSON.stringify(columns.map((column) => column.name))}`;
  const read: Read = {
    collection,
    select: columns === undefined ? [{ kind: "all" }] : columns.map(selectionOf),
    where: options.where === undefined ? null : lowerCondition(options.where, to),
    order: lowerOrder(options.order ?? [], to),
    limit: lowerCount(options.limit, "limit", to),
    offset: lowerCount(options.offset, "offset", to),
    internal: true,
  };
  return { shape: to.shape, build: () => ok(read), arguments: to.arguments, total: false };
}

function selectionOf(column: Column): Selection {
  return { kind: "field", field: { column, path: [], asText: false }, as: column.name, cast: null };
}

/** The rows of an answer by property name, each value as Drizzle types it. */
export function rowsOfText(json: string, collection: Collection): Record<string, unknown>[] {
  const rows: Json = JSON.parse(json);
  if (!Array.isArray(rows)) throw new TypeError("no rows");
  return rows.filter(isJsonObject).map((row) => {
    const made: Record<string, unknown> = {};
    for (const column of collection.columns.values()) {
      const json = row[column.name];
      if (json !== undefined) made[column.property] = cellValue(json, column);
    }
    return made;
  });
}
