import { utf8 } from "../kernel/bytes.ts";
import type { RowOrder } from "../plan/returned.ts";
import type { SqlValue } from "../sql/fragment.ts";

/** Rows with their sort keys in `o0`, `o1`…, sorted as SQLite would; equal ones stay as they are. */
export function inOrder<Row extends Readonly<Record<string, SqlValue>>>(
  rows: readonly Row[],
  order: readonly RowOrder[],
): readonly Row[] {
  if (order.length === 0 || rows.length < 2) return rows;
  return [...rows].sort((left, right) => {
    for (const [index, term] of order.entries()) {
      const sign = compare(left[`o${index}`] ?? null, right[`o${index}`] ?? null, term);
      if (sign !== 0) return sign;
    }
    return 0;
  });
}

function compare(left: SqlValue, right: SqlValue, { descending, nulls }: RowOrder): number {
  if (left === null || right === null) {
    if (left === right) return 0;
    return (left === null) === (nulls === "first") ? -1 : 1;
  }
  const sign = compareValues(left, right);
  return descending ? -sign : sign;
}

/** Numbers come before text; text is compared by its bytes, which UTF-16 units are not. */
function compareValues(left: string | number, right: string | number): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "number" || typeof right === "number") return typeof left === "number" ? -1 : 1;
  if (left === right) return 0;
  const [a, b] = [utf8(left), utf8(right)];
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const sign = (a[index] ?? 0) - (b[index] ?? 0);
    if (sign !== 0) return sign;
  }
  return a.length - b.length;
}
