import { type Failure, failure } from "../../kernel/failure.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Operator } from "../../query/operator.ts";
import type { Argument, SearchFilter } from "../../query/read.ts";
import type { SearchIndex } from "../../schema/model.ts";
import { id, ref, type Sql, sql } from "../../sql/fragment.ts";
import type { SearchLanguage } from "../search/match.ts";
import type { Slot } from "../slot.ts";
import type { Table } from "../table.ts";
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
  const columns = [indexColumn(at)];
  const isFound = foundSql({ table, search: collection.search, language, columns, value: argumentOf(use) });
  if (field.column.notNull && !masks.has(field.column.name)) return ok(isFound);
  // The index knows nothing of masks: where the caller sees NULL, nothing is found.
  return ok(unknown === "no" ? sql`(${isFound} and ${left} is not null)` : sql`iif(${left} is null, null, ${isFound})`);
};

/** `search=fts.cats`: a search in every column of the index that the caller may read. */
export function searchSql({ operator, value }: SearchFilter, table: Table): Result<Sql<Slot>, Failure> {
  const { search } = table.source.collection;
  const columns = readableColumns(table);
  if (search === null || columns.length === 0) return err(denied(table));
  return ok(foundSql({ table, search, language: operator, columns, value }));
}

/**
 * The scores of the rows that a search finds, as `r` and `s`, to join: the less the better. FTS5 weighs the length of all
 * columns, so that somebody who may not read one of them would learn of it: 42501.
 */
export function scoresSql({ operator, value }: SearchFilter, table: Table): Result<Sql<Slot>, Failure> {
  const { search } = table.source.collection;
  const columns = readableColumns(table);
  if (search === null || columns.length < search.columns.length) return err(denied(table));
  const index = id(search.table);
  const match = bound(value, { as: "match", language: operator, columns });
  return ok(sql`select rowid as r, bm25(${index}) as s from ${index} where ${index} match ${match}`);
}

interface Found {
  readonly table: Table;
  readonly search: SearchIndex;
  readonly language: SearchLanguage;
  /** By their names in the index. */
  readonly columns: readonly string[];
  readonly value: Argument;
}

/** Whether the row is found. The second half is for a search that is all but what matches. */
function foundSql({ table, search, language, columns, value }: Found): Sql<Slot> {
  const match = bound(value, { as: "match", language, columns });
  const exclude = bound(value, { as: "exclude", language, columns });
  const index = id(search.table);
  const rowId = id(search.rowId);
  const found = (query: Sql<Slot>): Sql<Slot> => sql`select rowid from ${index} where ${index} match ${query}`;
  const others = sql<Slot>`select ${rowId} from ${id(table.source.collection.name)} where ${exclude} is not null and ${rowId} not in (${found(exclude)})`;
  return sql`${ref(table.alias, search.rowId)} in (${found(match)} union all ${others})`;
}

/** Rows that came with the request are in no index, and what shows on some rows only would tell of the others. */
function readableColumns({ source }: Table): readonly string[] {
  if (source.given) return [];
  const readable = new Set(source.columns.map((column) => column.name).filter((name) => !source.masks.has(name)));
  const columns = source.collection.search?.columns ?? [];
  return columns.flatMap((name, at) => (readable.has(name) ? [indexColumn(at)] : []));
}

/** A column of the index by its place. */
function indexColumn(at: number): string {
  return `c${at}`;
}

function denied({ source }: Table): Failure {
  return failure("42501", `permission denied for table ${source.collection.name}`, {
    hint: "A column of the search is not granted to this role.",
  });
}

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
