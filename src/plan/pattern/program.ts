import type { Alphabet } from "./alphabet.ts";
import type { Successor, Table } from "./determinise.ts";
import { PatternLimitError } from "./node.ts";

// An automaton as one text for `plan/operators/run.ts`, which looks it up by place. Every cell is one character of three
// bytes, so that the place of a cell in bytes is known: its number plus `bias` is the character's code.
//
//   page table: for each 256 code points the cell where their page begins
//   rows:       for each state the row of its successors, by class
//   pages:      for each code point of a page its class

/** U+0800 is the first character of three bytes in UTF-8. */
export const bias = 0x800;
/** The next after is no character but a surrogate. */
const maxCells = 0xd800 - bias;

export const pageSize = 256;
/** Code points from here on share the last page: planes 4 to 16, of which no pattern tells one from another. */
const firstShared = 0x34000;
export const pageCount: number = firstShared / pageSize + 1;

/** Where a run begins, and how it ends: an accepting state is less than every other, and a dead one next. */
export const firstRow: number = bias + pageCount;
export const accepted: number = bias;
export const dead: number = bias + 1;

/** Throws PatternLimitError where the automaton is too large. */
export function programText({ alphabet, rows }: Table): string {
  // Class 0 is the text's end, which is a NUL to the program.
  const width = alphabet.size + 1;
  const cells = Array.from({ length: pageCount }, () => 0);
  for (const row of rows) {
    const end = row.at(-1) ?? "dead";
    for (const successor of [end, ...row.slice(0, -1)]) cells.push(rowOf(successor, width));
  }
  if (cells.length > maxCells) throw new PatternLimitError("too many states");
  const pages = new Map<string, number>();
  let at = 0;
  for (let page = 0; page < pageCount; page++) {
    const first = page * pageSize;
    while ((alphabet.starts[at + 1] ?? Number.POSITIVE_INFINITY) <= first) at++;
    const isUniform = page > 0 && (alphabet.starts[at + 1] ?? Number.POSITIVE_INFINITY) >= first + pageSize;
    // Most pages are of one class: they are told by it, without looking at each of their code points.
    const key = isUniform ? `all ${alphabet.classes[at]}` : pageOf(alphabet, first, at).join();
    let known = pages.get(key);
    if (known === undefined) {
      known = cells.length;
      pages.set(key, known);
      for (const each of pageOf(alphabet, first, at)) cells.push(each);
    }
    cells[page] = known;
  }
  if (cells.length > maxCells) throw new PatternLimitError("too many classes");
  if (alphabet.starts.some((start) => start > firstShared)) throw new PatternLimitError("characters past U+34000");
  return textOf(cells);
}

function rowOf(successor: Successor, width: number): number {
  if (successor === "accept") return accepted - bias;
  return successor === "dead" ? dead - bias : pageCount + successor * width;
}

/** The classes of a page's code points; the first of them is in the stretch `at`. */
function pageOf({ starts, classes }: Alphabet, first: number, at: number): readonly number[] {
  let stretch = at;
  return Array.from({ length: pageSize }, (_, offset) => {
    while ((starts[stretch + 1] ?? Number.POSITIVE_INFINITY) <= first + offset) stretch++;
    return first + offset === 0 ? 0 : 1 + (classes[stretch] ?? 0);
  });
}

function textOf(cells: readonly number[]): string {
  let text = "";
  for (const cell of cells) text += String.fromCharCode(bias + cell);
  return text;
}
