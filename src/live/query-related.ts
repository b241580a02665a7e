import type { Row } from "../rules/evaluate.ts";
import { isMembers, type Members } from "./document.ts";
import type { LiveEvent } from "./live.ts";
import type { EmbedPlan } from "./query-plan.ts";
import { keyText, membersJson, nullMembers, storedRow } from "./query-row.ts";

/** The related rows of one embed that a window's read gave, kept up by changes: what is null is known not to be there. */
export class Related {
  readonly plan: EmbedPlan;
  readonly #near: readonly string[];
  readonly #far: readonly string[];
  /** By the values that point at them. */
  readonly #rows = new Map<string, Row | null>();
  /** Where each of them is, by its own key. */
  readonly #places = new Map<string, string>();

  constructor(plan: EmbedPlan) {
    this.plan = plan;
    this.#near = plan.relation.pairs.map(({ from }) => from);
    this.#far = plan.relation.pairs.map(({ to }) => to);
  }

  clear(): void {
    this.#rows.clear();
    this.#places.clear();
  }

  /** The related row as a read gave it. */
  load(row: Row, members: Members): Row | null {
    const place = keyText(row, this.#near);
    if (place === null) return null;
    const given = members[this.plan.name];
    const found = given !== undefined && isMembers(given) ? storedRow(given, this.plan.collection) : null;
    this.#remember(place, found);
    return found;
  }

  /** The row related to this one; undefined where it is not known. */
  of(row: Row): Row | null | undefined {
    const place = keyText(row, this.#near);
    return place === null ? null : this.#rows.get(place);
  }

  /** Whether anything that is remembered is another since. */
  apply({ before, after }: LiveEvent): boolean {
    const { collection, kept, matches } = this.plan;
    let isChanged = false;
    for (const image of [before, after]) {
      const key = image === null ? null : keyText(image, collection.primaryKey);
      const place = key === null ? undefined : this.#places.get(key);
      if (key === null || place === undefined) continue;
      this.#places.delete(key);
      this.#rows.set(place, null);
      isChanged = true;
    }
    const place = after === null ? null : keyText(after, this.#far);
    if (after === null || place === null || !this.#rows.has(place) || !matches(after)) return isChanged;
    const row = kept === null ? after : Object.fromEntries(kept.map((name) => [name, after[name] ?? null]));
    this.#remember(place, row);
    return true;
  }

  /** The embed's part of a row's JSON. */
  json(row: Row | null): string {
    const { as, collection, readable, select, shown, spread } = this.plan;
    if (select.length === 0) return "";
    const members = row === null ? "" : membersJson(row, shown, collection);
    if (spread) return row === null ? nullMembers(select, readable) : members;
    return `${JSON.stringify(as)}:${row === null ? "null" : `{${members}}`}`;
  }

  #remember(place: string, row: Row | null): void {
    this.#rows.set(place, row);
    const key = row === null ? null : keyText(row, this.plan.collection.primaryKey);
    if (key !== null) this.#places.set(key, place);
  }
}
