import { compareStored } from "../rules/compare-stored.ts";
import type { Row } from "../rules/evaluate.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import { type Document, documentAt, documentText, isMembers, parseDocument } from "./document.ts";
import type { LiveEvent } from "./live.ts";
import type { ShownRow } from "./query-diff.ts";
import type { WindowOrder, WindowPlan } from "./query-plan.ts";
import { Related } from "./query-related.ts";
import { keyText, membersJson, storedRow } from "./query-row.ts";

interface Entry extends ShownRow {
  readonly row: Row;
  readonly related: readonly (Row | null)[];
  readonly place: readonly Stored[];
}

/** What became of a change: the rows follow from it, or they have to be read. */
export type Applied = "applied" | "unknown";

/**
 * The first rows of a query in their order, as they follow from changes. It holds a beginning of the result: whatever comes
 * behind the last row is known to be there or not to be there (`#isComplete`), but not what it is.
 */
export class QueryWindow {
  readonly #plan: WindowPlan;
  readonly #related: readonly Related[];
  #entries: Entry[] = [];
  #isComplete = false;

  constructor(plan: WindowPlan) {
    this.#plan = plan;
    this.#related = plan.embeds.map((embed) => new Related(embed));
  }

  /** The rows that the subscriber has. */
  get shown(): readonly ShownRow[] {
    return this.#entries.slice(this.#plan.offset, this.#plan.end);
  }

  /** Begins anew with the rows that the plan's read gave. */
  load(rows: readonly Document[]): void {
    const { collection, held } = this.#plan;
    for (const related of this.#related) related.clear();
    const entries: Entry[] = [];
    for (const members of rows) {
      if (!isMembers(members)) continue;
      const row = storedRow(members, collection);
      const found = this.#related.map((related) => related.load(row, members));
      const entry = this.#entry(row, found);
      if (entry !== null) entries.push(entry);
    }
    this.#entries = entries;
    this.#isComplete = rows.length < held;
  }

  /** `matched`: 0 for the query's own collection, then one for each embed. */
  apply(event: LiveEvent, matched: readonly number[]): Applied {
    for (const index of matched) {
      const related = this.#related[index - 1];
      if (related !== undefined && this.#applyRelated(event, related, index - 1) === "unknown") return "unknown";
    }
    return matched.includes(0) ? this.#applyOwn(event) : "applied";
  }

  #applyOwn({ before, after }: LiveEvent): Applied {
    const { primaryKey } = this.#plan.collection;
    for (const image of [before, after]) {
      const key = image === null ? null : keyText(image, primaryKey);
      if (key !== null) this.#entries = this.#entries.filter((entry) => entry.key !== key);
    }
    if (after !== null && this.#plan.matches(after) && this.#insertOwn(after) === "unknown") return "unknown";
    return this.#isShort ? "unknown" : "applied";
  }

  #insertOwn(row: Row): Applied {
    const found = this.#related.map((related) => related.of(row));
    const entry = this.#entry(
      row,
      found.map((each) => each ?? null),
    );
    if (entry === null) return "applied";
    if (found.includes(undefined)) {
      // Where its place is known to be out of sight, what belongs to it need not be known.
      const isPlaced = this.#plan.order.every(({ embedAt }) => embedAt === null);
      return isPlaced && this.#isBeyond(this.#placeOf(entry)) ? "applied" : "unknown";
    }
    if (!this.#related.some(({ plan }, at) => plan.inner && entry.related[at] === null)) this.#insert(entry);
    return "applied";
  }

  #isBeyond(at: number): boolean {
    return at === this.#entries.length && !this.#isComplete;
  }

  /** Rows that are shown may be missing. */
  get #isShort(): boolean {
    return !this.#isComplete && this.#entries.length < this.#plan.end;
  }

  #insert(entry: Entry): void {
    const at = this.#placeOf(entry);
    if (this.#isBeyond(at)) return;
    this.#entries.splice(at, 0, entry);
    if (this.#entries.length <= this.#plan.held) return;
    this.#entries.pop();
    this.#isComplete = false;
  }

  #placeOf(entry: Entry): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#entries[middle];
      if (other !== undefined && comparePlaces(other.place, entry.place, this.#plan.order) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #applyRelated(event: LiveEvent, related: Related, at: number): Applied {
    if (related.plan.decides) return "unknown";
    if (!related.apply(event)) return "applied";
    this.#entries = this.#entries.map((entry) => {
      const row = related.of(entry.row) ?? null;
      if (row === entry.related[at]) return entry;
      const all = entry.related.map((other, index) => (index === at ? row : other));
      return this.#entry(entry.row, all) ?? entry;
    });
    return "applied";
  }

  #entry(whole: Row, related: readonly (Row | null)[]): Entry | null {
    const { collection, kept, order, shown } = this.#plan;
    const key = keyText(whole, collection.primaryKey);
    if (key === null) return null;
    const row = pick(whole, kept);
    const parts = [membersJson(row, shown, collection), ...this.#related.map((of, at) => of.json(related[at] ?? null))];
    const place = order.map((term) => placeValue(term, term.embedAt === null ? row : (related[term.embedAt] ?? null)));
    return { key, row, related, place, json: `{${parts.filter((part) => part !== "").join(",")}}` };
  }
}

function pick(row: Row, kept: readonly string[] | null): Row {
  if (kept === null) return row;
  return Object.fromEntries(kept.map((name) => [name, row[name] ?? null]));
}

function placeValue({ field }: WindowOrder, row: Row | null): Stored {
  const stored = row?.[field.column.name] ?? null;
  return field.path.length === 0 ? stored : documentText(documentAt(parseDocument(stored), field.path));
}

function comparePlaces(one: readonly Stored[], other: readonly Stored[], order: readonly WindowOrder[]): number {
  for (const [at, { descending, nulls }] of order.entries()) {
    const [left, right] = [one[at] ?? null, other[at] ?? null];
    if (left === null || right === null) {
      if (left === right) continue;
      const nullsFirst = (nulls ?? (descending ? "first" : "last")) === "first";
      return (left === null) === nullsFirst ? -1 : 1;
    }
    const compared = compareStored(left, right);
    if (compared !== 0) return descending ? -compared : compared;
  }
  return 0;
}
