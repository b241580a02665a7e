import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { isAggregated, isSilent } from "../query/read.ts";
import type { SecuredEmbed, SecuredRead, SecuredSelection } from "../rules/secure.ts";
import { isToOne } from "../schema/model.ts";
import { comma, id, literal, type Sql, sql } from "../sql/fragment.ts";
import { type GroupParts, type GroupsSql, groupsSql, lastWins } from "./aggregate.ts";
import { castField } from "./cast.ts";
import { fieldJson } from "./field.ts";
import { identityText } from "./identity.ts";
import { type Member, objectSql } from "./object.ts";
import { type PagedRead, type PageParts, pageValue } from "./page.ts";
import { limitSql, type RowsSql, rowsSql } from "./rows.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, selectedTable, type Table } from "./table.ts";

/** A row as a JSON object, its related rows inside. */
export function rowObject(
  select: readonly SecuredSelection[],
  table: Table,
  aliases: Aliases,
): Result<Sql<Slot>, Failure> {
  const members: Member[] = [];
  for (const selection of select) {
    const made = selectionMembers(selection, table, aliases);
    if (!made.ok) return made;
    members.push(...made.value);
  }
  return ok(objectSql(lastWins(members)));
}

/** The columns that a row's JSON and its embeds take from the row's own table. */
export function neededColumns({ select, page }: Pick<SecuredRead, "select" | "page">): readonly string[] {
  const names = new Set(select.flatMap((selection) => [...selectionColumns(selection)]));
  for (const member of page?.members ?? []) {
    if (member.kind !== "edges") continue;
    for (const name of member.select.flatMap((selection) => [...selectionColumns(selection)])) names.add(name);
  }
  return [...names];
}

function* selectionColumns(selection: SecuredSelection): Generator<string> {
  switch (selection.kind) {
    case "field":
      yield selection.field.column.name;
      break;
    case "group":
      for (const inner of selection.select) yield* selectionColumns(inner);
      break;
    case "identity":
      for (const column of selection.columns) yield column.name;
      break;
    case "embed":
      for (const pair of selection.relation.junction?.near ?? selection.relation.pairs) yield pair.from;
      break;
    case "aggregate":
    case "constant":
    case "cursor":
      break;
  }
}

/** Selects a page of rows by itself, so that what is put together for a row is done for the rows of the page alone. */
export function pageSql(
  columns: readonly string[],
  table: Table,
  { rows, more = [] }: { readonly rows: Sql<Slot>; readonly more?: readonly Sql<Slot>[] },
): Sql<Slot> {
  const chosen = [...columns.map((name) => sql<Slot>`${table.column(name)} as ${id(name)}`), ...more];
  return sql`select ${chosen.length === 0 ? sql`1` : comma(chosen)} ${rows}`;
}

function selectionMembers(
  selection: SecuredSelection,
  table: Table,
  aliases: Aliases,
): Result<readonly Member[], Failure> {
  if (selection.kind === "aggregate") return err(noAggregates);
  if (selection.kind === "field") {
    const { field, cast, as: key } = selection;
    if (cast === null) return ok([{ key, value: fieldJson(field, table) }]);
    const value = castField(field, cast, table);
    return value.ok ? ok([{ key, value: value.value }]) : value;
  }
  if (selection.kind !== "embed") return plainMembers(selection, table, aliases);
  if (isPaged(selection.read)) {
    const page = pageValue(
      selection.read,
      { aliases, link: { embed: selection, parent: table } },
      pageParts(selection.read, aliases),
    );
    return page.ok ? ok([{ key: selection.as, value: page.value }]) : page;
  }
  if (isSilent(selection.read)) return ok([]);
  if (selection.spread) return spreadMembers(selection, table, aliases);
  if (isAggregated(selection.read.select)) return groupedEmbed(selection, table, aliases);
  const made = embedSql(selection, table, aliases, (inner) => rowObject(selection.read.select, inner, aliases));
  return made.ok ? ok([{ key: selection.as, value: made.value }]) : made;
}

function plainMembers(
  selection: Extract<SecuredSelection, { kind: "constant" | "group" | "identity" | "cursor" }>,
  table: Table,
  aliases: Aliases,
): Result<readonly Member[], Failure> {
  const { as: key } = selection;
  switch (selection.kind) {
    case "constant":
      return ok([{ key, value: literal(selection.value) }]);
    case "group": {
      const object = rowObject(selection.select, table, aliases);
      return object.ok ? ok([{ key, value: object.value }]) : object;
    }
    case "identity":
      return ok([{ key, value: identityText(selection.tag, selection.columns, table) }]);
    case "cursor":
      throw new TypeError("a cursor outside of a page");
  }
}

export function isPaged(read: SecuredRead): read is PagedRead {
  return read.page !== undefined;
}

