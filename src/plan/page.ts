import { checksum } from "../kernel/checksum.ts";
import type { Failure } from "../kernel/failure.ts";
import { collect, ok, type Result } from "../kernel/result.ts";
import type { Argument, Order, PageFact } from "../query/read.ts";
import type { SecuredPage, SecuredPageMember, SecuredRead, SecuredSelection } from "../rules/secure.ts";
import { comma, id, integer, join, literal, ref, type Sql, slot, sql } from "../sql/fragment.ts";
import { aggregateArgument, aggregateValue } from "./aggregate-function.ts";
import { cursorText } from "./cursor.ts";
import { afterSql, keysetTerms, narrowed, orderInWords, placeColumns, placeValues, type Term } from "./keyset.ts";
import { type Member, objectSql } from "./object.ts";
import { type RowsOptions, type RowsSql, rowCount, rowsSql } from "./rows.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, selectedTable, type Table } from "./table.ts";

/** What makes the rows of a page; lent by what makes all rows. */
export interface PageParts {
  readonly members: (selection: SecuredSelection, table: Table) => Result<readonly Member[], Failure>;
  /** The page's rows by themselves: `select … from …`. */
  readonly rows: (table: Table, from: Sql<Slot>, more: readonly Sql<Slot>[]) => Sql<Slot>;
}

/** A read with a page and what it needs. */
export type PagedRead = SecuredRead & { readonly page: SecuredPage };

/** The rows of a page and what is told of them, as one JSON object. */
export function pageValue(
  read: PagedRead,
  options: Omit<RowsOptions, "most">,
  parts: PageParts,
): Result<Sql<Slot>, Failure> {
  const { page } = read;
  const { aliases } = options;
  const directed = { ...read, order: page.backward ? read.order.map(reversed) : read.order };
  const rows = rowsSql(directed, { ...options, most: null });
  if (!rows.ok) return rows;
  const needs = needsOf(page);
  const places = needs.places ? placesOf(read, rows.value) : ok(null);
  if (!places.ok) return places;
  const size = sizeSql(read);
  const scope: Scope = { read, rows: rows.value, needs, places: places.value, size, alias: aliases(), aliases, parts };
  const members = collect(page.members, (member) => memberSql(member, scope));
  if (!members.ok) return members;
  const object = objectSql(members.value);
  return ok(
    needs.rows ? sql`(select ${object} from ${pageRows(scope)} ${id(scope.alias)})` : besideBounds(object, scope),
  );
}

/** Where nobody asks for rows nothing is bound by the page's bounds: they are looked at all the same. */
function besideBounds(object: Sql<Slot>, { read, places }: Scope): Sql<Slot> {
  const { limit, offset, page, most = Number.MAX_SAFE_INTEGER } = read;
  const bounds = [
    ...(limit === null ? [] : [rowCount(limit, { as: "limit", most })]),
    ...(offset === null ? [] : [rowCount(offset, { as: "offset" })]),
    ...[page.after, page.before].flatMap((argument) =>
      argument === null || places === null
        ? []
        : [cursorSlot(argument, places.tag, { at: 0, terms: places.terms.length })],
    ),
  ];
  if (bounds.length === 0) return object;
  const never = bounds.map((bound, index) => sql<Slot>`when ${integer(index + 1)} then ${bound}`);
  return sql`case 0 ${join(never, sql` `)} else ${object} end`;
}

interface Scope {
  readonly read: PagedRead;
  readonly rows: RowsSql;
  readonly needs: Needs;
  readonly places: Places | null;
  readonly size: Sql<Slot>;
  /** Of the page. */
  readonly alias: string;
  readonly aliases: Aliases;
  readonly parts: PageParts;
}

interface Needs {
  /** The rows themselves. */
  readonly rows: boolean;
  /** One row more than the page has, to see whether it goes on. */
  readonly more: boolean;
  readonly places: boolean;
}

function needsOf(page: SecuredPage): Needs {
  const facts = new Set(page.members.flatMap((member) => (member.kind === "info" ? member.members : [])).map(kindOf));
  const edges = page.members.filter((member) => member.kind === "edges");
  const ends = facts.has("startCursor") || facts.has("endCursor");
  const more = facts.has(page.backward ? "hasPreviousPage" : "hasNextPage");
  const cursors = edges.some(({ select }) => select.some((each) => each.kind === "cursor"));
  return {
    rows: edges.length > 0 || ends || more,
    more,
    places: cursors || ends || page.after !== null || page.before !== null,
  };
}

