import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { AggregateFunction, Field, Order } from "../query/read.ts";
import type { SecuredRead, SecuredSelection } from "../rules/secure.ts";
import { comma, id, integer, ref, type Sql, sql } from "../sql/fragment.ts";
import { codecs } from "./encode.ts";
import { castSql, fieldType, fieldValue } from "./field.ts";
import { type Member, objectSql } from "./object.ts";
import { directionSql, limitSql, type RowsSql } from "./rows.ts";
import type { Slot } from "./slot.ts";
import type { Aliases, Table } from "./table.ts";

type Aggregate = Extract<SecuredSelection, { kind: "aggregate" }>;

/** The groups of a read: an object for each, and where they come from, order and limit included. */
export interface GroupsSql {
  readonly object: Sql<Slot>;
  readonly from: Sql<Slot>;
}

/** What a row's JSON holds of one selection that is no aggregate. */
export type MembersOf = (selection: SecuredSelection, table: Table) => Result<readonly Member[], Failure>;

export function isAggregated(select: readonly SecuredSelection[]): boolean {
  return select.some((selection) => selection.kind === "aggregate");
}

/**
 * Aggregates: whatever else is selected is what rows are grouped by. Keys and arguments are computed in a subquery, so
 * that masks, paths and embeds can be among them.
 * Source: https://docs.postgrest.org/en/v14/references/api/aggregate_functions.html
 */
export function groupsSql(
  read: SecuredRead,
  rows: RowsSql,
  options: { readonly aliases: Aliases; readonly most: number | null; readonly membersOf: MembersOf },
): Result<GroupsSql, Failure> {
  const alias = options.aliases();
  const keys: Key[] = [];
  const columns: Sql<Slot>[] = [];
  const members: Member[] = [];
  for (const [index, selection] of read.select.entries()) {
    const made =
      selection.kind === "aggregate"
        ? aggregateColumn(selection, rows.table, ref(alias, `a${index}`))
        : keyColumns(selection, rows.table, { alias, index, membersOf: options.membersOf });
    if (!made.ok) return made;
    for (const column of made.value) {
      columns.push(sql`${column.inner} as ${id(column.name)}`);
      members.push({ key: column.key, value: column.outer });
      if (selection.kind !== "aggregate") keys.push({ ...column, selection });
    }
  }
  const orders = collect(read.order, (order) => orderSql(order, keys, { read, alias }));
  if (!orders.ok) return orders;
  const grouped = keys.length === 0 ? sql`` : sql<Slot>` group by ${comma(keys.map((key) => ref(alias, key.name)))}`;
  const ordered = orders.value.length === 0 ? sql`` : sql<Slot>` order by ${comma(orders.value)}`;
  const inner = sql<Slot>`select ${columns.length === 0 ? sql`1` : comma(columns)} ${rows.matching}`;
  const limit = limitSql(read, options.most, orders.value.length > 0);
  return ok({ object: objectSql(members), from: sql`from (${inner}) ${id(alias)}${grouped}${ordered}${limit}` });
}

/** A column of the subquery, and the member of the answer that is made of it. */
interface Column {
  readonly name: string;
  readonly inner: Sql<Slot>;
  readonly key: string;
  readonly outer: Sql<Slot>;
}

interface Key extends Column {
  readonly selection: SecuredSelection;
}

interface KeyPlace {
  readonly alias: string;
  readonly index: number;
  readonly membersOf: MembersOf;
}

function keyColumns(selection: SecuredSelection, table: Table, place: KeyPlace): Result<readonly Column[], Failure> {
  const { alias, index } = place;
  if (selection.kind === "field" && selection.cast === null && selection.field.path.length === 0) {
    const name = `k${index}`;
    const { encoding } = selection.field.column.type.kind;
    const outer = codecs[encoding].json(ref(alias, name));
    return ok([{ name, inner: fieldValue(selection.field, table), key: selection.as, outer }]);
  }
  const made = place.membersOf(selection, table);
  if (!made.ok) return made;
  // Any JSON value passes a subquery as the one element of an array.
  return ok(
    made.value.map((member, position) => {
      const name = `k${index}_${position}`;
      return {
        name,
        inner: sql`json_array(${member.value})`,
        key: member.key,
        outer: sql`${ref(alias, name)} -> '$[${integer(0)}]'`,
      };
    }),
  );
}

function aggregateColumn(selection: Aggregate, table: Table, column: Sql<never>): Result<readonly Column[], Failure> {
  const { field, cast, as: key } = selection;
  const name = column.parts.at(-1);
  const refused = field === null ? null : refusal(selection.function, field);
  if (refused !== null) return err(refused);
  const inner = field === null ? sql<Slot>`1` : fieldValue(field, table);
  const value = functions[selection.function](column);
  const outer = cast === null ? output(selection.function, field, value) : castSql(cast, sql`cast(${value} as text)`);
  return ok([{ name: name?.kind === "identifier" ? name.name : "", inner, key, outer }]);
}

const functions: Readonly<Record<AggregateFunction, (argument: Sql<Slot>) => Sql<Slot>>> = {
  count: (argument) => sql`count(${argument})`,
  sum: (argument) => sql`sum(${argument})`,
  avg: (argument) => sql`avg(${argument})`,
  min: (argument) => sql`min(${argument})`,
  max: (argument) => sql`max(${argument})`,
};

function output(name: AggregateFunction, field: Field | null, value: Sql<Slot>): Sql<Slot> {
  if (name === "count" || field === null) return value;
  if (field.path.length === 0 && field.column.type.kind.name === "real") return codecs.real.json(value);
  if (name === "sum" || name === "avg") return value;
  return field.path.length > 0 ? value : codecs[field.column.type.kind.encoding].json(value);
}

const numbers: ReadonlySet<string> = new Set(["integer", "bigint", "real", "numeric"]);
const unordered: ReadonlySet<string> = new Set(["boolean", "json", "list", "bytes"]);

/** PostgreSQL has no `sum(text)` and no `max(json)`. */
function refusal(name: AggregateFunction, field: Field): Failure | null {
  const type = fieldType(field);
  if (name === "count" || field.path.length > 0) return null;
  const exists = name === "sum" || name === "avg" ? numbers.has(type.kind.name) : !unordered.has(type.kind.name);
  if (exists) return null;
  return failure("42883", `function ${name}(${type.kind.postgresName(type)}) does not exist`, {
    hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
  });
}

interface OrderPlace {
  readonly read: SecuredRead;
  readonly alias: string;
}

/** Groups are ordered by what they are grouped by. */
function orderSql(order: Order, keys: readonly Key[], place: OrderPlace): Result<Sql<Slot>, Failure> {
  const { column, path } = order.field;
  const key = keys.find(
    ({ selection }) =>
      selection.kind === "field" && selection.field.column === column && selection.field.path.length === 0,
  );
  if (key === undefined || path.length > 0 || order.embed !== null) {
    const name = `${place.read.collection.name}.${column.name}`;
    const message = `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`;
    return err(failure("42803", message));
  }
  return ok(sql`${ref(place.alias, key.name)}${directionSql(order, true)}`);
}
