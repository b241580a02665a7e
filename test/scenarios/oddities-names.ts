import { oddName, oddPath } from "./oddities-seed.ts";
import type { Scenario } from "./scenario.ts";

const q = encodeURIComponent;
const representation = { prefer: "return=representation" };

/** Words that are reserved, characters that mean something, keys of two columns. */
export const names: readonly Scenario[] = [
  {
    name: "serves a table and columns that are called like parts of SQL and of the dialect",
    request: "GET /order?select=group,select,from,limit,and&from=eq.where&order=group,select",
    status: 200,
    answer: [
      { group: "a", select: 1, from: "where", limit: 1, and: "or" },
      { group: "a", select: 2, from: "where", limit: 2, and: null },
      { group: "b", select: 1, from: "where", limit: null, and: "x" },
    ],
  },
  {
    name: "orders by a column called order-like words, and filters it inside a tree",
    request: "GET /order?select=group&or=(limit.eq.2,and.eq.x)&order=and.nullsfirst",
    status: 200,
    answer: [{ group: "a" }, { group: "b" }],
  },
  {
    name: "serves a table whose name holds a quote, a blank, an accent and a comma",
    request: `GET /${oddPath}?id=eq.1&select=id,${q('"a\\"b","c.d","e f","g,h","i\'j",$k,l-m')}`,
    status: 200,
    answer: [
      {
        id: 1,
        'a"b': "quote",
        "c.d": "dot",
        "e f": "space",
        "g,h": "comma",
        "i'j": "apostrophe",
        $k: "dollar",
        "l-m": "dash",
      },
    ],
  },
  {
    name: "gives such columns for `*`",
    request: `GET /${oddPath}?id=eq.2`,
    status: 200,
    answer: [
      {
        id: 2,
        'a"b': null,
        "c.d": null,
        "e f": null,
        "g,h": null,
        "i'j": null,
        $k: null,
        "l-m": null,
        order_group: null,
        order_select: null,
      },
    ],
  },
  {
    name: "filters and orders by columns whose names need quotes",
    request: `GET /${oddPath}?select=id&${q('"c.d"')}=eq.dot&order=${q('"g,h"')}.desc`,
    status: 200,
    answer: [{ id: 1 }],
  },
  {
    name: "finds them inside a tree as well",
    request: `GET /${oddPath}?select=id&or=${q('("e f".eq.space,"i\'j".is.null)')}&order=id`,
    status: 200,
    answer: [{ id: 1 }, { id: 2 }],
  },
  {
    name: "writes such columns and logs the change",
    request: `POST /${oddPath}?select=${q('"a\\"b","c.d"')}`,
    body: { id: 9, 'a"b': "x", "c.d": "y", "i'j": "z" },
    headers: representation,
    status: 201,
    answer: [{ 'a"b': "x", "c.d": "y" }],
    effects: [
      {
        sql: "select table_name, key, json_extract(after, '$.\"c.d\"') as value from _perigee_changes",
        rows: [{ table_name: oddName, key: '{"id":9}', value: "y" }],
      },
    ],
  },
  {
    name: "renames to whatever the caller likes",
    request: `GET /order?select=${q('"it\'s \\"odd\\"":group')}&limit=1&order=group`,
    status: 200,
    answer: [{ 'it\'s "odd"': "a" }],
  },
  {
    name: "finds a row by a key of two columns",
    request: "GET /order?group=eq.a&select=eq.2",
    status: 400,
    roundTrips: 0,
  },
  {
    name: "finds a row by a key of two columns, one of them called select, inside a tree",
    request: "GET /order?select=group,limit&and=(group.eq.a,select.eq.2)",
    status: 200,
    answer: [{ group: "a", limit: 2 }],
  },
  {
    name: "embeds the rows that point here by two columns",
    request: "GET /order?select=group,lines(text)&lines.order=id&order=group,select",
    status: 200,
    answer: [
      { group: "a", lines: [{ text: "first" }, { text: "second" }] },
      { group: "a", lines: [] },
      { group: "b", lines: [{ text: null }] },
    ],
  },
  {
    name: "embeds the row that two columns point at",
    request: "GET /lines?select=text,order(from,and)&order=id&limit=1",
    status: 200,
    answer: [{ text: "first", order: { from: "where", and: "or" } }],
  },
  {
    name: "embeds the rows of the same table that point here by two columns",
    request: "GET /order?select=group,select,order(group,select)&order=group,select&order.order=group,select&limit=1",
    status: 200,
    answer: [
      {
        group: "a",
        select: 1,
        order: [
          { group: "a", select: 2 },
          { group: "b", select: 1 },
        ],
      },
    ],
  },
  {
    name: "upserts by a key of two columns and logs it as an update",
    request: "POST /order?columns=group,select,limit",
    body: { group: "a", select: 2, limit: 20 },
    headers: { prefer: "resolution=merge-duplicates" },
    status: 200,
    effects: [
      { sql: 'select "limit" as l from "order" where "group" = \'a\' and "select" = 2', rows: [{ l: 20 }] },
      {
        sql: "select operation, key from _perigee_changes",
        rows: [{ operation: "UPDATE", key: '{"group":"a","select":2}' }],
      },
    ],
  },
  {
    name: "upserts by a unique set that has a name",
    request: "POST /order?on_conflict=limit,from",
    body: [{ group: "a", select: 1, limit: 1, from: "where", and: "merged" }],
    headers: { prefer: "resolution=merge-duplicates,return=representation" },
    status: 200,
    answer: [
      { group: "a", select: 1, from: "where", limit: 1, and: "merged", "parent group": null, "parent select": null },
    ],
  },
  {
    name: "names the unique set that was broken, by its own name and both columns",
    request: "POST /order",
    body: { group: "z", select: 1, from: "where", limit: 2 },
    status: 409,
    answer: {
      code: "23505",
      message: 'duplicate key value violates unique constraint "order_from_limit"',
      details: "Key (from, limit)=(where, 2) already exists.",
      hint: null,
    },
  },
  {
    name: "names the index over an expression that was broken",
    request: "POST /kinds",
    body: { id: 9, short: "ONE" },
    status: 409,
    answer: {
      code: "23505",
      message: 'duplicate key value violates unique constraint "kinds_shout_low"',
      details: null,
      hint: null,
    },
  },
  {
    name: "names the foreign key of two columns and the row that is missing",
    request: "POST /lines",
    body: { id: 9, group: "a", select: 77 },
    status: 409,
    answer: {
      code: "23503",
      message: 'insert or update on table "lines" violates foreign key constraint "lines_group_select_fkey"',
      details: 'Key (group, select)=(a, 77) is not present in table "order".',
      hint: null,
    },
    roundTrips: 2,
  },
  {
    name: "says where a row of two keys is, in the URL's own spelling",
    request: "POST /order",
    body: { group: "a b&c", select: 5 },
    headers: { prefer: "return=headers-only" },
    status: 201,
    answerHeaders: { location: "/order?group=eq.a%20b%26c&select=eq.5" },
  },
  {
    name: "puts a row under two keys",
    request: "PUT /order?and=(group.eq.a,select.eq.2)",
    body: { group: "a", select: 2, limit: 5 },
    status: 405,
    roundTrips: 0,
  },
  {
    name: "deletes by a key of two columns, and the cascade with it",
    request: "DELETE /order?and=(group.eq.b,select.eq.1)",
    status: 204,
    effects: [
      { sql: "select count(*) as n from lines", rows: [{ n: 2 }] },
      {
        sql: "select table_name from _perigee_changes order by table_name",
        rows: [{ table_name: "lines" }, { table_name: "order" }],
      },
    ],
  },
];

