import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { Field, JsonStep, Order } from "../query/read.ts";
import type { SecuredEmbed, SecuredRead, SecuredSelection } from "../rules/secure.ts";
import { isToOne } from "../schema/model.ts";
import { comma, id, integer, ref, type Sql, sql } from "../sql/fragment.ts";
import { type Aggregate, aggregateArgument, aggregateValue } from "./aggregate-function.ts";
import { codecs } from "./encode.ts";
import { fieldValue } from "./field.ts";
import { type Member, objectSql } from "./object.ts";
import { directionSql, limitSql, type RowsSql } from "./rows.ts";
import type { Slot } from "./slot.ts";
import type { Aliases, Table } from "./table.ts";

/** The groups of a read: an object for each, and where they come from, order and limit included. */
export interface GroupsSql {
  readonly object: Sql<Slot>;
  readonly from: Sql<Slot>;
}

/** What the rows of groups are made of. */
export interface GroupParts {
  /** What a row's JSON holds of one selection that is no aggregate. */
  readonly members: (selection: SecuredSelection, table: Table) => Result<readonly Member[], Failure>;
  /** The names of those members. */
  readonly keys: (selection: SecuredSelection) => readonly string[];
  /** A value of the related row, NULL where there is none. */
  readonly related: (embed: SecuredEmbed, parent: Table, shape: Shape) => Result<Sql<Slot>, Failure>;
}

type Shape = (table: Table) => Result<Sql<Slot>, Failure>;

/**
 * Aggregates: whatever else is selected is what rows are grouped by. Keys and arguments are computed in a subquery, so
 * that masks, paths and embeds can be among them. What is spread from related rows counts as if it stood here.
 * Source: https://docs.postgrest.org/en/v14/references/api/aggregate_functions.html
 */
export function groupsSql(
  read: SecuredRead,
  rows: RowsSql,
  options: { readonly aliases: Aliases; readonly most: number | null; readonly parts: GroupParts },
): Result<GroupsSql, Failure> {
  const alias = options.aliases();
  const { parts } = options;
  const place: Place = { alias, parts, name: "", embed: null, depth: 0, reach: (shape) => shape(rows.table) };
  const made = allColumns(read.select, place);
  if (!made.ok) return made;
  const columns = made.value;
  const keys = columns.filter((column) => column.isKey);
  const orders = collect([...read.order.entries()], ([index, order]) =>
    groupOrder(order, keys, { read, alias, name: `o${index}` }),
  );
  if (!orders.ok) return orders;
  const grouped = keys.length === 0 ? sql`` : sql<Slot>` group by ${comma(keys.map((key) => ref(alias, key.name)))}`;
  const ordered =
    orders.value.length === 0 ? sql`` : sql<Slot>` order by ${comma(orders.value.map((order) => order.term))}`;
  const inner = [...columns, ...orders.value].flatMap(({ inner: value, name }) =>
    value === null ? [] : [sql<Slot>`${value} as ${id(name)}`],
  );
  const from = sql<Slot>`from (select ${inner.length === 0 ? sql`1` : comma(inner)} ${rows.matching}) ${id(alias)}`;
  const limit = limitSql(read, options.most, orders.value.length > 0);
  const members = columns.map(({ key, outer }): Member => ({ key, value: outer }));
  return ok({ object: objectSql(lastWins(members)), from: sql`${from}${grouped}${ordered}${limit}` });
}

/** A column of the subquery, and the member of the answer that is made of it. */
interface Column {
  readonly name: string;
  readonly inner: Sql<Slot>;
  readonly key: string;
  readonly outer: Sql<Slot>;
  readonly isKey: boolean;
  readonly selection: SecuredSelection;
  /** What it sorts by, where that is not the column itself. */
  readonly sort: (() => Result<Sql<Slot>, Failure>) | null;
  /** The embed of the read that it is spread from. */
  readonly embed: string | null;
  readonly depth: number;
}

/** Where selections are looked for: the rows themselves, or a row that they point at. */
interface Place {
  readonly alias: string;
  readonly parts: GroupParts;
  /** Tells the columns of one place from those of another. */
  readonly name: string;
  readonly embed: string | null;
  readonly depth: number;
  readonly reach: (shape: Shape) => Result<Sql<Slot>, Failure>;
}

function allColumns(select: readonly SecuredSelection[], place: Place): Result<readonly Column[], Failure> {
  const columns: Column[] = [];
  for (const [index, selection] of select.entries()) {
    const made = columnsOf(selection, { ...place, name: `${place.name}${place.name === "" ? "" : "_"}${index}` });
    if (!made.ok) return made;
    columns.push(...made.value);
  }
  return ok(columns);
}

