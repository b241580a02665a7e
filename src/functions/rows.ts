import { isJsonObject } from "../kernel/json.ts";
import { storedList } from "../rules/to-sql.ts";
import type { Encoding, Stored } from "../schema/kinds/kind.ts";
import { parseJson } from "../schema/kinds/parse.ts";
import { timestampText } from "../schema/kinds/timestamp.ts";
import type { Collection, Column } from "../schema/model.ts";
import type { GivenRows } from "../sql/secret.ts";
import { cellJson } from "./cell.ts";

/** What a function gave as rows, each cell in its stored form, in the order of the collection's columns. */
export type StoredRows = readonly (readonly Stored[])[];

/**
 * Reads the rows of a function, by property name. It must give every one of the columns that its caller may see.
 *
 * @throws TypeError for what is no such row: the function is wrong, not its caller
 */
export function storedRows(rows: readonly unknown[], collection: Collection, columns: readonly Column[]): StoredRows {
  const wanted = new Set(columns);
  return rows.map((row, index) => {
    if (!isJsonObject(row)) throw new TypeError(`row ${index} is no object`);
    return [...collection.columns.values()].map((column) => {
      const json = cellJson(row[column.property]);
      if (json === undefined && !wanted.has(column)) return null;
      if (json === undefined) throw new TypeError(`row ${index} has no ${column.property}`);
      const stored = parseJson(json, column.type);
      if (!stored.ok) {
        const why = column.encrypted === undefined ? stored.error.message : stored.error.code;
        throw new TypeError(`row ${index}, ${column.property}: ${why}`);
      }
      return stored.value;
    });
  });
}

/** As a statement takes them: an array of arrays. Values of encrypted columns do not go to the database. */
export function rowsParameter(rows: StoredRows, { columns }: Collection): GivenRows {
  const hidden = [...columns.values()].flatMap(({ encrypted, type }, cell) =>
    encrypted === undefined ? [] : [{ cell, isJson: type.kind.encoding === "json" }],
  );
  if (hidden.length === 0) return `[${rows.map(storedList).join(",")}]`;
  return { cells: rows.map((row) => row.map((cell) => storedList([cell]).slice(1, -1))), hidden };
}

/** As an answer holds them: an array of objects with those columns. */
export function rowsJson(rows: StoredRows, collection: Collection, columns: readonly Column[]): string {
  const all = [...collection.columns.values()];
  const members = columns.map((column) => ({
    head: `${JSON.stringify(column.name)}:`,
    index: all.indexOf(column),
    write: writers[column.type.kind.encoding],
  }));
  const texts = rows.map((row) => {
    const pairs = members.map(({ head, index, write }) => {
      const stored = row[index] ?? null;
      return head + (stored === null ? "null" : write(stored));
    });
    return `{${pairs.join(",")}}`;
  });
  return `[${texts.join(",")}]`;
}

type Writer = (stored: Exclude<Stored, null>) => string;

const plain: Writer = (stored) => (typeof stored === "bigint" ? String(stored) : JSON.stringify(stored));

/** The same JSON as the plan's codecs make in SQL. */
const writers: Readonly<Record<Encoding, Writer>> = {
  plain,
  real: plain,
  boolean: (stored) => (stored === 1 ? "true" : "false"),
  json: String,
  "epoch-seconds": (stored) => JSON.stringify(timestampText(Number(stored) * 1000)),
  "epoch-millis": (stored) => JSON.stringify(timestampText(Number(stored))),
  hex: (stored) => JSON.stringify(`\\x${String(stored).toLowerCase()}`),
};
