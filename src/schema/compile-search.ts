import { DefinitionError } from "./definition-error.ts";
import type { Column, SearchIndex } from "./model.ts";

const rowIds: readonly string[] = ["rowid", "_rowid_", "oid"];

/** SQLite's name of the rowid that no column has taken. Source: https://www.sqlite.org/rowidtable.html */
export function rowIdName(columns: ReadonlyMap<string, Column>): string | null {
  const names = new Set([...columns.keys()].map((name) => name.toLowerCase()));
  return rowIds.find((name) => !names.has(name)) ?? null;
}
const searchable: ReadonlySet<string> = new Set(["text", "enum"]);

/** @throws DefinitionError where a property is no column or its column holds no text */
export function compileSearch(
  table: string,
  properties: readonly string[],
  columns: ReadonlyMap<string, Column>,
): SearchIndex | null {
  if (properties.length === 0) return null;
  const where = `table ${table}, search`;
  const named = new Set<string>();
  for (const property of properties) {
    const column = [...columns.values()].find((candidate) => candidate.property === property);
    if (column === undefined) {
      const known = [...columns.values()].map((candidate) => candidate.property).join(", ");
      throw new DefinitionError(where, `the table has no column "${property}"`, `Use one of: ${known}`);
    }
    if (!searchable.has(column.type.kind.name)) {
      throw new DefinitionError(where, `"${property}" holds ${column.type.kind.name}`, "Search columns of text alone");
    }
    if (named.has(column.name)) throw new DefinitionError(where, `"${property}" stands there twice`, "Keep it once");
    named.add(column.name);
  }
  const rowId = rowIdName(columns);
  if (rowId === null) {
    throw new DefinitionError(
      where,
      `columns are called ${rowIds.join(", ")}`,
      "Rename one: the index needs the rowid",
    );
  }
  // FTS5 keeps `…_data`, `…_idx` and others beside it, which end otherwise than any index of ours.
  return { table: `_perigee_search_${table}_fts`, columns: [...named], rowId };
}
