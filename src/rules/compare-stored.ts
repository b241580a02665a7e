import type { Stored } from "../schema/kinds/kind.ts";

/**
 * SQLite's order of two values: numbers before text, text by its UTF-8 bytes (collation BINARY), which is the order of
 * code points and not that of JavaScript's UTF-16.
 * Source: https://www.sqlite.org/datatype3.html#sort_order
 */
export function compareStored(left: Exclude<Stored, null>, right: Exclude<Stored, null>): number {
  if (typeof left === "string") return typeof right === "string" ? compareText(left, right) : 1;
  if (typeof right === "string") return -1;
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above U+FFFF, so they come after every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