/** Tables that are called like what the planner's own SQL calls something. */
export const clashes: readonly Scenario[] = [
  {
    name: "deletes by containment from a table called as the containment calls its inner row",
    request: "DELETE /a?words=cs.{red}&select=id",
    headers: representation,
    status: 200,
    answer: [{ id: 1 }],
  },
  {
    name: "updates by overlap there",
    request: "PATCH /a?words=ov.{blue,green}&select=id",
    body: { value: "y" },
    headers: representation,
    status: 200,
    answer: [{ id: 2 }],
  },
  {
    name: "updates the first rows of an order where a column is called like SQLite's own number of a row",
    request: "PATCH /rows?order=key&limit=1",
    body: { oid: "changed" },
    status: 204,
    effects: [{ sql: "select id from rows where oid = 'changed'", rows: [{ id: "x" }] }],
  },
  {
    name: "deletes the first rows of an order there",
    request: "DELETE /rows?order=key.desc&limit=1&select=id",
    headers: representation,
    status: 200,
    answer: [{ id: "z" }],
    effects: [{ sql: "select id from rows order by id", rows: [{ id: "x" }, { id: "y" }] }],
  },
];

/** Several ways to one table. */
export const ways: readonly Scenario[] = [
  {
    name: "refuses an embed to which two keys lead, and names both",
    request: "GET /matches?select=id,teams(name)",
    status: 300,
    roundTrips: 0,
  },
  {
    name: "takes two embeds of one table by hints of their columns",
    request: "GET /matches?select=score,home:teams!home(name),away:teams!away(name)&order=id",
    status: 200,
    answer: [
      { score: "1:0", home: { name: "Reds" }, away: { name: "Blues" } },
      { score: null, home: { name: "Blues" }, away: { name: "Reds" } },
    ],
  },
  {
    name: "takes them by the names of their keys",
    request: "GET /matches?select=home:teams!matches_home_fkey(name),away:teams!matches_away_fkey(name)&id=eq.1",
    status: 200,
    answer: [{ home: { name: "Reds" }, away: { name: "Blues" } }],
  },
  {
    name: "takes them back from the other side",
    request: "GET /teams?select=name,hosted:matches!home(id),visited:matches!away(id)&name=eq.Reds",
    status: 200,
    answer: [{ name: "Reds", hosted: [{ id: 1 }], visited: [{ id: 2 }] }],
  },
  {
    name: "filters and orders by two embeds of one table apart from each other",
    request: "GET /matches?select=id,h:teams!home!inner(name),a:teams!away(name)&h.name=eq.Reds&order=a(name)",
    status: 200,
    answer: [{ id: 1, h: { name: "Reds" }, a: { name: "Blues" } }],
  },
  {
    name: "goes up and down a table that refers to itself, three levels",
    request:
      "GET /teams?select=name,teams(name,parent:parent(name,teams(name)))&parent=is.null&teams.order=name&teams.limit=1&teams.parent.teams.order=name",
    status: 200,
    answer: [
      {
        name: "All",
        teams: [{ name: "Blues", parent: { name: "All", teams: [{ name: "Blues" }, { name: "Reds" }] } }],
      },
    ],
  },
  {
    name: "refuses a many-to-many to which two junctions lead",
    request: "GET /teams?select=name,persons(name)",
    status: 300,
    roundTrips: 0,
  },
  {
    name: "takes it by a hint of the junction",
    request: "GET /teams?select=name,captains:persons!captains(name)&name=neq.All&order=name",
    status: 200,
    answer: [
      { name: "Blues", captains: [{ name: "Zoe" }] },
      { name: "Reds", captains: [{ name: "Leo" }] },
    ],
  },
  {
    name: "takes it under the junction's own rules",
    request: "GET /teams?select=name,persons!members(name)&name=eq.Reds",
    status: 200,
    answer: [{ name: "Reds", persons: [{ name: "Mia" }] }],
  },
  {
    name: "takes all of it for somebody whom the junction's rules show all",
    who: "aud",
    request: "GET /teams?select=name,persons!members(name)&name=eq.Reds&persons.order=name",
    status: 200,
    answer: [{ name: "Reds", persons: [{ name: "Leo" }, { name: "Mia" }] }],
  },
  {
    name: "finds no parent through a junction's row that is hidden",
    request: "GET /teams?select=name,persons!members!inner()&persons.name=eq.Leo",
    headers: { prefer: "count=exact" },
    status: 200,
    answer: [],
    answerHeaders: { "content-range": "*/0" },
  },
  {
    name: "embeds a one-to-one from either side as an object",
    who: "mia",
    request: "GET /persons?select=name,lockers(number,persons(name))&order=name",
    status: 200,
    answer: [
      { name: "Leo", lockers: null },
      { name: "Mia", lockers: { number: 7, persons: { name: "Mia" } } },
      { name: "Zoe", lockers: null },
    ],
  },
  {
    name: "spreads a to-many embed into arrays",
    request: "GET /teams?select=name,...matches!home(games:id,score)&name=eq.Reds",
    status: 200,
    answer: [{ name: "Reds", games: [1], score: ["1:0"] }],
  },
  {
    name: "spreads within a spread",
    request: "GET /lines?select=text,...order(from,...order(x:group))&id=eq.3",
    status: 200,
  },
  {
    name: "takes a collection that nobody may read for no embed either",
    request: "GET /vault?select=gold",
    status: 401,
    roundTrips: 0,
  },
];
