import type { Failure } from "../kernel/failure.ts";
import { collect, ok, type Result } from "../kernel/result.ts";
import type { KeyList } from "../query/composite.ts";
import type { SecuredRead } from "../rules/secure.ts";
import type { SecuredMember } from "../rules/secure-composite.ts";
import { type Template, template } from "../sql/compile.ts";
import { comma, id, join, ref, type Sql, sql } from "../sql/fragment.ts";
import { narrowed } from "./keyset.ts";
import { asStored, bound, listForm } from "./operators/use.ts";
import { pageValue } from "./page.ts";
import { limitSql, rowsSql } from "./rows.ts";
import { isPaged, pageParts, rowObject } from "./select.ts";
import type { Slot } from "./slot.ts";
import { type Aliases, makeAliases } from "./table.ts";

/** One statement, one row: `m0`, `m1` … are the members' JSON texts, NULL for no row. */
export interface CompositePlan {
  readonly statement: Template<Slot>;
  readonly names: readonly string[];
}

/** `check` fails the statement where the caller's session has ended. */
export function planComposite(
  members: readonly SecuredMember[],
  check: Sql<Slot> | null,
): Result<CompositePlan, Failure> {
  const aliases = makeAliases();
  const values = collect(members, (member) => memberSql(member, aliases));
  if (!values.ok) return values;
  const names = values.value.map((_, index) => `m${index}`);
  const columns = values.value.map((value, index) => sql<Slot>`${value} as ${id(`m${index}`)}`);
  if (check !== null) columns.push(sql`${check} as c`);
  return ok({ statement: template(sql<Slot>`select ${comma(columns)}`), names });
}

function memberSql(member: SecuredMember, aliases: Aliases): Result<Sql<Slot>, Failure> {
  const { read } = member;
  if (member.form === "each") return eachSql(read, member.keys, aliases);
  if (member.form === "given") return givenSql(read, aliases);
  if (isPaged(read)) return pageValue(read, { aliases, link: null }, pageParts(read, aliases));
  const rows = rowsSql(read, { aliases, link: null, most: 1 });
  if (!rows.ok) return rows;
  const object = rowObject(read.select, rows.value.table, aliases);
  if (!object.ok) return object;
  return ok(sql`(select ${object.value} ${rows.value.matching}${rows.value.ordered}${limitSql(read, 1, false)})`);
}

/** Nothing drops any of the rows: they are told apart by their places. */
function givenSql(read: SecuredRead, aliases: Aliases): Result<Sql<Slot>, Failure> {
  const rows = rowsSql(read, { aliases, link: null, most: null });
  if (!rows.ok) return rows;
  const object = rowObject(read.select, rows.value.table, aliases);
  return object.ok ? ok(sql`(select json_group_array(${object.value}) ${rows.value.matching})`) : object;
}

/** One look-up for each item of the first list; the other columns' values stand at the same places of theirs. */
function eachSql(read: SecuredRead, keys: readonly KeyList[], aliases: Aliases): Result<Sql<Slot>, Failure> {
  const [first, ...others] = keys;
  if (first === undefined) throw new TypeError("a look-up without a key");
  const rows = rowsSql(read, { aliases, link: null, most: 1 });
  if (!rows.ok) return rows;
  const { table, from, where } = rows.value;
  const object = rowObject(read.select, table, aliases);
  if (!object.ok) return object;
  const wanted = aliases();
  const list = ({ column, values }: KeyList): Sql<Slot> => bound(values, listForm({ column, path: [], asText: false }));
  const equals = ({ column }: KeyList, item: Sql<Slot>): Sql<Slot> =>
    sql`${table.column(column.name)} = ${asStored({ column, path: [], asText: false }, item)}`;
  const conditions = [
    equals(first, ref(wanted, "value")),
    ...others.map((key) => equals(key, sql`json_extract(${list(key)}, '$[' || ${ref(wanted, "key")} || ']')`)),
  ];
  const row = sql<Slot>`(select ${object.value} ${narrowed(from, where, join(conditions, sql` and `))} limit 1)`;
  return ok(
    sql`(select json_group_array(json(coalesce(${row}, 'null')) order by ${ref(wanted, "key")}) from json_each(${list(first)}) ${id(wanted)})`,
  );
}