function kindOf({ kind }: PageFact): PageFact["kind"] {
  return kind;
}

/** How the rows of the page are told from those around it. */
interface Places {
  readonly terms: readonly Term[];
  readonly tag: string;
  readonly after: Sql<Slot> | null;
  readonly before: Sql<Slot> | null;
}

function placesOf(read: PagedRead, { table }: RowsSql): Result<Places, Failure> {
  const made = keysetTerms(read, table);
  if (!made.ok) return made;
  const terms = made.value;
  const tag = checksum(orderInWords(read));
  const beyond = (argument: Argument | null, order: readonly Term[]): Sql<Slot> | null =>
    argument === null ? null : afterSql(order, (at) => cursorSlot(argument, tag, { at, terms: terms.length }));
  const backwards = terms.map((term) => ({ ...term, descending: !term.descending, nullsFirst: !term.nullsFirst }));
  return ok({ terms, tag, after: beyond(read.page.after, terms), before: beyond(read.page.before, backwards) });
}

function cursorSlot(
  { argument: index }: Argument,
  tag: string,
  { at, terms }: { readonly at: number; readonly terms: number },
): Sql<Slot> {
  return slot<Slot>({ kind: "argument", index, form: { as: "cursor", at, tag, terms } });
}

function reversed(order: Order): Order {
  const nulls = order.nulls ?? (order.descending ? "first" : "last");
  return { ...order, descending: !order.descending, nulls: nulls === "first" ? "last" : "first" };
}

function sizeSql({ limit, most = Number.MAX_SAFE_INTEGER, page }: PagedRead): Sql<Slot> {
  return limit === null ? integer(Math.min(page.size, most)) : rowCount(limit, { as: "limit", most });
}

const rowNumber = "row number";

function isNumbered({ needs, read }: Scope): boolean {
  return needs.more || read.page.backward;
}

/** The rows of the page, chosen first, so that what is put together for a row is done for these alone. */
function pageRows(scope: Scope): Sql<Slot> {
  const { read, rows, needs, places, size, parts } = scope;
  const bounds = [places?.after ?? null, places?.before ?? null];
  const [after, before] = bounds;
  const both = after === null || after === undefined ? (before ?? null) : joined(after, before ?? null);
  const offset = read.offset === null ? sql`` : sql<Slot>` offset ${rowCount(read.offset, { as: "offset" })}`;
  const limit = needs.more ? sql<Slot>` limit ${size} + 1${offset}` : sql<Slot>` limit ${size}${offset}`;
  const from = sql<Slot>`${narrowed(rows.from, rows.where, both)}${rows.ordered}${limit}`;
  const inner = parts.rows(rows.table, from, places === null ? [] : placeColumns(places.terms));
  if (!isNumbered(scope)) return sql`(${inner})`;
  return sql`(select *, row_number() over () as ${id(rowNumber)} from (${inner}))`;
}

function joined(first: Sql<Slot>, second: Sql<Slot> | null): Sql<Slot> {
  return second === null ? first : sql`${first} and ${second}`;
}

function memberSql(member: SecuredPageMember, scope: Scope): Result<Member, Failure> {
  const { rows } = scope;
  switch (member.kind) {
    case "constant":
      return ok({ key: member.as, value: literal(member.value) });
    case "total":
      return ok({ key: member.as, value: countSql(rows) });
    case "info":
      return ok({
        key: member.as,
        value: objectSql(member.members.map((fact) => ({ key: fact.as, value: factSql(fact, scope) }))),
      });
    case "edges":
      return edgesSql(member, scope);
    case "aggregates":
      return aggregatesSql(member, scope);
  }
}

/** Conditions stand in a FROM, where SQLite does not add how deep they are to what is around them. */
function countSql({ where, matching }: RowsSql): Sql<Slot> {
  return where.length === 0 ? sql`(select count(*) ${matching})` : sql`(select count(*) from (select 1 ${matching}))`;
}

