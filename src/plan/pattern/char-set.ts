/** Code points as ranges, both ends included: sorted, apart from each other. */
export type CharSet = readonly Range[];
export type Range = readonly [from: number, to: number];

export const lastCodePoint = 0x10ffff;

export const anyChar: CharSet = [[0, lastCodePoint]];

/** The set of what is given in any order. */
export function charSet(ranges: readonly Range[]): CharSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const merged: Range[] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

export function single(codePoint: number): CharSet {
  return [[codePoint, codePoint]];
}

export function union(...sets: readonly CharSet[]): CharSet {
  return charSet(sets.flat());
}

export function complement(set: CharSet): CharSet {
  const rest: Range[] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) rest.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= lastCodePoint) rest.push([next, lastCodePoint]);
  return rest;
}

export function without(set: CharSet, other: CharSet): CharSet {
  return complement(union(complement(set), other));
}

export function isAny(set: CharSet): boolean {
  return set.length === 1 && set[0]?.[0] === 0 && set[0][1] === lastCodePoint;
}

/** The one code point of the set, or null. */
export function onlyChar(set: CharSet): number | null {
  const [range, ...others] = set;
  return range !== undefined && others.length === 0 && range[0] === range[1] ? range[0] : null;
}
