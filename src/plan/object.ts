import { comma, literal, type Sql, sql } from "../sql/fragment.ts";
import { maxFunctionArguments } from "../sql/limits.ts";
import type { Slot } from "./slot.ts";

/** A member of a JSON object. */
export interface Member {
  readonly key: string;
  readonly value: Sql<Slot>;
}

/** `json_object` over the members in their order; wide objects are put together within D1's limit of arguments. */
export function objectSql(members: readonly Member[]): Sql<Slot> {
  const first = Math.floor(maxFunctionArguments / 2);
  const more = Math.floor((maxFunctionArguments - 1) / 2);
  const head = members.slice(0, first).map((member) => sql<Slot>`${literal(member.key)}, ${member.value}`);
  let made = sql<Slot>`json_object(${comma(head)})`;
  for (let start = first; start < members.length; start += more) {
    const rest = members
      .slice(start, start + more)
      .map((member) => sql<Slot>`${literal(`$.${JSON.stringify(member.key)}`)}, ${member.value}`);
    made = sql`json_set(${made}, ${comma(rest)})`;
  }
  return made;
}
