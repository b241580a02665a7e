/** The candidate most like a name, at least as like as `least` (0 to 1); null where none is. */
export function closest(name: string, candidates: Iterable<string>, least: number): string | null {
  let best: string | null = null;
  let most = least;
  for (const candidate of candidates) {
    const likeness = similarity(name.toLowerCase(), candidate.toLowerCase());
    if (likeness > most || (likeness === most && best === null)) {
      best = candidate;
      most = likeness;
    }
  }
  return best;
}

/**
 * The columns that PostgreSQL names in place of one that there is not: the one or two that are nearest, at most three
 * letters and half of the name away. Source: `updateFuzzyAttrState` in its parse_relation.c
 */
export function nearest(name: string, columns: Iterable<string>): readonly string[] {
  const most = Math.min(3, Math.floor(name.length / 2));
  let least = most;
  let found: string[] = [];
  for (const column of columns) {
    if (Math.abs(column.length - name.length) > least) continue;
    const away = distance(column, name);
    if (away > least) continue;
    // A third one as near tells that none of them is meant.
    if (away < least) found = [column];
    else found = found.length === 2 ? [] : [...found, column];
    least = away;
  }
  return found;
}

/** PostgREST's guess at a name: of those that share three letters in a row, or two where none does, the most like. */
export function guessed(name: string, candidates: Iterable<string>): string | null {
  const all = [...candidates];
  for (const size of [3, 2]) {
    const wanted = new Set(letters(name, size));
    const near = all.filter((candidate) => letters(candidate, size).some((part) => wanted.has(part)));
    const best = closest(name, near, 0.33);
    if (best !== null) return best;
  }
  return null;
}

/** Every so many letters in a row, the ends of the name among them. */
function letters(name: string, size: number): readonly string[] {
  const text = `-${name
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}, ]/gu, "")}-`;
  return Array.from({ length: Math.max(0, text.length - size + 1) }, (_, start) => text.slice(start, start + size));
}

function similarity(left: string, right: string): number {
  const longest = Math.max(left.length, right.length);
  // Names are short; what is not is no slip of the pen, and the distance costs its square.
  if (longest === 0 || longest > 64) return 0;
  return 1 - distance(left, right) / longest;
}

/** Levenshtein's distance. */
function distance(left: string, right: string): number {
  let before = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const changed = left[row - 1] === right[column - 1] ? 0 : 1;
      current[column] = Math.min(
        (before[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (before[column - 1] ?? 0) + changed,
      );
    }
    before = current;
  }
  return before[right.length] ?? 0;
}
