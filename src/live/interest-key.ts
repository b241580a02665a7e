import type { ChangeRecord, StoredRow } from "../changes/record.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import type { InterestKey } from "./ports.ts";

/** A value in a column. */
export interface Equality {
  readonly column: string;
  readonly value: Exclude<Stored, null>;
}

/** The interest in all changes of a collection, or in those of rows that have or had a value. */
export function interestKey(collection: string, equality: Equality | null): InterestKey {
  const parts = equality === null ? [collection] : [collection, equality.column, valueText(equality.value)];
  return JSON.stringify(parts) as InterestKey;
}

export interface InterestParts {
  readonly collection: string;
  readonly column: string | null;
  /** As `valueText` writes it. */
  readonly value: string;
}

function interestParts(key: InterestKey): InterestParts {
  const [collection = "", column = null, value = ""] = JSON.parse(key) as readonly string[];
  return { collection, column, value };
}

/** Equal texts for what SQLite holds equal: 5 and 5.0, but not the text 5. */
export function valueText(value: Exclude<Stored, null>): string {
  if (typeof value === "string") return `t${value}`;
  const isLarge = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return `n${isLarge ? BigInt(value) : value}`;
}

/**
 * Who is interested in what, so that the price of a change grows with those that it concerns alone: by collection, then by
 * column and value.
 */
export class InterestIndex<T> {
  readonly #collections = new Map<string, Interested<T>>();

  add(key: InterestKey, item: T): void {
    const { collection, column, value } = interestParts(key);
    const of = atOrNew(this.#collections, collection, (): Interested<T> => ({ whole: new Set(), columns: new Map() }));
    if (column === null) of.whole.add(item);
    else atOrNew(atOrNew(of.columns, column, newMap<T>), value, newSet<T>).add(item);
  }

  delete(key: InterestKey, item: T): void {
    const { collection, column, value } = interestParts(key);
    const of = this.#collections.get(collection);
    if (of === undefined) return;
    if (column === null) of.whole.delete(item);
    else {
      const values = of.columns.get(column);
      const items = values?.get(value);
      items?.delete(item);
      if (items?.size === 0) values?.delete(value);
      if (values?.size === 0) of.columns.delete(column);
    }
    if (of.whole.size === 0 && of.columns.size === 0) this.#collections.delete(collection);
  }

  /** Everybody whom the change may concern, each once. */
  find(change: ChangeRecord): ReadonlySet<T> {
    const of = this.#collections.get(change.collection);
    if (of === undefined) return none;
    const sets = of.whole.size === 0 ? [] : [of.whole];
    const images = change.before ?? change.after ?? change.key;
    const later = change.before === null ? null : change.after;
    for (const [column, values] of of.columns) {
      addAt(sets, values, images[column]);
      if (later !== null && later[column] !== images[column]) addAt(sets, values, later[column]);
    }
    return union(sets);
  }
}

interface Interested<T> {
  readonly whole: Set<T>;
  readonly columns: Map<string, Map<string, Set<T>>>;
}

const none: ReadonlySet<never> = new Set();

function addAt<T>(
  sets: ReadonlySet<T>[],
  values: ReadonlyMap<string, ReadonlySet<T>>,
  value: StoredRow[string] | undefined,
): void {
  if (value === null || value === undefined) return;
  const found = values.get(valueText(value));
  if (found !== undefined) sets.push(found);
}

/** Mostly there is one: it need not be copied. */
function union<T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> {
  const [only = none, ...others] = sets;
  if (others.length === 0) return only;
  const all = new Set(only);
  for (const set of others) for (const item of set) all.add(item);
  return all;
}

function newMap<T>(): Map<string, Set<T>> {
  return new Map();
}

function newSet<T>(): Set<T> {
  return new Set();
}

function atOrNew<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
