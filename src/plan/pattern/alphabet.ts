import type { CharSet } from "./char-set.ts";
import { lastCodePoint } from "./char-set.ts";

/**
 * The code points in as few classes as the sets tell apart: a transition for each class is all that an automaton needs.
 */
export interface Alphabet {
  /** The first code point of each stretch, and the stretch's class. */
  readonly starts: readonly number[];
  readonly classes: readonly number[];
  readonly size: number;
  /** One code point of each class. */
  readonly samples: readonly number[];
  /** The classes of each of the sets, which were given. */
  readonly members: ReadonlyMap<CharSet, ReadonlySet<number>>;
}

export function makeAlphabet(given: readonly CharSet[]): Alphabet {
  const sets = [...new Set(given)];
  const distinct = [...new Map(sets.map((set) => [set.join(), set])).values()];
  const borders = new Set([0]);
  for (const [from, to] of distinct.flat()) {
    borders.add(from);
    if (to < lastCodePoint) borders.add(to + 1);
  }
  const starts = [...borders].sort((a, b) => a - b);
  const classes = starts.map(() => 0);
  let size = 1;
  for (const set of distinct) size = refine(starts, classes, { set, size });
  const samples: number[] = [];
  for (const [index, start] of starts.entries()) samples[classes[index] ?? 0] ??= start;
  const members = new Map(sets.map((set) => [set, membersOf(starts, classes, set)]));
  return { starts, classes, size, samples, members };
}

/** Splits the classes that the set has a part of. */
function refine(
  starts: readonly number[],
  classes: number[],
  { set, size }: { readonly set: CharSet; readonly size: number },
): number {
  const inside = insideOf(starts, set);
  const all = new Map<number, number>();
  for (const each of classes) all.set(each, (all.get(each) ?? 0) + 1);
  const within = new Map<number, number>();
  for (const index of inside) within.set(classes[index] ?? 0, (within.get(classes[index] ?? 0) ?? 0) + 1);
  let next = size;
  const renamed = new Map<number, number>();
  for (const [each, count] of within) if (count < (all.get(each) ?? 0)) renamed.set(each, next++);
  for (const index of inside) classes[index] = renamed.get(classes[index] ?? 0) ?? classes[index] ?? 0;
  return next;
}

function membersOf(starts: readonly number[], classes: readonly number[], set: CharSet): ReadonlySet<number> {
  return new Set(insideOf(starts, set).map((index) => classes[index] ?? 0));
}

/** The stretches that the set covers: its borders are among theirs. */
function insideOf(starts: readonly number[], set: CharSet): readonly number[] {
  const found: number[] = [];
  for (const [from, to] of set) {
    for (let index = indexOf(starts, from); (starts[index] ?? Number.POSITIVE_INFINITY) <= to; index++)
      found.push(index);
  }
  return found;
}

/** The stretch that the code point is in. */
export function indexOf(starts: readonly number[], codePoint: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= codePoint) low = middle;
    else high = middle - 1;
  }
  return low;
}
