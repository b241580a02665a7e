import { type Failure, failure } from "../../kernel/failure.ts";
import { err, ok } from "../../kernel/result.ts";
import type { Operator } from "../../query/operator.ts";
import { id, ref, type Sql, sql } from "../../sql/fragment.ts";
import type { SearchLanguage } from "../search/match.ts";
import type { Slot } from "../slot.ts";
import { argumentOf, bound, type Condition, type Use } from "./use.ts";

const languages: Readonly<Partial<Record<Operator, SearchLanguage>>> = {
  fts: "fts",
  plfts: "plfts",
  phfts: "phfts",
  wfts: "wfts",
};

/**
 * Rows whose column matches, found by the full-text index. FTS5 cannot say `not x`, so a search that is all but what
 * matches comes as a second value, and the second half below is not run without it.
 */
export const searches: Condition = (use) => {
  const { field, operator, table, left, unknown } = use;
  const { collection, masks, given } = table.source;
  const language = languages[operator];
  if (language === undefined) throw new TypeError(`${operator} is no text search`);
  const at = field.path.length === 0 ? (collection.search?.columns.indexOf(field.column.name) ?? -1) : -1;
  if (collection.search === null || at < 0) return err(notSearched(use));
  if (given) return err(failure("0A000", "full-text search of what a function returns is not available"));
  const columns = [`c${at}`];
  const match = bound(argumentOf(use), { as: "match", language, columns });
  const exclude = bound(argumentOf(use), { as: "exclude", language, columns });
  const index = id(collection.search.table);
  const rowId = id(collection.search.rowId);
  const found = (query: Sql<Slot>): Sql<Slot> => sql`select rowid from ${index} where ${index} match ${query}`;
  const others = sql<Slot>`select ${rowId} from ${id(collection.name)} where ${exclude} is not null and ${rowId} not in (${found(exclude)})`;
  const isFound = sql<Slot>`${ref(table.alias, collection.search.rowId)} in (${found(match)} union all ${others})`;
  if (field.column.notNull && !masks.has(field.column.name)) return ok(isFound);
  // The index knows nothing of masks: where the caller sees NULL, nothing is found.
  return ok(unknown === "no" ? sql`(${isFound} and ${left} is not null)` : sql`iif(${left} is null, null, ${isFound})`);
};

function notSearched({ field, operator, table }: Use): Failure {
  const known = table.source.collection.search?.columns ?? [];
  const shown = table.source.columns.filter((column) => known.includes(column.name)).map((column) => column.name);
  return failure("42883", `column ${field.column.name} has no full-text index for ${operator}`, {
    hint:
      shown.length > 0
        ? `Search one of: ${shown.join(", ")}.`
        : "Text is searched in the columns that the definition's `search` names.",
  });
}
