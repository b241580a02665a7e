import type { ChangeOperation, ChangeRecord } from "../changes/record.ts";
import { evaluate, type Row, type Surroundings } from "../rules/evaluate.ts";
import type { Expression } from "../rules/expression.ts";
import type { Collection } from "../schema/model.ts";
import type { AudienceClass } from "./audience-class.ts";
import type { ExistsAnswers } from "./exists.ts";
import type { LiveEvent } from "./live.ts";

/** What a change is to those who see the same of it. */
export interface Seen {
  readonly operation: ChangeOperation;
  /** The row as it was, as far as it was visible; null where it was not. For filters: an event may tell less. */
  readonly was: Row | null;
  /** The row as it is since; null where it is not visible. */
  readonly is: Row | null;
  /** What is told, for each choice of columns. */
  readonly events: Map<ReadonlySet<string> | null, LiveEvent>;
}

/** One change through the eyes of many. Each class looks once; those who see the same share it. */
export class ChangeViews {
  readonly change: ChangeRecord;
  readonly #collection: Collection;
  readonly #answers: ExistsAnswers;
  readonly #byClass = new Map<string, Seen | null>();
  readonly #byContent = new Map<string, Seen>();

  constructor(change: ChangeRecord, collection: Collection, answers: ExistsAnswers) {
    this.change = change;
    this.#collection = collection;
    this.#answers = answers;
  }

  /** Null where the class sees nothing of it. It means something only while `answers` are complete. */
  seenBy(audience: AudienceClass): Seen | null {
    const known = this.#byClass.get(audience.key);
    if (known !== undefined) return known;
    const seen = this.#look(audience);
    if (this.#answers.isComplete) this.#byClass.set(audience.key, seen);
    return seen;
  }

  event(seen: Seen, columns: ReadonlySet<string> | null): LiveEvent {
    let event = seen.events.get(columns);
    if (event === undefined) {
      event = this.#tell(seen, columns);
      seen.events.set(columns, event);
    }
    return event;
  }

  #look(audience: AudienceClass): Seen | null {
    const { before, after } = this.change;
    const was = this.#image(before, audience);
    const is = this.#image(after, audience);
    if (was === null && is === null) return null;
    const operation = was === null ? "INSERT" : is === null ? "DELETE" : "UPDATE";
    const content = `${audience.view.shape} ${was?.masked} ${is?.masked}`;
    let seen = this.#byContent.get(content);
    if (seen === undefined) {
      seen = { operation, was: was?.row ?? null, is: is?.row ?? null, events: new Map() };
      if (this.#answers.isComplete) this.#byContent.set(content, seen);
    }
    return seen;
  }

  /** The row as the class sees it, and which of its columns are masked. */
  #image(row: Row | null, { view, principal }: AudienceClass): { readonly row: Row; readonly masked: string } | null {
    if (row === null) return null;
    const around = this.#around(row, principal);
    if (evaluate(view.source.rows, around) !== true) return null;
    if (view.isWhole) return { row, masked: "" };
    const shown: Record<string, Row[string]> = {};
    let masked = "";
    for (const { name } of view.source.columns) {
      const mask = view.source.masks.get(name);
      const isShown = mask === undefined || this.#holds(mask, around);
      shown[name] = isShown ? (row[name] ?? null) : null;
      if (mask !== undefined) masked += isShown ? "1" : "0";
    }
    return { row: shown, masked };
  }

  #holds(mask: Expression, around: Surroundings): boolean {
    return evaluate(mask, around) === true;
  }

  #around(row: Row, principal: AudienceClass["principal"]): Surroundings {
    const now = this.change.at;
    return {
      principal,
      now,
      rows: [row],
      before: null,
      exists: (expression) => this.#answers.answer({ expression, row, principal, now }),
    };
  }

  #tell({ operation, was, is }: Seen, columns: ReadonlySet<string> | null): LiveEvent {
    const { sequence, at, operation: made } = this.change;
    const collection = this.#collection;
    const onlyKey = operation === "DELETE" && made !== "DELETE";
    const before = was === null ? null : only(was, onlyKey ? noColumns : columns, collection);
    return { sequence, collection, operation, at, before, after: is === null ? null : only(is, columns, collection) };
  }
}

const noColumns: ReadonlySet<string> = new Set();

/** The key and these columns; all for null. */
function only(row: Row, columns: ReadonlySet<string> | null, { primaryKey }: Collection): Row {
  if (columns === null) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => columns.has(name) || primaryKey.includes(name)));
}
