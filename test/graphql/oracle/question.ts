import type { Embed, Filter, Item, Operator, Order, Query } from "../../oracle/ask.ts";
import { type ColumnSpec, type Family, type Link, type TableSpec, tableOf } from "../../oracle/family.ts";
import { kinds } from "../../oracle/kinds.ts";
import { type Maker, pickColumn } from "../../oracle/maker.ts";
import { isTotal } from "../../oracle/request.ts";
import type { Tape } from "../../oracle/tape.ts";
import type { Views } from "../../oracle/world.ts";

/** What both surfaces can be asked, in the words of the data API's oracle, and how its page is cut. */
export interface Question {
  readonly query: Query;
  /** Rows between two others, from either end: what cursors are for. Null: by limit and offset. */
  readonly place: Place | null;
  /** The key by which one row is looked up; the query filters by it. */
  readonly key: readonly ColumnSpec[] | null;
}

export interface Place {
  /** Positions in the whole, of the rows outside. */
  readonly after: number | null;
  readonly before: number | null;
  readonly count: number;
  readonly backward: boolean;
}

export function makeQuestion(tape: Tape, family: Family, views: Views): Question {
  let count = 0;
  const maker: Maker = { tape, family, views, isDaring: tape.once(8), fresh: () => `x${++count}` };
  const readable = family.tables.filter((table) => views.get(table.name) != null);
  const table = tape.pick(readable.length === 0 || (maker.isDaring && tape.once(5)) ? family.tables : readable);
  const form = tape.below(8);
  if (form === 6) return { query: aggregated(maker, table, true), place: null, key: null };
  if (form === 7) return lookup(maker, table);
  const query = makeQuery(maker, table, { depth: 0, toOne: false });
  const view = views.get(table.name) ?? null;
  if (form < 4 || !isTotal(query.order, table, view)) return { query, place: null, key: null };
  const after = tape.pick([null, null, 0, 1, 2]);
  const before = tape.pick([null, null, null, 2, 3, 4]);
  const place = { after, before, count: tape.pick([2, 0, 1, 3, 20]), backward: tape.below(2) === 1 };
  return { query: { ...query, limit: null, offset: null }, place, key: null };
}

function lookup(maker: Maker, table: TableSpec): Question {
  const { tape } = maker;
  const unique = table.columns.filter((column) => column.unique);
  const keys = [table.columns.filter(({ name }) => table.key.includes(name)), ...unique.map((column) => [column])];
  const key = tape.pick(keys);
  const select = makeSelect(maker, table, 0);
  const where = key.map((column): Filter => {
    const field = { column, path: [], asText: false };
    const values = [1 + tape.below(7)];
    return { kind: "compare", field, operator: "eq", quantifier: null, negated: false, values };
  });
  return { query: { table, select, where, order: [], limit: null, offset: null }, place: null, key };
}

interface At {
  readonly depth: number;
  readonly toOne: boolean;
}

function makeQuery(maker: Maker, table: TableSpec, { depth, toOne }: At): Query {
  const { tape, views } = maker;
  const select = makeSelect(maker, table, depth);
  // A to-one field takes no arguments in GraphQL.
  if (toOne) return { table, select, where: [], order: [], limit: null, offset: null };
  const { where, asked } = makeFilters(maker, table, depth);
  const order = makeOrder(maker, table);
  const isBounded = isTotal(order, table, views.get(table.name) ?? null);
  const limit = tape.pick([null, null, null, 0, 1, 2, 3, 100]);
  const offset = tape.pick([null, null, null, 0, 1, 2, 7]);
  const bounds = isBounded ? { limit, offset } : { limit: null, offset: null };
  return { table, select: [...select, ...asked], where, order, ...bounds };
}

export function makeSelect(maker: Maker, table: TableSpec, depth: number): Item[] {
  const { tape } = maker;
  const items: Item[] = [];
  for (let left = 1 + tape.below(4); left > 0; left--) {
    const field = { column: pickColumn(maker, table), path: [], asText: false };
    items.push({ kind: "field", field, alias: maker.fresh(), asText: false });
  }
  if (depth >= 3) return items;
  for (let left = tape.pick(depth === 0 ? [0, 1, 1, 2] : [0, 0, 1, 1]); left > 0; left--) {
    const link = pickLink(maker, table);
    if (link === null) continue;
    const target = tableOf(maker.family, link.to);
    const isCounted = !link.toOne && tape.once(4);
    const query = isCounted
      ? aggregated(maker, target, false)
      : makeQuery(maker, target, { depth: depth + 1, toOne: link.toOne });
    items.push(embed(maker, link, query));
  }
  return items;
}

function embed({ tape, fresh }: Maker, link: Link, query: Query): Embed {
  return { kind: "embed", link, way: tape.pick(link.ways), alias: fresh(), inner: false, spread: false, query };
}

function pickLink({ tape, family, views, isDaring }: Maker, table: TableSpec): Link | null {
  const links = family.links.filter((link) => link.from === table.name);
  const sees = (name: string, column: string): boolean => views.get(name)?.columns.has(column) ?? false;
  const allowed = links.filter(({ from, to, pair, junction }) => {
    if (!sees(from, pair.near) || !sees(to, pair.far)) return false;
    return junction === null || (sees(junction.table, junction.near) && sees(junction.table, junction.far));
  });
  const within = isDaring && tape.once(5) ? links : allowed;
  return within.length === 0 ? null : tape.pick(within);
}

