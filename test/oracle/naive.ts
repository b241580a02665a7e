import type { Json } from "../../src/kernel/json.ts";
import type { Row } from "../../src/rules/evaluate.ts";
import type { Stored } from "../../src/schema/kinds/kind.ts";
import { type Embed, embedsOf, type Field, type Item, isAggregated, type Order, type Query } from "./ask.ts";
import { kinds } from "./kinds.ts";
import { compare, fieldValueOf, placeIn, truthOf } from "./truth.ts";
import type { Views } from "./world.ts";

type Members = Record<string, Json>;

/** The rows of an answer, and how many there would be without limit and offset. */
export interface Naive {
  readonly rows: readonly Members[];
  readonly total: number;
}

/** Answers by loops over what the caller sees. */
export function answerOf(asked: Query, views: Views): Naive {
  const query = asked.select.length === 0 ? { ...asked, select: [{ kind: "all" } as const] } : asked;
  const all = matching(query, views.get(query.table.name)?.rows ?? [], views);
  return { rows: shape(query, all, views), total: all.length };
}

/** The rows that a query's filters and inner embeds let through. */
function matching(query: Query, rows: readonly Row[], views: Views): readonly Row[] {
  return rows.filter((row) => {
    const filtered = query.where.every(
      (filter) => truthOf(filter, row, ({ embed }) => hasRows(embed, row, views)) === true,
    );
    return filtered && embedsOf(query).every((embed) => !embed.inner || hasRows(embed, row, views));
  });
}

function hasRows(embed: Embed, row: Row, views: Views): boolean {
  return window(embed.query, related(embed, row, views)).length > 0;
}

/** The rows that an embed shows, before order and limit. */
function related({ link, query }: Embed, row: Row, views: Views): readonly Row[] {
  const rows = views.get(link.to)?.rows ?? [];
  const key = row[link.pair.near] ?? null;
  const far = (other: Row): Stored => other[link.pair.far] ?? null;
  if (key === null) return [];
  if (link.junction === null)
    return matching(
      query,
      rows.filter((other) => far(other) === key),
      views,
    );
  const { table, near, far: away } = link.junction;
  const between = (views.get(table)?.rows ?? []).filter((junction) => junction[near] === key);
  const keys = between.map((junction) => junction[away] ?? null).filter((found) => found !== null);
  return matching(
    query,
    keys.flatMap((found) => rows.filter((other) => far(other) === found)),
    views,
  );
}

function window<T>({ limit, offset }: Pick<Query, "limit" | "offset">, items: readonly T[]): readonly T[] {
  const from = offset ?? 0;
  return items.slice(from, limit === null ? undefined : from + limit);
}

function shape(query: Query, rows: readonly Row[], views: Views): readonly Members[] {
  if (isAggregated(query)) return window(query, groups(query, rows));
  const sorted = [...rows].sort((left, right) =>
    byTerms(query.order, (order, side) => {
      const row = side === "left" ? left : right;
      if (order.embed === null) return fieldValueOf(order.field, row);
      const [only] = related(order.embed, row, views);
      return only === undefined ? null : fieldValueOf(order.field, only);
    }),
  );
  return window(query, sorted).map((row) =>
    Object.assign({}, ...query.select.map((item) => members(item, row, query, views))),
  );
}

