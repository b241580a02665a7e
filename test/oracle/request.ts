import type { Field, Item, Order, Query } from "./ask.ts";
import { embedsOf } from "./ask.ts";
import { type ColumnSpec, type Family, type Link, type TableSpec, tableOf } from "./family.ts";
import { makeFilter } from "./filter.ts";
import { kinds } from "./kinds.ts";
import { type Maker, pickColumn, pickField } from "./maker.ts";
import type { Tape } from "./tape.ts";
import type { View, Views } from "./world.ts";

export function makeRequest(tape: Tape, family: Family, views: Views): Query {
  let count = 0;
  const maker: Maker = { tape, family, views, isDaring: tape.once(5), fresh: () => `x${++count}` };
  const readable = family.tables.filter((table) => views.get(table.name) != null);
  const tables = readable.length === 0 || (maker.isDaring && tape.once(5)) ? family.tables : readable;
  const table = tape.pick(tables);
  return tape.once(8) ? aggregated(maker, table, true) : makeQuery(maker, table, { depth: 0, toOne: false });
}

interface Place {
  readonly depth: number;
  readonly toOne: boolean;
}

function makeQuery(maker: Maker, table: TableSpec, { depth, toOne }: Place): Query {
  const { tape } = maker;
  const select = makeSelect(maker, table, depth);
  const bare: Query = { table, select, where: [], order: [], limit: null, offset: null };
  const where = Array.from({ length: tape.pick([0, 0, 0, 1, 1, 2]) }, () => makeFilter(maker, bare, 2));
  if (toOne) return { ...bare, where };
  const order = makeOrder(maker, bare);
  return { ...bare, where, order, ...bounds(tape, isTotal(order, table, maker.views.get(table.name) ?? null)) };
}

function bounds(tape: Tape, possible: boolean): Pick<Query, "limit" | "offset"> {
  const limit = tape.pick([null, null, null, 0, 1, 2, 3, 100]);
  const offset = tape.pick([null, null, null, 0, 1, 2, 7]);
  return possible ? { limit, offset } : { limit: null, offset: null };
}

/** Whether rows have only one order: it ends with a key that is never NULL. */
export function isTotal(order: readonly Order[], table: TableSpec, view: View | null): boolean {
  const named = new Set(order.filter((term) => term.embed === null).map((term) => term.field.column.name));
  return table.key.every((name) => named.has(name) && !view?.masked.has(name));
}

function makeSelect(maker: Maker, table: TableSpec, depth: number): Item[] {
  const { tape } = maker;
  const items: Item[] = [];
  const taken = new Set<string>();
  if (tape.below(4) === 1) items.push({ kind: "all" });
  else {
    const most = depth === 0 ? 4 : 3;
    for (let left = 1 + tape.below(most); left > 0; left--) items.push(...freshField(maker, table, taken));
  }
  if (depth >= 3) return items;
  const count = tape.pick(depth === 0 ? [0, 1, 1, 2] : [0, 0, 1, 1]);
  for (let left = count; left > 0; left--) items.push(...freshEmbed(maker, table, { depth, taken, items }));
  return items;
}

function freshField(maker: Maker, table: TableSpec, taken: Set<string>): Item[] {
  const { tape } = maker;
  const field = pickField(maker, table);
  const renamed = field.path.length > 0 || tape.below(4) === 1 || taken.has(field.column.name);
  const castable =
    field.path.length === 0 && ["text", "integer", "boolean", "timestamp", "date"].includes(field.column.kind);
  const asText = castable && tape.once(8);
  taken.add(field.column.name);
  return [{ kind: "field", field, alias: renamed ? maker.fresh() : null, asText }];
}

interface EmbedPlace {
  readonly depth: number;
  readonly taken: Set<string>;
  readonly items: readonly Item[];
}

function freshEmbed(maker: Maker, table: TableSpec, { depth, taken, items }: EmbedPlace): Item[] {
  const { tape, family } = maker;
  const links = family.links.filter((link) => link.from === table.name);
  const allowed = links.filter((link) => isAllowed(maker, link));
  const within = maker.isDaring && tape.once(5) ? links : allowed;
  if (within.length === 0) return [];
  const link = tape.pick(within);
  const way = tape.pick(link.ways);
  const [name = ""] = way.split("!");
  // An embed that is called like a column or another embed could not be told from it in paths.
  const clear = !taken.has(name) && !table.columns.some((column) => column.name === name) && !ways(items).has(name);
  const form = tape.below(12);
  const spread = form === 11 && clear;
  const alias = spread || (clear && form < 5) ? null : maker.fresh();
  const target = tableOf(family, link.to);
  const base = { kind: "embed", link, way, alias, inner: tape.below(4) === 1, spread } as const;
  if (spread) return [{ ...base, query: renamed(maker, makeQuery(maker, target, { depth: 3, toOne: link.toOne })) }];
  // Whether an embed of groups "is null" depends on how it is grouped: it is never asked.
  if (form === 10 && !link.toOne) return [{ ...base, inner: false, query: aggregated(maker, target, false) }];
  if (form === 9) return [{ ...base, query: unselected(maker, target) }];
  return [{ ...base, query: makeQuery(maker, target, { depth: depth + 1, toOne: link.toOne }) }];
}

