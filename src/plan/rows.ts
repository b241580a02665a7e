import type { Failure } from "../kernel/failure.ts";
import { failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { Argument, Order } from "../query/read.ts";
import { holds } from "../rules/expression.ts";
import type { SecuredEmbed, SecuredRead, Source } from "../rules/secure.ts";
import type { ColumnPair } from "../schema/model.ts";
import { comma, empty, id, integer, join, ref, type Sql, slot, sql } from "../sql/fragment.ts";
import { fieldValue } from "./field.ts";
import { filterSql } from "./filter.ts";
import { fromSource } from "./given.ts";
import { scoresSql } from "./operators/search.ts";
import type { ArgumentForm, Slot } from "./slot.ts";
import { type Aliases, guardedTable, type Table, tableRule } from "./table.ts";

/** What goes around a SELECT's columns: `from … where … order by … limit …`. */
export interface RowsSql {
  readonly table: Table;
  /** The tables, without the word `from`. */
  readonly from: Sql<Slot>;
  readonly where: readonly Sql<Slot>[];
  /** `from` and `where`, without order and limit. */
  readonly matching: Sql<Slot>;
  /** `order by`; empty where nothing is asked for. */
  readonly ordered: Sql<Slot>;
  /** `order by`, `limit`, `offset`; empty where nothing is asked for. */
  readonly tail: Sql<Slot>;
}

export interface RowsOptions {
  readonly aliases: Aliases;
  /** The embed that these rows belong to, and the row that they belong to. */
  readonly link: { readonly embed: SecuredEmbed; readonly parent: Table } | null;
  /** The most rows; null: as many as there are. */
  readonly most: number | null;
}

/** The rows of a read: those that rules show, that its filters let through and that its inner embeds keep. */
export function rowsSql(read: SecuredRead, options: RowsOptions): Result<RowsSql, Failure> {
  const { aliases, link } = options;
  const alias = aliases();
  const table = guardedTable(read.source, alias, aliases);
  const linked = link === null ? { from: empty, conditions: [] } : linkSql(link.embed, link.parent, table, aliases);
  const ranked = rankJoin(read, table, aliases);
  if (!ranked.ok) return ranked;
  const from = sql<Slot>`${fromSource(read.source)} ${id(alias)}${linked.from}${ranked.value.join}`;
  const conditions = [...linked.conditions, ...ruleConditions(read.source, alias, aliases)];
  const filtered = filterConditions(read, table, aliases);
  if (!filtered.ok) return filtered;
  conditions.push(...filtered.value);
  const order = collect(read.order, (term) =>
    term.rank === undefined
      ? orderSql(term, read, table, aliases)
      : ok(sql`${ranked.value.score}${directionSql(term, false)}`),
  );
  if (!order.ok) return order;
  const ordered = order.value.length === 0 ? unasked(table, link === null) : sql<Slot>` order by ${comma(order.value)}`;
  const matching = sql<Slot>`from ${from}${conditions.length === 0 ? empty : sql` where ${join(conditions, sql` and `)}`}`;
  return ok({
    table,
    from,
    where: conditions,
    matching,
    ordered,
    tail: sql`${ordered}${limitSql(read, options.most, order.value.length > 0)}`,
  });
}

/**
 * Nobody asked for an order: as they were inserted, which is what PostgreSQL mostly gives. Else the rows would come as
 * whatever index serves the request best has them. Related rows come so by themselves, from the index of their key.
 */
function unasked({ alias, source }: Table, isTopLevel: boolean): Sql<never> {
  const { rowId } = source.collection;
  return isTopLevel && rowId !== null && !source.given ? sql` order by ${ref(alias, rowId)}` : empty;
}

/** The scores of a search beside the rows, where the order asks for them. What does not match has 0, as with ts_rank. */
function rankJoin(
  read: Pick<SecuredRead, "order">,
  table: Table,
  aliases: Aliases,
): Result<{ readonly join: Sql<Slot>; readonly score: Sql<Slot> }, Failure> {
  const rank = read.order.find((term) => term.rank !== undefined)?.rank;
  if (rank === undefined) return ok({ join: empty, score: empty });
  const scores = scoresSql(rank, table);
  if (!scores.ok) return scores;
  const alias = aliases();
  const rowId = ref(table.alias, table.source.collection.search?.rowId ?? "rowid");
  return ok({
    join: sql` left join (${scores.value}) ${id(alias)} on ${ref(alias, "r")} = ${rowId}`,
    score: sql`coalesce(-${ref(alias, "s")}, 0)`,
  });
}

/** The filters and inner embeds of a read, as conditions on its table. */
export function filterConditions(
  read: Pick<SecuredRead, "where" | "embeds">,
  table: Table,
  aliases: Aliases,
): Result<readonly Sql<Slot>[], Failure> {
  const presence = (name: string, parent: Table): Result<Sql<Slot>, Failure> => {
    const embed = read.embeds.find((candidate) => candidate.as === name);
    if (embed === undefined) {
      return err(failure("PGRST108", `'${name}' is not an embedded resource in this request`));
    }
    return existsSql(embed, parent, aliases);
  };
  const conditions: Sql<Slot>[] = [];
  if (read.where !== null) {
    const where = filterSql(read.where, table, presence);
    if (!where.ok) return where;
    conditions.push(where.value);
  }
  for (const embed of read.embeds) {
    if (embed.join !== "inner") continue;
    const exists = existsSql(embed, table, aliases);
    if (!exists.ok) return exists;
    conditions.push(exists.value);
  }
  return ok(conditions);
}

/** The rule of a table's rows, where it is not that all are visible. */
export function ruleConditions(source: Source, alias: string, aliases: Aliases): readonly Sql<Slot>[] {
  return holds(source.rows) ? [] : [tableRule(source.rows, alias, aliases)];
}

function existsSql(embed: SecuredEmbed, parent: Table, aliases: Aliases): Result<Sql<Slot>, Failure> {
  const rows = rowsSql(embed.read, { aliases, link: { embed, parent }, most: null });
  // An embed whose limit and offset leave it nothing has no rows, as in PostgREST.
  const window = limitSql(embed.read, null, false);
  return rows.ok ? ok(sql`exists (select 1 ${rows.value.matching}${window})`) : rows;
}

interface Linked {
  readonly from: Sql<Slot>;
  readonly conditions: readonly Sql<Slot>[];
}

/** How a related row finds its parent: by the foreign key, or through the junction under the junction's own rules. */
function linkSql(embed: SecuredEmbed, parent: Table, table: Table, aliases: Aliases): Linked {
  const { relation } = embed;
  if (relation.junction === null || embed.junction === null) {
    return { from: empty, conditions: pairSql(relation.pairs, parent, table) };
  }
  const alias = aliases();
  const junction = guardedTable(embed.junction, alias, aliases);
  const far = join(pairSql(relation.junction.far, junction, table), sql` and `);
  return {
    from: sql` join ${id(relation.junction.collection)} ${id(alias)} on ${far}`,
    conditions: [
      ...pairSql(relation.junction.near, parent, junction),
      ...ruleConditions(embed.junction, alias, aliases),
    ],
  };
}

function pairSql(pairs: readonly ColumnPair[], from: Table, to: Table): readonly Sql<Slot>[] {
  return pairs.map((pair) => sql`${to.column(pair.to)} = ${from.column(pair.from)}`);
}

/** PostgreSQL sorts NULL as the largest value, SQLite as the smallest. */
function orderSql(order: Order, read: SecuredRead, table: Table, aliases: Aliases): Result<Sql<Slot>, Failure> {
  const key = orderKey(order, read, table, aliases);
  if (!key.ok) return key;
  const { column, path } = order.field;
  const nullable = order.embed !== null || !column.notNull || path.length > 0 || table.source.masks.has(column.name);
  return ok(sql`${key.value}${directionSql(order, nullable)}`);
}

/** What a term of an order sorts by. */
export function orderKey(
  order: Order,
  read: Pick<SecuredRead, "embeds">,
  table: Table,
  aliases: Aliases,
): Result<Sql<Slot>, Failure> {
  if (order.rank !== undefined) return err(failure("0A000", "an order by rank is not available here"));
  return order.embed === null ? ok(fieldValue(order.field, table)) : relatedKey(order, read, table, aliases);
}

/** `desc nulls first`; what cannot be NULL says nothing of it, so that an index can give the order. */
export function directionSql(order: Order, nullable: boolean): Sql<never> {
  const direction = order.descending ? sql` desc` : empty;
  if (!nullable) return direction;
  const nulls = order.nulls ?? (order.descending ? "first" : "last");
  return nulls === "first" ? sql`${direction} nulls first` : sql`${direction} nulls last`;
}

/** The column of a to-one relation. */
function relatedKey(
  order: Order,
  read: Pick<SecuredRead, "embeds">,
  table: Table,
  aliases: Aliases,
): Result<Sql<Slot>, Failure> {
  const embed = read.embeds.find((candidate) => candidate.as === order.embed);
  if (embed === undefined) {
    return err(failure("PGRST108", `'${order.embed}' is not an embedded resource in this request`));
  }
  const rows = rowsSql(embed.read, { aliases, link: { embed, parent: table }, most: null });
  if (!rows.ok) return rows;
  return ok(
    sql`(select ${fieldValue(order.field, rows.value.table)} ${rows.value.matching}${limitSql(embed.read, 1, false)})`,
  );
}

/** SQLite may drop the order of a subquery that has no limit, so an order always brings one: -1 is none. */
export function limitSql(read: SecuredRead, most: number | null, ordered: boolean): Sql<Slot> {
  const offset = read.offset === null ? empty : sql<Slot>` offset ${rowCount(read.offset, { as: "offset" })}`;
  if (read.limit !== null) {
    return sql` limit ${rowCount(read.limit, { as: "limit", most: most ?? Number.MAX_SAFE_INTEGER })}${offset}`;
  }
  if (most !== null) return sql` limit ${integer(most)}${offset}`;
  return ordered || read.offset !== null ? sql` limit -1${offset}` : empty;
}

/** A bare parameter here makes SQLite prepare the statement again for its value: 50 µs a request, measured. */
export function rowCount(argument: Argument, form: ArgumentForm): Sql<Slot> {
  return sql`cast(${slot<Slot>({ kind: "argument", index: argument.argument, form })} as integer)`;
}
