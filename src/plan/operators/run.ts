import { integer, type Sql, sql } from "../../sql/fragment.ts";
import { accepted, bias, dead, firstRow, pageCount, pageSize } from "../pattern/program.ts";
import type { Slot } from "../slot.ts";

/**
 * Of a text, so many characters are carried along at a time: to reach the n-th of a text costs n, and to carry many costs
 * too. Measured with 16 to 128.
 */
const chunk = 96;

/**
 * Whether a text is matched by an automaton (`plan/pattern/program.ts`): a walk over its characters, one row a character,
 * which ends as soon as the answer is known. NULL for NULL. Each column of `_w`: the state, what is left of the chunk,
 * where the next one begins. The SQL is kept short, because statements with `glob ?` are prepared for every value.
 */
export function runSql(text: Sql<Slot>, program: Sql<Slot>): Sql<Slot> {
  const size = integer(chunk);
  const first = sql`select ${integer(firstRow)}, substr(x, 1, ${size}), ${integer(chunk + 1)} where x is not null`;
  // The end of the text has no code point: it is 0.
  const code = sql`ifnull(unicode(b), 0)`;
  const page = cell(program, sql`min(${code} / ${integer(pageSize)}, ${integer(pageCount - 1)})`, 0);
  const symbol = cell(program, sql`${page} + ${code} % ${integer(pageSize)}`, bias);
  const state = cell(program, sql`s + ${symbol}`, 2 * bias);
  const rest = sql`iif(length(b) > 1, substr(b, 2), substr(x, n, ${size})), iif(length(b) > 1, n, n + ${size})`;
  const step = sql<Slot>`select ${state}, ${rest} from _w where s > ${integer(dead)}`;
  const walk = sql<Slot>`with recursive _w(s, b, n) as (${first} union all ${step}) select s = ${integer(accepted)} from _w where s <= ${integer(dead)}`;
  // The text is written once: it may be a long expression.
  return sql`(select (${walk}) from (select ${text} as x))`;
}

/** The cell of that number, `excess` more than which is given. */
function cell(program: Sql<Slot>, number: Sql<Slot>, excess: number): Sql<Slot> {
  return sql`unicode(substr(cast(${program} as blob), 3 * (${number}) + ${integer(1 - 3 * excess)}, 3))`;
}
