/** A row of a query's result, as its subscriber has it. */
export interface ShownRow {
  /** What tells it from the others. */
  readonly key: string;
  /** Its JSON. */
  readonly json: string;
}

/** One step from a list of rows to the next. Steps are taken in order, each on what the one before has left. */
export type Delta =
  | { readonly op: "added"; readonly at: number; readonly json: string }
  | { readonly op: "changed"; readonly at: number; readonly json: string }
  | { readonly op: "moved"; readonly from: number; readonly to: number }
  | { readonly op: "removed"; readonly at: number };

/** The steps from one list to another; few where few rows are concerned. Keys are unique in either list. */
export function difference(before: readonly ShownRow[], after: readonly ShownRow[]): readonly Delta[] {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const list = before.slice(start, before.length - end);
  const wanted = after.slice(start, after.length - end);
  const deltas: Delta[] = [];
  takeAway(list, wanted, { deltas, start });
  const places = new Map(wanted.map(({ key }, at) => [key, at]));
  const had = new Set(list.map(({ key }) => key));
  for (const [at, row] of wanted.entries()) {
    if (!had.has(row.key)) {
      list.splice(at, 0, row);
      deltas.push({ op: "added", at: start + at, json: row.json });
      continue;
    }
    bring(row, at, { list, places, deltas, start });
    if (list[at]?.json !== row.json) deltas.push({ op: "changed", at: start + at, json: row.json });
  }
  return deltas;
}

function commonStart(before: readonly ShownRow[], after: readonly ShownRow[]): number {
  let start = 0;
  while (start < before.length && start < after.length && isSame(before[start], after[start])) start++;
  return start;
}

function commonEnd(before: readonly ShownRow[], after: readonly ShownRow[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let end = 0;
  while (end < most && isSame(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  return end;
}

function isSame(one: ShownRow | undefined, other: ShownRow | undefined): boolean {
  return one === other || (one?.key === other?.key && one?.json === other?.json);
}

interface Steps {
  readonly deltas: Delta[];
  readonly start: number;
}

function takeAway(list: ShownRow[], wanted: readonly ShownRow[], { deltas, start }: Steps): void {
  const keys = new Set(wanted.map(({ key }) => key));
  for (let at = list.length - 1; at >= 0; at--) {
    const row = list[at];
    if (row === undefined || keys.has(row.key)) continue;
    list.splice(at, 1);
    deltas.push({ op: "removed", at: start + at });
  }
}

interface Bringing extends Steps {
  readonly list: ShownRow[];
  /** Where each row is in the end. */
  readonly places: ReadonlyMap<string, number>;
}

/** Moves the row to its place, or out of its place the one that stands there: whichever is the shorter tale. */
function bring(row: ShownRow, at: number, { list, places, deltas, start }: Bringing): void {
  while (list[at]?.key !== row.key) {
    const standing = list[at];
    const place = standing === undefined ? undefined : places.get(standing.key);
    const isInTheWay = list[at + 1]?.key === row.key && place !== undefined;
    const from = isInTheWay ? at : list.findIndex(({ key }) => key === row.key);
    const to = isInTheWay ? Math.min(place, list.length - 1) : at;
    const [moved] = list.splice(from, 1);
    if (moved === undefined) throw new TypeError("a row that is in the list is not found");
    list.splice(to, 0, moved);
    deltas.push({ op: "moved", from: start + from, to: start + to });
  }
}
