import type { Failure } from "../kernel/failure.ts";
import { collect, ok, type Result } from "../kernel/result.ts";
import type { SecuredMember } from "../rules/secure-composite.ts";
import { type Template, template } from "../sql/compile.ts";
import { comma, id, type Sql, sql } from "../sql/fragment.ts";
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

function memberSql({ read }: SecuredMember, aliases: Aliases): Result<Sql<Slot>, Failure> {
  if (isPaged(read)) return pageValue(read, { aliases, link: null }, pageParts(read, aliases));
  const rows = rowsSql(read, { aliases, link: null, most: 1 });
  if (!rows.ok) return rows;
  const object = rowObject(read.select, rows.value.table, aliases);
  if (!object.ok) return object;
  return ok(sql`(select ${object.value} ${rows.value.matching}${rows.value.ordered}${limitSql(read, 1, false)})`);
}
