import { type Sql, sql } from "../../sql/fragment.ts";
import type { Slot } from "../slot.ts";

// What PostgreSQL's jsonb does with whole JSON values, in SQL over two JSON texts. NULL where the left one is NULL.

/** Numbers are compared by value, whether they are written with a fraction or not. */
const typeClass = sql`iif(type in ('integer', 'real'), 'number', type)`;

/**
 * The left text is written once, under the name `l`: it may be a long expression. SQLite adds up how deep the expressions
 * are that stand in one another, and takes 100: what stands in a FROM is not counted by what is around it.
 */
function ofLeft(left: Sql<Slot>, answer: Sql<Slot>): Sql<Slot> {
  return sql`(select v from (select case when l is not null then ${answer} end as v from (select ${left} as l)))`;
}

function found(rows: Sql<Slot>): Sql<Slot> {
  return sql`exists (select 1 from (${rows}))`;
}

/** By value: neither the order of keys nor the way a number is written matters. */
export function documentsEqual(left: Sql<Slot>, right: Sql<Slot>): Sql<Slot> {
  const nodes = (document: Sql<Slot>): Sql<Slot> => sql`select fullkey, ${typeClass}, atom from json_tree(${document})`;
  const size = (document: Sql<Slot>): Sql<Slot> => sql`(select count(*) from json_tree(${document}))`;
  const isSameTree = sql`${size(sql`l`)} = ${size(right)} and not exists (${nodes(sql`l`)} except ${nodes(right)})`;
  // Most are told apart, or are the same, without a look inside.
  const answer = sql`case when l = ${right} then 1 when ${rank(sql`l`)} <> ${rank(right)} then 0 when json_type(${right}) in ('object', 'array') then ${isSameTree} else l ->> '$' is ${right} ->> '$' end`;
  return ofLeft(left, answer);
}

/** Whether the value stands in the order of the sign to another, which is a scalar. */
export function documentOrder(left: Sql<Slot>, sign: Sql<never>, right: Sql<Slot>): Sql<Slot> {
  const [a, b] = [rank(sql`l`), rank(right)];
  const scalar = (document: Sql<Slot>): Sql<Slot> => sql`ifnull(${document} ->> '$', 0)`;
  return ofLeft(left, sql`iif(${a} = ${b}, ${scalar(sql`l`)} ${sign} ${scalar(right)}, ${a} ${sign} ${b})`);
}

/** PostgreSQL's order of jsonb. That an empty array is before everything is a quirk that it keeps. */
function rank(document: Sql<Slot>): Sql<Slot> {
  return sql`case json_type(${document}) when 'null' then 1 when 'text' then 2 when 'integer' then 3 when 'real' then 3 when 'object' then 6 when 'array' then iif(json_array_length(${document}) = 0, 0, 5) else 4 end`;
}

/** `whole @> part`, `left` being either. */
export function documentContains(left: Sql<Slot>, right: Sql<Slot>, whole: "left" | "right"): Sql<Slot> {
  const l = sql`l`;
  return ofLeft(left, whole === "left" ? containment(l, right) : containment(right, l));
}

/**
 * The part's containers from the innermost outwards (`_m`): for each, the containers of the whole (`_w`) that hold it, kept
 * as `part:whole` in a text. One holds it where each of its members has a member that it equals or that holds it: under the
 * same key in an object, anywhere in an array.
 * Source: https://www.postgresql.org/docs/current/datatype-json.html#JSON-CONTAINMENT
 */
function containment(whole: Sql<Slot>, part: Sql<Slot>): Sql<Slot> {
  const nodes = (document: Sql<Slot>): Sql<Slot> =>
    sql`select id, parent, key, ${typeClass}, atom, type in ('array', 'object') from json_tree(${document})`;
  const isKnown = (text: Sql<never>, pair: Sql<never>): Sql<never> => sql`instr(${text}, printf(',%d:%d,', ${pair}))`;
  const isHeld = sql`iif(c.n, ${isKnown(sql`m`, sql`c.i, d.i`)}, d.a is c.a)`;
  const member = sql`select 1 from _w d where d.p = w.i and d.t = c.t and (r.t = 'array' or d.k = c.k) and ${isHeld}`;
  const lacking = sql`select 1 from _p c where c.p = r.i and not ${found(member)}`;
  const holders = sql`select printf('%d:%d,', r.i, w.i) as x from _w w where w.t = r.t and (r.p is not null or w.p is null) and not ${found(lacking)}`;
  const nextOne = sql`(select max(x.i) from _p x where x.i < _m.i and x.n)`;
  const step = sql`select r.i, (select printf('%s%s', m, group_concat(x, '')) from (${holders})) from _m cross join _p r where r.i = ${nextOne}`;
  const held = isKnown(sql`(select m from _m order by i limit 1)`, sql`r.i, w.i`);
  // An array holds a scalar too, though no scalar holds an array.
  const near = sql`(w.p is null or w.p in (select i from _w where p is null and t = 'array'))`;
  const root = sql`select 1 from _p r, _w w where r.p is null and w.t = r.t and iif(r.n, w.p is null and ${held}, ${near} and w.a is r.a)`;
  return sql`(with recursive _w(i, p, k, t, a, n) as materialized (${nodes(whole)}), _p(i, p, k, t, a, n) as materialized (${nodes(part)}), _m(i, m) as (select 1 + (select max(i) from _p), ',' union all ${step}) select ${found(root)})`;
}
