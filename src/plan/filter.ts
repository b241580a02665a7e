import type { Failure } from "../kernel/failure.ts";
import { collect, ok, type Result } from "../kernel/result.ts";
import type { Filter } from "../query/read.ts";
import { join, type Sql, sql } from "../sql/fragment.ts";
import { searchSql } from "./operators/search.ts";
import { comparisonSql } from "./operators/table.ts";
import type { Slot } from "./slot.ts";
import type { Table } from "./table.ts";

/** Whether the embed of that name has rows, for the row of the table. */
export type Presence = (embed: string, table: Table) => Result<Sql<Slot>, Failure>;

export function filterSql(filter: Filter, table: Table, presence: Presence): Result<Sql<Slot>, Failure> {
  return conditionSql(filter, { table, presence, unknown: "no" });
}

interface Place {
  readonly table: Table;
  readonly presence: Presence;
  readonly unknown: "no" | "null";
}

function conditionSql(filter: Filter, place: Place): Result<Sql<Slot>, Failure> {
  const { table, presence, unknown } = place;
  switch (filter.kind) {
    case "compare":
      return comparisonSql(filter, table, unknown);
    case "search":
      return searchSql(filter, table);
    case "embedded": {
      const found = presence(filter.as, table);
      return !found.ok || filter.present ? found : ok(sql`not ${found.value}`);
    }
    case "not": {
      const item = conditionSql(filter.item, { ...place, unknown: "null" });
      return item.ok ? ok(sql`(not ${item.value})`) : item;
    }
    case "and":
    case "or": {
      const items = collect(filter.items, (item) => conditionSql(item, place));
      if (!items.ok) return items;
      if (items.value.length === 0) return ok(filter.kind === "and" ? sql`1` : sql`0`);
      return ok(sql`(${chain(items.value, filter.kind === "and" ? sql` and ` : sql` or `)})`);
    }
  }
}

/**
 * A chain is as deep as it is long, D1 takes a depth of 100, and SQLite adds up what embeds within embeds have: so a
 * chain is halved.
 */
function chain(items: readonly Sql<Slot>[], word: Sql<never>): Sql<Slot> {
  if (items.length <= 4) return join(items, word);
  const middle = items.length >> 1;
  return sql`(${chain(items.slice(0, middle), word)})${word}(${chain(items.slice(middle), word)})`;
}