function columnsOf(selection: SecuredSelection, place: Place): Result<readonly Column[], Failure> {
  if (selection.kind === "aggregate") return aggregateColumn(selection, place);
  if (selection.kind === "field") return fieldColumn(selection, place);
  if (selection.kind === "embed" && selection.spread && isToOne(selection.relation)) {
    const { reach, parts } = place;
    return allColumns(selection.read.select, {
      ...place,
      embed: place.embed ?? selection.as,
      depth: place.depth + 1,
      reach: (shape) => reach((table) => parts.related(selection, table, shape)),
    });
  }
  return memberColumns(selection, place);
}

function fieldColumn(
  selection: Extract<SecuredSelection, { kind: "field" }>,
  place: Place,
): Result<readonly Column[], Failure> {
  if (selection.cast !== null || selection.field.path.length > 0) return memberColumns(selection, place);
  const name = `k${place.name}`;
  const inner = place.reach((table) => ok(fieldValue(selection.field, table)));
  if (!inner.ok) return inner;
  const outer = codecs[selection.field.column.type.kind.encoding].json(ref(place.alias, name));
  const { embed, depth } = place;
  return ok([{ name, inner: inner.value, key: selection.as, outer, isKey: true, selection, sort: null, embed, depth }]);
}

/** Any JSON value passes a subquery as the one element of an array. */
function memberColumns(selection: SecuredSelection, place: Place): Result<readonly Column[], Failure> {
  const { alias, parts, embed, depth } = place;
  return collect([...parts.keys(selection).entries()], ([position, key]) => {
    const name = `k${place.name}_${position}`;
    const inner = place.reach((table) => {
      const members = parts.members(selection, table);
      if (!members.ok) return members;
      const member = members.value.find((candidate) => candidate.key === key);
      if (member === undefined) throw new TypeError(`no member ${key}`);
      return ok(sql`json_array(${member.value})`);
    });
    if (!inner.ok) return inner;
    const outer = sql<Slot>`${ref(alias, name)} -> '$[${integer(0)}]'`;
    const sort = (): Result<Sql<Slot>, Failure> =>
      selection.kind === "field" ? place.reach((table) => ok(fieldValue(selection.field, table))) : inner;
    return ok({ name, inner: inner.value, key, outer, isKey: true, selection, sort, embed, depth });
  });
}

function aggregateColumn(selection: Aggregate, place: Place): Result<readonly Column[], Failure> {
  const name = `a${place.name}`;
  const inner = place.reach((table) => aggregateArgument(selection, table));
  if (!inner.ok) return inner;
  const outer = aggregateValue(selection, ref(place.alias, name));
  if (!outer.ok) return outer;
  const { embed, depth } = place;
  return ok([
    {
      name,
      inner: inner.value,
      key: selection.as,
      outer: outer.value,
      isKey: false,
      selection,
      sort: null,
      embed,
      depth,
    },
  ]);
}

/** Two members of one name: JSON readers keep the last, and so do we, in its place. */
export function lastWins(members: readonly Member[]): readonly Member[] {
  const byKey = new Map(members.map((member) => [member.key, member]));
  return byKey.size === members.length ? members : [...byKey.values()];
}

interface OrderPlace {
  readonly read: SecuredRead;
  readonly alias: string;
  readonly name: string;
}

interface GroupOrder {
  readonly term: Sql<Slot>;
  readonly name: string;
  /** A column of the subquery that only the order needs. */
  readonly inner: Sql<Slot> | null;
}

/** Groups are ordered by what they are grouped by; a path or a cast by its value, not by the JSON that it is grouped as. */
function groupOrder(order: Order, keys: readonly Column[], place: OrderPlace): Result<GroupOrder, Failure> {
  const { alias, name, read } = place;
  const key = keys.find(
    ({ selection, embed, depth }) =>
      selection.kind === "field" && isSame(selection.field, order.field) && embed === order.embed && depth <= 1,
  );
  if (key === undefined || order.rank !== undefined) {
    const missing = `${order.embed ?? read.collection.name}.${order.field.column.name}`;
    const message = `column "${missing}" must appear in the GROUP BY clause or be used in an aggregate function`;
    return err(failure("42803", message));
  }
  const direction = directionSql(order, true);
  if (key.sort === null) return ok({ term: sql`${ref(alias, key.name)}${direction}`, name, inner: null });
  const inner = key.sort();
  return inner.ok ? ok({ term: sql`min(${ref(alias, name)})${direction}`, name, inner: inner.value }) : inner;
}

function isSame(one: Field, other: Field): boolean {
  if (one.column !== other.column || one.path.length !== other.path.length) return false;
  if (one.path.length === 0) return true;
  return one.asText === other.asText && one.path.every((step, index) => isSameStep(step, other.path[index]));
}

function isSameStep(one: JsonStep, other: JsonStep | undefined): boolean {
  if (one.kind === "key") return other?.kind === "key" && one.key === other.key;
  return other?.kind === "index" && one.index === other.index;
}
