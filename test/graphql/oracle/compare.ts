import type { Json } from "../../../src/kernel/json.ts";
import { embedsOf, type Item, isAggregated, nameOf, type Query } from "../../oracle/ask.ts";
import type { ColumnSpec } from "../../oracle/family.ts";
import { isTotal } from "../../oracle/request.ts";
import type { View, Views } from "../../oracle/world.ts";
import { isAsked } from "./document.ts";

type Members = Readonly<Record<string, Json>>;

/** JSON whose big integers keep their digits, as texts. */
export function exactly(text: string): Json {
  return JSON.parse(text.replace(/(?<=[[:,])-?\d{16,}(?=[\],}])/g, '"$&"'));
}

/** REST's row and a node of the graph, in one form. */
export function rowOf(query: Query, row: Json, side: "rest" | "graph"): Json {
  const members = row as Members;
  return Object.fromEntries(
    query.select.flatMap((item): [string, Json][] => {
      if (item.kind === "field") {
        const name = item.alias ?? item.field.column.name;
        return [[name, cell(item.field.column, members[name] ?? null)]];
      }
      if (item.kind !== "embed" || isAsked(item)) return [];
      const name = nameOf(item);
      const found = members[name] ?? null;
      if (found === null) return [[name, null]];
      if (item.link.toOne) return [[name, rowOf(item.query, found, side)]];
      if (isAggregated(item.query)) {
        const [group = null] = side === "rest" ? (found as Json[]) : [(found as Members).aggregate ?? null];
        return [[name, groupOf(item.query, group, side)]];
      }
      return [[name, rowsOf(item.query, found, side)]];
    }),
  );
}

export function rowsOf(query: Query, found: Json, side: "rest" | "graph"): Json[] {
  if (side === "rest") return (found as Json[]).map((row) => rowOf(query, row, side));
  const edges = (found as { readonly edges: readonly { readonly node: Json }[] }).edges;
  return edges.map(({ node }) => rowOf(query, node, side));
}

/** What is computed of all rows. */
export function groupOf(query: Query, group: Json, side: "rest" | "graph"): Json {
  const members = group as Members;
  return Object.fromEntries(
    query.select.flatMap((item: Item): [string, Json][] => {
      if (item.kind !== "aggregate" || item.alias === null) return [];
      const found = members[item.alias] ?? null;
      if (item.column === null) return [[item.alias, found]];
      const value = side === "graph" ? ((found as Members).value ?? null) : found;
      return [[item.alias, cell(item.column, value)]];
    }),
  );
}

/** Big integers travel as texts in the graph, and JSON too. */
export function cell({ kind }: ColumnSpec, value: Json): Json {
  if (value === null) return null;
  if (kind === "json") return typeof value === "string" ? parsed(value) : value;
  return typeof value === "number" || kind === "bigint" || kind === "integer" ? `number ${String(value)}` : value;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Whether some list of the answer may come in another order. */
export function isLoose(query: Query, views: Views, toOne = false): boolean {
  const view: View | null = views.get(query.table.name) ?? null;
  const isOrdered = isAggregated(query) || isTotal(query.order, query.table, view);
  const shown = embedsOf(query).filter((embed) => !isAsked(embed));
  return (!toOne && !isOrdered) || shown.some(({ query: inner, link }) => isLoose(inner, views, link.toOne));
}