function edgesSql(
  { as, select }: Extract<SecuredPageMember, { kind: "edges" }>,
  scope: Scope,
): Result<Member, Failure> {
  const table = selectedTable(scope.read.source, scope.alias);
  const members = collect(select, (selection): Result<readonly Member[], Failure> => {
    if (selection.kind !== "cursor") return scope.parts.members(selection, table);
    return ok([{ key: selection.as, value: cursorSql(scope) }]);
  });
  if (!members.ok) return members;
  return ok({ key: as, value: gathered(objectSql(members.value.flat()), scope) });
}

function cursorSql({ places, alias }: Scope): Sql<Slot> {
  return places === null ? sql`null` : cursorText(places.tag, placeValues(places.terms, alias));
}

/** Of the rows of the page an array, in the read's order. */
function gathered(value: Sql<Slot>, scope: Scope): Sql<Slot> {
  const number = ref(scope.alias, rowNumber);
  const ordered = scope.read.page.backward ? sql<Slot>`${value} order by ${number} desc` : value;
  if (!scope.needs.more) return sql`json_group_array(${ordered})`;
  return sql`json_group_array(${ordered}) filter (where ${number} <= ${scope.size})`;
}

function factSql(fact: PageFact, scope: Scope): Sql<Slot> {
  const { backward } = scope.read.page;
  switch (fact.kind) {
    case "constant":
      return literal(fact.value);
    case "startCursor":
      return sql`${gathered(cursorSql(scope), scope)} ->> '$[0]'`;
    case "endCursor":
      return sql`${gathered(cursorSql(scope), scope)} ->> '$[#-1]'`;
    case "hasNextPage":
      return backward ? outside(scope, scope.places?.before ?? null, null) : goesOn(scope);
    case "hasPreviousPage":
      return backward ? goesOn(scope) : outside(scope, scope.places?.after ?? null, scope.read.offset);
  }
}

function goesOn({ size }: Scope): Sql<Slot> {
  return sql`json(iif(count(*) > ${size}, 'true', 'false'))`;
}

/** Whether there are rows that the page does not begin with: those up to its cursor, those that its offset leaves out. */
function outside({ rows }: Scope, bound: Sql<Slot> | null, offset: Argument | null): Sql<Slot> {
  const reasons: Sql<Slot>[] = [];
  if (bound !== null)
    reasons.push(sql`exists (select 1 ${narrowed(rows.from, rows.where, sql`(${bound}) is not true`)})`);
  if (offset !== null) {
    const skipped = rowCount(offset, { as: "offset" });
    reasons.push(sql`(${skipped} > 0 and exists (select 1 ${rows.matching}))`);
  }
  const [first, second] = reasons;
  if (first === undefined) return sql`json('false')`;
  return sql`json(iif(${second === undefined ? first : sql<Slot>`(${first} or ${second})`}, 'true', 'false'))`;
}

/** Arguments are computed in a subquery, so that masks and casts can be among them. */
function aggregatesSql(
  { as, select }: Extract<SecuredPageMember, { kind: "aggregates" }>,
  { rows, aliases }: Scope,
): Result<Member, Failure> {
  const alias = aliases();
  const columns: Sql<Slot>[] = [];
  const object = (selected: readonly SecuredSelection[]): Result<Sql<Slot>, Failure> => {
    const members = collect(selected, (selection): Result<Member, Failure> => {
      if (selection.kind === "constant") return ok({ key: selection.as, value: literal(selection.value) });
      if (selection.kind === "group") {
        const inner = object(selection.select);
        return inner.ok ? ok({ key: selection.as, value: inner.value }) : inner;
      }
      if (selection.kind !== "aggregate") throw new TypeError(`${selection.kind} among aggregates`);
      const argument = aggregateArgument(selection, rows.table);
      if (!argument.ok) return argument;
      const name = `a${columns.push(argument.value) - 1}`;
      const value = aggregateValue(selection, ref(alias, name));
      return value.ok ? ok({ key: selection.as, value: value.value }) : value;
    });
    return members.ok ? ok(objectSql(members.value)) : members;
  };
  const made = object(select);
  if (!made.ok) return made;
  const inner =
    columns.length === 0
      ? sql<Slot>`1`
      : comma(columns.map((column, index) => sql<Slot>`${column} as ${id(`a${index}`)}`));
  // Without an aggregate there would be an object for every row.
  if (columns.length === 0) return ok({ key: as, value: made.value });
  return ok({ key: as, value: sql`(select ${made.value} from (select ${inner} ${rows.matching}) ${id(alias)})` });
}
