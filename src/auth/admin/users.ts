import { ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { empty, type Sql, sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { readUser, type User } from "../user.ts";

export interface UserPage {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
  /** By the time of creation. */
  readonly ascending: boolean;
  /** Part of an address or of `full_name`, whatever its case; empty for all. */
  readonly filter: string;
}

export interface UserList {
  readonly users: readonly User[];
  /** Of all pages. */
  readonly total: number;
}

/** One page of users and how many there are, in one round trip. Users of one moment come in the order of their ids. */
export async function listUsers(context: AuthContext, page: UserPage): Promise<UserList> {
  const filtered = page.filter === "" ? empty : sql`where ${holds(page.filter)}`;
  const order = page.ascending ? sql`"created_at", "id"` : sql`"created_at" desc, "id"`;
  const [counted, found] = await context.store.batch(
    [
      statement(sql`select count(*) as "total" from "auth_users" ${filtered}`),
      statement(sql`select * from "auth_users" ${filtered} order by ${order}
        limit cast(${value(page.perPage)} as integer) offset cast(${value((page.page - 1) * page.perPage)} as integer)`),
    ],
    { retry: true },
  );
  const total = counted?.rows[0]?.total;
  return { users: (found?.rows ?? []).map(readUser), total: typeof total === "number" ? total : 0 };
}

/** `instr` and not `like`: a filter's `%` means itself, and costs what its length is. */
function holds(filter: string): Sql {
  const part = value(filter.toLowerCase());
  return sql`(instr(lower(coalesce("email", '')), ${part}) > 0
    or instr(lower(coalesce("raw_user_meta_data" ->> 'full_name', '')), ${part}) > 0)`;
}

export async function findUser(context: AuthContext, id: string): Promise<Result<User, AuthReason>> {
  const select = statement(sql`select * from "auth_users" where "id" = ${value(id)}`);
  const [found] = await context.store.batch([select], { retry: true });
  const row = found?.rows[0];
  return row === undefined ? { ok: false, error: { kind: "userNotFound" } } : ok(readUser(row));
}
