import type { Insert, Update, Write } from "../query/write.ts";
import type { Column } from "../schema/model.ts";
import type { Cell } from "./request.ts";

/** Rows of a write that give the same columns. */
export interface Run {
  readonly write: Write;
  readonly rows: readonly (readonly Cell[])[];
  /** Which columns; empty for all of them. Part of the plan's key. */
  readonly mask: string;
}

/** Rows that leave the same cells to their defaults go in one statement; their order is kept. */
export function splitRuns(write: Write, rows: readonly (readonly Cell[])[]): readonly Run[] {
  if (write.kind === "delete" || !rows.some((row) => row.includes(undefined))) return [{ write, rows, mask: "" }];
  const runs: { mask: string; rows: (readonly Cell[])[] }[] = [];
  for (const row of rows) {
    const mask = write.columns.map((_, index) => (row[index] === undefined ? "0" : "1")).join("");
    const last = runs.at(-1);
    if (last?.mask === mask) last.rows.push(row);
    else runs.push({ mask, rows: [row] });
  }
  return runs.map((run) => narrowed(write, run.mask, run.rows));
}

/** An insert leaves the other columns out, an update sets them to their defaults. */
function narrowed(write: Insert | Update, mask: string, rows: readonly (readonly Cell[])[]): Run {
  const isGiven = (_: Column | Cell, index: number): boolean => mask[index] === "1";
  const columns = write.columns.filter(isGiven);
  const others = write.columns.filter((column) => !columns.includes(column));
  return {
    mask,
    write: write.kind === "insert" ? { ...write, columns } : { ...write, columns, defaults: others },
    rows: rows.map((row) => row.filter(isGiven)),
  };
}
