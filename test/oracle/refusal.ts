import { type Embed, embedsOf, type Filter, type Query } from "./ask.ts";
import type { Views } from "./world.ts";

/** In which part of a request something is named that its role may not read; null where nothing is. */
export function refusalOf(query: Query, views: Views): string | null {
  return refusedIn(query, views, "");
}

function refusedIn(query: Query, views: Views, where: string): string | null {
  const view = views.get(query.table.name);
  if (view == null) return `${where}table`;
  const hidden = (name: string): boolean => !view.columns.has(name);
  for (const item of query.select) {
    if (item.kind === "field" && hidden(item.field.column.name)) return `${where}select`;
    if (item.kind === "aggregate" && item.column !== null && hidden(item.column.name)) return `${where}aggregate`;
  }
  if (query.where.some((filter) => columnsOf(filter).some(hidden))) return `${where}filter`;
  for (const { embed, field } of query.order) {
    const columns = embed === null ? view.columns : views.get(embed.query.table.name)?.columns;
    if (!columns?.has(field.column.name)) return embed === null ? `${where}order` : `${where}related order`;
  }
  for (const embed of embedsOf(query)) {
    const found = refusedIn(embed.query, views, "embed's ") ?? refusedJoin(embed, views, where);
    if (found !== null) return found;
  }
  return null;
}

function refusedJoin({ link }: Embed, views: Views, where: string): string | null {
  const sees = (table: string, column: string): boolean => views.get(table)?.columns.has(column) ?? false;
  if (!sees(link.from, link.pair.near) || !sees(link.to, link.pair.far)) return `${where}join`;
  const { junction } = link;
  if (junction === null) return null;
  return sees(junction.table, junction.near) && sees(junction.table, junction.far) ? null : `${where}junction`;
}

function columnsOf(filter: Filter): readonly string[] {
  if (filter.kind === "group") return filter.items.flatMap(columnsOf);
  return filter.kind === "embedded" ? [] : [filter.field.column.name];
}
