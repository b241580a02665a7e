import type { Collection, SearchIndex } from "../../src/schema/model.ts";
import { quote, quoteList } from "./quote.ts";
import type { SearchSnapshot } from "./snapshot.ts";

// A full-text index holds no text of its own (`content=''`): only words, and the rowid of their row. Rowids last because D1
// refuses VACUUM, and whatever else could change them (a rebuilt table, an import) fills the index anew.

const options = `tokenize='porter unicode61 remove_diacritics 2', content='', contentless_delete=1`;

export function readSearch(collection: Collection): SearchSnapshot[] {
  const { name, search } = collection;
  if (search === null) return [];
  return [
    {
      name: search.table,
      table: name,
      create: `CREATE VIRTUAL TABLE ${quote(search.table)} USING fts5(${indexColumns(search)}, ${options})`,
      fill: `INSERT INTO ${quote(search.table)} (rowid, ${indexColumns(search)}) SELECT ${search.rowId}, ${quoteList(search.columns)} FROM ${quote(name)}`,
    },
  ];
}

/** The three triggers that keep an index in step: with cascades, upserts and rows typed by hand too. */
export function searchTriggers(collection: Collection): string[] {
  const { search } = collection;
  if (search === null) return [];
  const columns = search.columns.map(quote);
  const changes = [search.rowId, ...columns].map((column) => `OLD.${column} IS NOT NEW.${column}`);
  const remove = (side: "OLD" | "NEW"): string =>
    `DELETE FROM ${quote(search.table)} WHERE rowid = ${side}.${search.rowId};`;
  const values = [search.rowId, ...columns].map((column) => `NEW.${column}`).join(", ");
  const add = `INSERT INTO ${quote(search.table)} (rowid, ${indexColumns(search)}) VALUES (${values});`;
  // REPLACE INTO fires no delete trigger for the row that it replaces: words may be left under a rowid that comes again.
  return [
    trigger(collection, "INSERT", { body: [remove("NEW"), add] }),
    trigger(collection, "UPDATE", { body: [remove("OLD"), remove("NEW"), add], when: changes.join(" OR ") }),
    trigger(collection, "DELETE", { body: [remove("OLD")] }),
  ];
}

export interface SearchChange {
  readonly dropped: readonly SearchSnapshot[];
  readonly created: readonly SearchSnapshot[];
}

/** An index is made anew where it differs, and where its table's rows are moved or its columns renamed. */
export function changeSearches(
  before: readonly SearchSnapshot[],
  after: readonly SearchSnapshot[],
  touched: ReadonlySet<string>,
): SearchChange {
  const differing = (searches: readonly SearchSnapshot[], others: readonly SearchSnapshot[]): SearchSnapshot[] => {
    const same = new Set(others.map((search) => JSON.stringify(search)));
    return searches.filter((search) => touched.has(search.table) || !same.has(JSON.stringify(search)));
  };
  return { dropped: differing(before, after), created: differing(after, before) };
}

function trigger(
  collection: Collection,
  operation: "INSERT" | "UPDATE" | "DELETE",
  { body, when = "" }: { readonly body: readonly string[]; readonly when?: string },
): string {
  const name = quote(`_perigee_search_${collection.name}_${operation.toLowerCase()}`);
  const condition = when === "" ? "" : `WHEN ${when}\n`;
  return `CREATE TRIGGER ${name} AFTER ${operation} ON ${quote(collection.name)}
${condition}BEGIN
  ${body.join("\n  ")}
END`;
}

function indexColumns(search: SearchIndex): string {
  return search.columns.map((_, at) => `c${at}`).join(", ");
}
