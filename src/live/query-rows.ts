import { type Document, isList, jsonText, parseDocument } from "./document.ts";
import type { LiveEvent } from "./live.ts";
import type { ShownRow } from "./query-diff.ts";
import type { QueryPlan } from "./query-plan.ts";
import { type Applied, QueryWindow } from "./query-window.ts";

/** The rows of a query, however they are kept up. */
export interface Rows {
  readonly shown: readonly ShownRow[];
  load(rows: readonly Document[]): void;
  apply(event: LiveEvent, matched: readonly number[]): Applied;
}

export function rowsOf({ window }: QueryPlan): Rows {
  return window === null ? new RereadRows() : new QueryWindow(window);
}

/** The rows of an answer; big integers keep their digits. */
export function parseRows(json: string): readonly Document[] {
  const rows = parseDocument(json) ?? null;
  return isList(rows) ? rows : [];
}

/** Rows that nothing follows for from a change. Equal ones are told apart by their number. */
class RereadRows implements Rows {
  #shown: readonly ShownRow[] = [];

  get shown(): readonly ShownRow[] {
    return this.#shown;
  }

  load(rows: readonly Document[]): void {
    const seen = new Map<string, number>();
    this.#shown = rows.map((row) => {
      const json = jsonText(row);
      const number = (seen.get(json) ?? 0) + 1;
      seen.set(json, number);
      return { key: `${number} ${json}`, json };
    });
  }

  apply(): Applied {
    return "unknown";
  }
}
