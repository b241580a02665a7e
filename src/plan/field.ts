import type { Field, JsonStep } from "../query/read.ts";
import type { ColumnType } from "../schema/kinds/kind.ts";
import { kinds } from "../schema/kinds/table.ts";
import { literal, type Sql, sql } from "../sql/fragment.ts";
import { codecs } from "./encode.ts";
import type { Slot } from "./slot.ts";
import type { Table } from "./table.ts";

const text: ColumnType = { kind: kinds.text };

/** The field for comparing and ordering. */
export function fieldValue(field: Field, table: Table): Sql<Slot> {
  const column = table.column(field.column.name);
  if (field.path.length === 0) return column;
  return field.asText ? jsonText(column, field.path) : sql`${guarded(column)} ->> ${literal(jsonPath(field.path))}`;
}

/** The field as a member of `json_object`. */
export function fieldJson(field: Field, table: Table): Sql<Slot> {
  const column = table.column(field.column.name);
  if (isSealed(field, table)) return column;
  if (field.path.length === 0) return codecs[field.column.type.kind.encoding].json(column);
  return field.asText ? jsonText(column, field.path) : sql`${guarded(column)} -> ${literal(jsonPath(field.path))}`;
}

/** Whether the field's values are encrypted; those of given rows are in clear. */
export function isSealed({ column }: Field, { source }: Table): boolean {
  return column.encrypted !== undefined && !source.given;
}

/** Whether the field holds JSON values, to be compared as PostgreSQL compares jsonb. */
export function isDocument(field: Field): boolean {
  return fieldType(field).kind.name === "json";
}

/** The JSON text of such a field; NULL where there is nothing at its place, and not for JSON's null. */
export function documentText(field: Field, table: Table): Sql<Slot> {
  const safe = guarded(table.column(field.column.name));
  return field.path.length === 0 ? safe : sql`${safe} -> ${literal(jsonPath(field.path))}`;
}

/** Whether the field holds text, so that it can be matched by a pattern. */
export function isTextual(field: Field): boolean {
  if (field.path.length > 0) return field.asText;
  return field.column.type.kind.name === "text" || field.column.type.kind.name === "enum";
}

/** The type that a field's values have. */
export function fieldType(field: Field): ColumnType {
  return field.path.length === 0 ? field.column.type : field.asText ? text : { kind: kinds.json };
}

/** The field as text, `col::text`. */
export function fieldText(field: Field, table: Table): Sql<Slot> {
  const column = table.column(field.column.name);
  return field.path.length === 0 ? codecs[field.column.type.kind.encoding].text(column) : jsonText(column, field.path);
}

/** A row typed by hand may hold what is not JSON: there is nothing at any path of it. */
function guarded(column: Sql<Slot>): Sql<Slot> {
  return sql`iif(json_valid(${column}), ${column}, null)`;
}

/** `->>` as PostgreSQL gives it: always text, so `true` and not 1. */
function jsonText(column: Sql<Slot>, path: readonly JsonStep[]): Sql<Slot> {
  const place = literal(jsonPath(path));
  const safe = guarded(column);
  return sql`case json_type(${safe}, ${place}) when 'true' then 'true' when 'false' then 'false' else cast(${safe} ->> ${place} as text) end`;
}

/** SQLite's path language: https://www.sqlite.org/json1.html#path_arguments */
function jsonPath(path: readonly JsonStep[]): string {
  let text = "$";
  for (const step of path) {
    if (step.kind === "key") text += `.${JSON.stringify(step.key)}`;
    else text += step.index < 0 ? `[#${step.index}]` : `[${step.index}]`;
  }
  return text;
}