/** Filters, and the embeds that they ask about: not selected, only filtered by. */
interface Filters {
  readonly where: readonly Filter[];
  readonly asked: readonly Embed[];
}

export function makeFilters(maker: Maker, table: TableSpec, depth: number): Filters {
  const { tape } = maker;
  const asked: Embed[] = [];
  const make = (left: number): Filter => {
    const form = tape.below(10);
    const negated = tape.below(3) === 1;
    if (left > 0 && form >= 7) {
      const items = Array.from({ length: 1 + tape.below(3) }, () => make(left - 1));
      return { kind: "group", word: tape.pick(["or", "and"] as const), items, negated };
    }
    const link = form === 6 && depth < 2 ? pickLink(maker, table) : null;
    if (link === null) return makeComparison(maker, table, negated);
    const target = tableOf(maker.family, link.to);
    const inner = makeFilters(maker, target, depth + 1);
    const query = { table: target, select: inner.asked, where: inner.where, order: [], limit: null, offset: null };
    const found = embed(maker, link, query);
    asked.push(found);
    return { kind: "embedded", embed: found, negated };
  };
  const where = Array.from({ length: tape.pick([0, 0, 1, 1, 1, 2]) }, () => make(2));
  return { where, asked };
}

const patterns = ["%", "a%", "%b", "A%", "_", "a_", "", "%[%", "a\\%b", "a\\_b", "É%", "%é", "(%", "1_", "x\\\\y"];
const expressions = ["", "^a", "b$", "^[^a]?$", "(a|é)", "[a-c]{2}", "\\\\", "A", "É$", "[%*_]"];
const equal: readonly Operator[] = ["eq", "neq", "in"];
const ordered: readonly Operator[] = [...equal, "gt", "gte", "lt", "lte"];

function makeComparison(maker: Maker, table: TableSpec, negated: boolean): Filter {
  const { tape } = maker;
  const column = pickColumn(maker, table, ({ name }) => name !== "mark");
  const field = { column, path: [], asText: false };
  const { use, pool } = kinds[column.kind];
  const form = tape.below(8);
  if (form === 7) return { kind: "is", field, keyword: tape.pick(["null", "not_null"] as const), negated };
  const base = { kind: "compare", field, quantifier: null, negated } as const;
  if (use === "textual" && form === 6 && column.kind === "text") {
    const operator = tape.pick(["like", "ilike", "match", "imatch"] as const);
    return { ...base, operator, values: [tape.pick(operator.endsWith("like") ? patterns : expressions)] };
  }
  const operator = tape.pick(operatorsOf(column, use));
  // Keys are an Int, of 32 bits, and an item of a list is never null.
  const isInt = column.name === "id" || column.points !== null;
  const sayable = pool.filter((value) => !(isInt && Number(value) > 2 ** 31) && !/null\]/.test(`${value}`));
  if (operator === "in") return { ...base, operator, values: tape.some(sayable, 0, 3) };
  return { ...base, operator, values: [tape.pick(sayable)] };
}

function operatorsOf({ kind }: ColumnSpec, use: string): readonly Operator[] {
  if (use === "list") return ["cs", "cd", "ov", "eq", "neq", "gt", "lte"];
  if (use === "json") return ["eq", "neq", "cs", "cd"];
  if (use === "boolean") return ["eq", "neq"];
  return kind === "uuid" || kind === "enum" ? equal : ordered;
}

function makeOrder(maker: Maker, table: TableSpec): Order[] {
  const { tape, views } = maker;
  if (tape.once(6)) return [];
  const direction = (): Pick<Order, "descending" | "nulls"> => ({
    descending: tape.below(2) === 1,
    nulls: tape.pick([null, "first", "last"] as const),
  });
  const terms: Order[] = [];
  for (let left = tape.below(3); left > 0; left--) {
    const column = pickColumn(maker, table, ({ kind }) => kind !== "json");
    if (column.kind !== "json") terms.push({ embed: null, field: { column, path: [], asText: false }, ...direction() });
  }
  for (const name of table.key) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined || !views.get(table.name)?.columns.has(name)) continue;
    terms.push({ embed: null, field: { column, path: [], asText: false }, ...direction() });
  }
  return terms;
}

/** What is computed of all rows together. */
function aggregated(maker: Maker, table: TableSpec, isFiltered: boolean): Query {
  const { tape } = maker;
  const select = Array.from({ length: 1 + tape.below(3) }, () => aggregate(maker, table));
  const where = isFiltered || tape.below(2) === 1 ? [makeComparison(maker, table, tape.below(3) === 1)] : [];
  return { table, select, where, order: [], limit: null, offset: null };
}

function aggregate(maker: Maker, table: TableSpec): Item {
  const { tape } = maker;
  const alias = maker.fresh();
  const name = tape.pick(["count", "sum", "min", "max", "avg"] as const);
  if (name === "count") return { kind: "aggregate", name, column: null, alias };
  const numeric = ({ kind }: ColumnSpec): boolean => kinds[kind].use === "number" || kind === "bigint";
  const comparable = ({ kind }: ColumnSpec): boolean => ["number", "textual", "scalar"].includes(kinds[kind].use);
  const column = pickColumn(maker, table, name === "min" || name === "max" ? comparable : numeric);
  return { kind: "aggregate", name, column, alias };
}
