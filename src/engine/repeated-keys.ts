import { type Failure, failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import type { Insert, Write } from "../query/write.ts";
import { storedList } from "../rules/to-sql.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import { parseJson } from "../schema/kinds/parse.ts";
import type { PartSource } from "./part.ts";
import type { Cell } from "./request.ts";

/**
 * PostgreSQL merges no row twice in one command: the second of two given rows with one key is an error. SQLite would
 * merge both, and what comes out would hang on their order. Rows that leave a column of the key open, or null, are new.
 */
export function repeatedKeyFailure(write: Write, rows: readonly (readonly Cell[])[]): Failure | null {
  if (write.kind !== "insert" || write.conflict?.action !== "merge" || rows.length < 2) return null;
  const positions = keyPositions(write, write.conflict.columns);
  if (positions === null) return null;
  const seen = new Set<string>();
  for (const row of rows) {
    const key = keyOf(write, positions, row);
    if (key === null) continue;
    if (seen.has(key)) return repeated;
    seen.add(key);
  }
  return null;
}

const repeated: Failure = failure("21000", "ON CONFLICT DO UPDATE command cannot affect row a second time", {
  hint: "Ensure that no rows proposed for insertion within the same command have duplicate constrained values.",
});

function keyPositions({ columns }: Insert, names: readonly string[]): readonly number[] | null {
  const positions = names.map((name) => columns.findIndex((column) => column.name === name));
  return positions.includes(-1) ? null : positions;
}

/** Null where the row cannot conflict, or is refused anyway. */
function keyOf({ columns }: Insert, positions: readonly number[], row: readonly Cell[]): string | null {
  const values: Stored[] = [];
  for (const position of positions) {
    const [column, cell] = [columns[position], row[position]];
    if (column === undefined || cell === undefined || cell === null) return null;
    const stored = parseJson(cell, column.type);
    if (!stored.ok) return null;
    values.push(stored.value);
  }
  return storedList(values);
}

/** The place of the first row whose key an earlier row of the same write has; null where there is none. */
export function repeatedPlace({ prepared, bindings }: PartSource, names: readonly string[]): number | null {
  const positions = names.map((name) => prepared.cells.findIndex((cell) => cell.column.name === name));
  if (positions.includes(-1) || bindings.rows === null) return null;
  const rows: readonly (readonly Json[])[] = JSON.parse(bindings.rows);
  const seen = new Set<string>();
  for (const [place, row] of rows.entries()) {
    const values = positions.map((position) => row[position] ?? null);
    if (values.includes(null)) continue;
    const key = JSON.stringify(values);
    if (seen.has(key)) return place;
    seen.add(key);
  }
  return null;
}
