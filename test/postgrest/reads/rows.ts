import type { SeedRow } from "../../scenarios/scenario.ts";

type Cell = SeedRow[string];

/** Rows of a table: its columns in a text, then the cells of each row. */
export function rows(columns: string, ...cells: readonly (readonly Cell[])[]): readonly SeedRow[] {
  const names = columns.split(" ");
  return cells.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
}