export function pageParts(read: PagedRead, aliases: Aliases): PageParts {
  return {
    members: (selection, table) => selectionMembers(selection, table, aliases),
    rows: (table, from, more) => pageSql(neededColumns(read), table, { rows: from, more }),
  };
}

/** `comments(count())`: the groups of the related rows, or the one group of a to-one relation. */
function groupedEmbed(embed: SecuredEmbed, parent: Table, aliases: Aliases): Result<readonly Member[], Failure> {
  const rows = rowsSql(embed.read, { aliases, link: { embed, parent }, most: null });
  if (!rows.ok) return rows;
  const groups = groupedRows(embed.read, rows.value, { aliases, most: embed.read.most ?? null });
  if (!groups.ok) return groups;
  const { object, from } = groups.value;
  const value = isToOne(embed.relation)
    ? sql<Slot>`(select ${object} ${from})`
    : sql<Slot>`(select json_group_array(json(j)) from (select ${object} as j ${from}))`;
  return ok([{ key: embed.as, value }]);
}

/** The groups of an aggregated read. */
export function groupedRows(
  read: SecuredRead,
  rows: RowsSql,
  options: { readonly aliases: Aliases; readonly most: number | null },
): Result<GroupsSql, Failure> {
  const { aliases } = options;
  const parts: GroupParts = {
    members: (selection, table) => selectionMembers(selection, table, aliases),
    keys: spreadKeys,
    related: (embed, parent, shape) => embedSql(embed, parent, aliases, shape),
  };
  return groupsSql(read, rows, { ...options, parts });
}

/** `...author(name)`: each member of the related row as a member of this one; of a to-many relation as an array. */
function spreadMembers(embed: SecuredEmbed, table: Table, aliases: Aliases): Result<readonly Member[], Failure> {
  return collect(spreadKeys(embed), (key) => {
    const value = spreadValue(embed, key, table, aliases);
    return value.ok ? ok({ key, value: value.value }) : value;
  });
}

/** One member, and nothing beside it: all of them at each level would be their number to the power of the depth. */
function spreadValue(embed: SecuredEmbed, key: string, table: Table, aliases: Aliases): Result<Sql<Slot>, Failure> {
  if (isAggregated(embed.read.select)) return err(isToOne(embed.relation) ? noAggregates : noneInLists);
  return embedSql(embed, table, aliases, (inner) => {
    const selection = embed.read.select.find((candidate) => spreadKeys(candidate).includes(key));
    if (selection === undefined) throw new TypeError(`no member ${key}`);
    if (selection.kind === "embed" && selection.spread) return spreadValue(selection, key, inner, aliases);
    const made = selectionMembers(selection, inner, aliases);
    if (!made.ok) return made;
    const [member] = made.value;
    if (member === undefined) throw new TypeError(`no member ${key}`);
    return ok(member.value);
  });
}

/** The names of the members that a selection makes: none where an embed is filtered by alone. */
function spreadKeys(selection: SecuredSelection): readonly string[] {
  if (selection.kind !== "embed") return [selection.as];
  if (isSilent(selection.read)) return [];
  return selection.spread ? selection.read.select.flatMap((inner) => spreadKeys(inner)) : [selection.as];
}

type Shape = (table: Table) => Result<Sql<Slot>, Failure>;

/** The related rows as one value: an object or null, or an array. */
function embedSql(embed: SecuredEmbed, parent: Table, aliases: Aliases, shape: Shape): Result<Sql<Slot>, Failure> {
  const { order, limit, offset, most = null } = embed.read;
  const rows = rowsSql(embed.read, { aliases, link: { embed, parent }, most });
  if (!rows.ok) return rows;
  const { table, matching, tail } = rows.value;
  if (isToOne(embed.relation)) {
    const made = shape(table);
    return made.ok ? ok(sql`(select ${made.value} ${matching}${limitSql(embed.read, 1, false)})`) : made;
  }
  // Masks go into a subquery in FROM: one among the columns adds to the depth of the expression around it.
  if (order.length === 0 && limit === null && offset === null && most === null && table.source.masks.size === 0) {
    const made = shape(table);
    return made.ok ? ok(sql`(select json_group_array(${made.value}) ${matching})`) : made;
  }
  const page = selectedTable(embed.read.source, aliases());
  const made = shape(page);
  if (!made.ok) return made;
  // Without a limit SQLite would merge the subquery into the query around it.
  const bounded = tail.parts.length === 0 ? sql<Slot>`${matching} limit -1` : sql<Slot>`${matching}${tail}`;
  const inner = pageSql(neededColumns(embed.read), table, { rows: bounded });
  return ok(sql`(select json_group_array(${made.value}) from (${inner}) ${id(page.alias)})`);
}

const noAggregates = failure("PGRST123", "Use of aggregate functions is not allowed");
const noneInLists = failure("PGRST127", "Feature not implemented", {
  details: "Aggregates are not implemented for one-to-many or many-to-many spreads.",
});