function byTerms(terms: readonly Order[], value: (order: Order, side: "left" | "right") => Stored): number {
  for (const order of terms) {
    const left = value(order, "left");
    const right = value(order, "right");
    if (left === null && right === null) continue;
    if (left === null || right === null) {
      const nullsFirst = order.nulls === null ? order.descending : order.nulls === "first";
      return (left === null) === nullsFirst ? -1 : 1;
    }
    const difference = compare(left, right) * (order.descending ? -1 : 1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function members(item: Item, row: Row, query: Query, views: Views): Members {
  switch (item.kind) {
    case "all": {
      const names = query.table.columns.filter((column) => views.get(query.table.name)?.columns.has(column.name));
      return Object.fromEntries(names.map((column) => [column.name, output({ column, path: [], asText: false }, row)]));
    }
    case "field": {
      const value = output(item.field, row);
      const { column } = item.field;
      const shown = item.asText && value !== null && column.kind !== "text" ? String(value) : value;
      return { [item.alias ?? column.name]: shown };
    }
    case "embed":
      return item.spread ? spread(item, row, views) : embedded(item, row, views);
    case "aggregate":
      throw new TypeError("an aggregate without groups");
  }
}

function embedded(embed: Embed, row: Row, views: Views): Members {
  if (isSilent(embed.query)) return {};
  const rows = shape(embed.query, related(embed, row, views), views);
  return { [embed.alias ?? (embed.way.split("!")[0] as string)]: embed.link.toOne ? (rows[0] ?? null) : rows };
}

/** Of what holds nothing but embeds of nothing, nothing appears. */
function isSilent({ select }: Query): boolean {
  return select.every((item) => item.kind === "embed" && isSilent(item.query));
}

function spread(embed: Embed, row: Row, views: Views): Members {
  const rows = shape(embed.query, related(embed, row, views), views);
  const names = embed.query.select.map((item) => (item.kind === "field" ? (item.alias ?? "") : ""));
  const value = (name: string): Json =>
    embed.link.toOne ? (rows[0]?.[name] ?? null) : rows.map((found) => found[name] ?? null);
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

function output(field: Field, row: Row): Json {
  const stored = row[field.column.name] ?? null;
  if (stored === null) return null;
  if (field.path.length === 0) return kinds[field.column.kind].inJson(stored);
  return field.asText ? (fieldValueOf(field, row) as string | null) : placeIn(stored, field.path);
}

interface Group {
  readonly keys: Row;
  readonly rows: Row[];
}

function groups(query: Query, rows: readonly Row[]): readonly Members[] {
  const fields = query.select.filter((item) => item.kind === "field");
  const found = new Map<string, Group>();
  if (fields.length === 0) found.set("all", { keys: {}, rows: [] });
  for (const row of rows) {
    const keys = Object.fromEntries(fields.map(({ field }) => [field.column.name, row[field.column.name] ?? null]));
    const name =
      fields.length === 0
        ? "all"
        : Object.values(keys)
            .map((key) => `${typeof key} ${key}`)
            .join("\u0000");
    const group = found.get(name) ?? { keys, rows: [] };
    group.rows.push(row);
    found.set(name, group);
  }
  const sorted = [...found.values()].sort((left, right) =>
    byTerms(query.order, (order, side) => (side === "left" ? left : right).keys[order.field.column.name] ?? null),
  );
  return sorted.map((group) =>
    Object.fromEntries(
      query.select.flatMap((item): [string, Json][] => {
        if (item.kind === "field") return [[item.alias ?? item.field.column.name, output(item.field, group.keys)]];
        if (item.kind === "aggregate") return [[item.alias ?? item.name, aggregate(item, group.rows)]];
        return [];
      }),
    ),
  );
}

function aggregate({ name, column }: Extract<Item, { kind: "aggregate" }>, rows: readonly Row[]): Json {
  if (column === null) return rows.length;
  const values = rows.map((row) => row[column.name] ?? null).filter((value) => value !== null);
  if (name === "count") return values.length;
  const [first, ...others] = values;
  if (first === undefined) return null;
  if (name === "avg") return values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length;
  if (name === "sum" && column.kind === "integer")
    return Number(values.reduce((sum: bigint, value) => sum + BigInt(value), 0n));
  if (name === "sum") return values.reduce<number>((sum, value) => sum + Number(value), 0);
  const wins = name === "min" ? -1 : 1;
  const best = others.reduce((winner, value) => (compare(value, winner) * wins > 0 ? value : winner), first);
  return kinds[column.kind].inJson(best);
}
