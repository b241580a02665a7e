import type { Bindings } from "../plan/bind.ts";
import type { RowOrder } from "../plan/returned.ts";
import type { Count } from "../plan/write.ts";
import type { Statement } from "../sql/compile.ts";
import { inOrder } from "./order-rows.ts";
import type { ResultSet } from "./ports.ts";
import type { PreparedWrite } from "./prepare.ts";
import type { Cell, WriteAnswer } from "./request.ts";

/** The statements that one prepared write adds to the batch, and where among them its answer is. */
export interface Part {
  readonly statements: readonly Statement[];
  /** The first of the statements whose rows are the rows written. */
  readonly main: number;
  /** How many such statements there are, one behind the other. */
  readonly mains: number;
  /** The statement whose rows are their JSON. */
  readonly json: number;
  /** The statement that counts the rows that were there before; null where none was. */
  readonly existing: number | null;
  /** What the last of the statements sees to, and nothing else; null where it does something else. */
  readonly count: Count | null;
  /** What it was made of: looked at again where the database refuses it. */
  readonly source: PartSource;
}

export interface PartSource {
  readonly prepared: PreparedWrite;
  readonly rows: readonly (readonly Cell[])[];
  readonly bindings: Bindings;
}

type Row = ResultSet["rows"][number];

interface Written {
  readonly parts: readonly Part[];
  readonly order: readonly RowOrder[];
  /** The number of statements before those of the parts. */
  readonly opening: number;
}

export function writeAnswer(results: readonly ResultSet[], { parts, order, opening }: Written): WriteAnswer {
  const rows: Row[] = [];
  let affected = 0;
  let existing = 0;
  let start = opening;
  for (const part of parts) {
    const mains = results.slice(start + part.main, start + part.main + part.mains);
    for (const { rows: written } of mains) affected += written.length;
    if (part.json === part.main) rows.push(...mains.flatMap((result) => result.rows));
    else rows.push(...(results[start + part.json]?.rows ?? []));
    if (part.existing !== null) existing += Number(results[start + part.existing]?.rows[0]?.n ?? 0);
    start += part.statements.length;
  }
  return { rows: inOrder(rows, order).map((row) => String(row.j)), affected, inserted: affected - existing };
}