/** `kids()`: only filtered by. */
function unselected(maker: Maker, table: TableSpec): Query {
  const bare: Query = { table, select: [], where: [], order: [], limit: null, offset: null };
  return { ...bare, where: Array.from({ length: maker.tape.below(3) }, () => makeFilter(maker, bare, 1)) };
}

/** A path finds an embed by what it is called and by what it is of. */
function ways(items: readonly Item[]): ReadonlySet<string> {
  const embeds = items.filter((item) => item.kind === "embed");
  return new Set(embeds.map((embed) => embed.way.split("!")[0] ?? ""));
}

/** A spread's columns stand among others: each has a name of its own. */
function renamed(maker: Maker, query: Query): Query {
  const fields = query.select.filter((item) => item.kind === "field");
  const select = fields.map((item) => ({ ...item, alias: maker.fresh() }));
  return { ...query, select, order: query.order.filter((term) => term.embed === null) };
}

function isAllowed({ views }: Maker, link: Link): boolean {
  const sees = (table: string, column: string): boolean => views.get(table)?.columns.has(column) ?? false;
  const { junction, pair } = link;
  if (!sees(link.from, pair.near) || !sees(link.to, pair.far)) return false;
  return junction === null || (sees(junction.table, junction.near) && sees(junction.table, junction.far));
}

const sortable = (column: ColumnSpec): boolean => kinds[column.kind].use !== "list";

function makeOrder(maker: Maker, query: Query): Order[] {
  const { tape, views } = maker;
  if (tape.once(6)) return [];
  const terms: Order[] = [];
  const single = embedsOf(query).filter((embed) => embed.link.toOne && !embed.spread);
  for (let left = tape.below(3); left > 0; left--) {
    const embed = single.length > 0 && tape.below(2) === 1 ? tape.pick(single) : null;
    const found = pickField(maker, embed?.query.table ?? query.table, sortable);
    // PostgreSQL cannot order JSON, only text from inside of it.
    const isJson = found.column.kind === "json";
    const field: Field = isJson ? { ...found, path: ["a"], asText: true } : found;
    if (sortable(field.column)) terms.push({ embed, field, ...direction(tape) });
  }
  const view = views.get(query.table.name);
  for (const name of query.table.key) {
    const column = query.table.columns.find((candidate) => candidate.name === name);
    if (column !== undefined && view?.columns.has(name)) {
      terms.push({ embed: null, field: { column, path: [], asText: false }, ...direction(tape) });
    }
  }
  return terms;
}

function direction(tape: Tape): Pick<Order, "descending" | "nulls"> {
  return { descending: tape.below(2) === 1, nulls: tape.pick([null, null, "first", "last"] as const) };
}

/** Groups and what is computed of them; ordered by all that they are grouped by, or by nothing. */
function aggregated(maker: Maker, table: TableSpec, bounded: boolean): Query {
  const { tape } = maker;
  const select: Item[] = [];
  const order: Order[] = [];
  const isOrdered = tape.below(3) < 2;
  const grouping = tape.below(3);
  for (let left = grouping; left > 0; left--) {
    const column = pickColumn(maker, table, ({ kind }) => kinds[kind].use !== "json" && kinds[kind].use !== "list");
    const { use } = kinds[column.kind];
    if (use === "json" || use === "list") continue;
    const field: Field = { column, path: [], asText: false };
    select.push({ kind: "field", field, alias: maker.fresh(), asText: false });
    if (isOrdered) order.push({ embed: null, field, ...direction(tape) });
  }
  for (let left = 1 + tape.below(3); left > 0; left--) select.push(aggregate(maker, table));
  const bare: Query = { table, select, where: [], order, limit: null, offset: null };
  const where = Array.from({ length: tape.below(3) }, () => makeFilter(maker, bare, 1));
  return { ...bare, where, ...bounds(tape, bounded && order.length > 0) };
}

function aggregate(maker: Maker, table: TableSpec): Item {
  const { tape } = maker;
  const alias = maker.fresh();
  const name = tape.pick(["count", "count", "sum", "min", "max"] as const);
  if (name === "count") {
    return { kind: "aggregate", name, column: tape.below(2) === 0 ? null : pickColumn(maker, table), alias };
  }
  const numeric = ({ kind }: ColumnSpec): boolean => kinds[kind].use === "number";
  const ordered = ({ kind }: ColumnSpec): boolean => ["number", "textual", "scalar"].includes(kinds[kind].use);
  const column = pickColumn(maker, table, name === "sum" ? numeric : ordered);
  return { kind: "aggregate", name, column, alias };
}
