import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { tableNameOf, type ViewSource } from "./view-source.ts";

// What can be told from a view's query without parsing SQL. In doubt the answer is the careful one: a column may be NULL,
// a key is not known.

/** The table or view whose rows the view's are: no join, no union, no subquery in FROM. Null where it is not that simple. */
export function soleTable({ declared, sql }: ViewSource): string | null {
  return declared === null && !/\b(?:join|union|intersect|except)\b/i.test(sql) ? tableInFrom(sql) : null;
}

/** A column that its table declares NOT NULL is so in the view: no outer join can miss it, nothing aggregates away. */
export function isAlwaysThere(column: SQLiteColumn, { declared, sql }: ViewSource): boolean {
  if (declared !== null) return true;
  const table = tableNameOf(column);
  if (tableInFrom(sql) !== table || /\b(?:right|full)\s|\b(?:union|intersect|except)\b/i.test(sql)) return false;
  if (sql.toLowerCase().includes(`join "${table.toLowerCase()}"`)) return false;
  // What subqueries count is their own.
  const words = withoutParentheses(sql).replaceAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, "");
  return !aggregates.test(words) || /\bgroup by\b/i.test(words);
}

const aggregates = /\b(?:count|sum|total|avg|min|max|group_concat|string_agg|json_group_\w+)\b/i;

/** The only table that a query names in its own FROM; null where that is anything else. */
function tableInFrom(sql: string): string | null {
  const outside = withoutParentheses(sql);
  const found = / from "((?:[^"]|"")+)"(?: "[^"]+")?(?= (?:left|inner|cross|join|where|group|having|order|limit)\b|$)/i;
  return found.exec(outside)?.[1]?.replaceAll('""', '"') ?? null;
}

/** Subqueries and arguments fall away; strings and names are kept whole. */
function withoutParentheses(sql: string): string {
  let depth = 0;
  let kept = "";
  for (const [part] of sql.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[()]|[^"'()]+/g)) {
    if (part === "(") depth++;
    else if (part === ")") depth--;
    else if (depth === 0) kept += part;
  }
  return kept.trim();
}
