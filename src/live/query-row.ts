import type { Field, Selection } from "../query/read.ts";
import type { Row } from "../rules/evaluate.ts";
import type { ColumnType, Stored } from "../schema/kinds/kind.ts";
import { parseText } from "../schema/kinds/parse.ts";
import type { Collection } from "../schema/model.ts";
import { type Document, documentAt, documentText, jsonText, type Members, parseDocument } from "./document.ts";
import { rowJson, valueJson } from "./encode.ts";

/** The row that a read gave as JSON, in the stored form that changes come in. */
export function storedRow(members: Members, { columns }: Collection): Row {
  const row: Record<string, Stored> = {};
  for (const { name, type } of columns.values()) {
    const value = members[name];
    if (value !== undefined) row[name] = storedValue(value, type);
  }
  return row;
}

function storedValue(value: Document, type: ColumnType): Stored {
  if (value === null) return null;
  const { kind } = type;
  if (kind.name === "json") return jsonText(value);
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  // What was typed by hand may be no value of its kind: it is then the text that it is.
  const text = typeof value === "string" ? value : jsonText(value);
  const stored = kind.name === "text" || kind.name === "enum" ? null : parseText(text, type);
  return stored?.ok === true ? stored.value : text;
}

/** One member of a row's JSON; null: all of the columns, as the row has them. */
export type Shown = { readonly as: string; readonly field: Field } | null;

/** A row's members as JSON text, without the braces around them; empty where there are none. */
export function membersJson(row: Row, shown: readonly Shown[], collection: Collection): string {
  const members = shown.map((member) => {
    if (member === null) return rowJson(row, collection).slice(1, -1);
    return `${JSON.stringify(member.as)}:${fieldJson(row, member.field)}`;
  });
  return members.filter((member) => member !== "").join(",");
}

function fieldJson(row: Row, { column, path, asText }: Field): string {
  const stored = row[column.name] ?? null;
  if (path.length === 0) return valueJson(stored, column.type.kind.encoding);
  const found = documentAt(parseDocument(stored), path);
  if (asText) return JSON.stringify(documentText(found));
  return found === undefined ? "null" : jsonText(found);
}

/** What stands in place of the members of a related row that is not there. */
export function nullMembers(select: readonly Selection[], columns: Iterable<string>): string {
  const names = select.flatMap((selection) => {
    if (selection.kind === "all") return [...columns];
    return selection.kind === "field" ? [selection.as] : [];
  });
  return names.map((name) => `${JSON.stringify(name)}:null`).join(",");
}

/** Equal texts for equal values of these columns; null where one of them is NULL or not there. */
export function keyText(row: Row, names: readonly string[]): string | null {
  const values = names.map((name) => row[name] ?? null);
  if (values.includes(null)) return null;
  return JSON.stringify(values.map((value) => (typeof value === "bigint" ? String(value) : value)));
}
