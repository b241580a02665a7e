import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

const invalid = (details: string): unknown =>
  failureOf("PGRST122", "Invalid preferences given with handling=strict", {
    details: `Invalid preferences: ${details}`,
  });
const exceeded = (count: number): unknown =>
  failureOf("PGRST124", "Query result exceeds max-affected preference constraint", {
    details: `The query affects ${count} rows`,
  });
const applied = (text: string): Case["heads"] => ({ "preference-applied": text });
const java = [{ name: "Java", rank: 19 }];
const item = { id: 77 };
const all = Array.from({ length: 15 }, (_, index) => ({ id: index + 1 }));
const many = "handling=strict, max-affected=20";
const ten = "handling=strict, max-affected=10";

/** `handling` and `timezone`. */
export const handling: readonly Case[] = [
  { ask: "GET /items", prefer: "handling=strict, anything", status: 400, gives: invalid("anything") },
  { ask: "GET /items", prefer: "handling=strict, something, else", status: 400, gives: invalid("something, else") },
  {
    ask: "POST /items?select=*",
    prefer: "return=representation, handling=strict, anything",
    send: item,
    status: 400,
    gives: invalid("anything"),
  },
  {
    ask: "POST /rpc/noparamsproc",
    prefer: "handling=strict, anything",
    send: {},
    status: 400,
    gives: invalid("anything"),
  },
  { ask: "GET /items", prefer: "handling=lenient, anything" },
  {
    ask: "POST /items?select=*",
    prefer: "return=representation, handling=lenient, anything",
    send: item,
    status: 201,
    gives: [item],
  },
  {
    ask: "POST /rpc/noparamsproc",
    prefer: "handling=lenient, anything",
    send: {},
    gives: "Return value of no parameters procedure.",
  },
  {
    ask: "GET /items?id=eq.1",
    prefer: "handling=strict, timezone=Invalid/Timezone",
    status: 400,
    gives: invalid("timezone=Invalid/Timezone"),
  },
  {
    ask: "GET /items?id=eq.1",
    prefer: "timezone=Invalid/Timezone",
    gives: [{ id: 1 }],
    heads: { "preference-applied": null },
  },
  {
    ask: "GET /items?id=eq.1",
    prefer: "handling=lenient, timezone=Invalid/Timezone",
    gives: [{ id: 1 }],
    heads: applied("handling=lenient"),
  },
];

/** `max-affected`. */
export const affected: readonly Case[] = [
  {
    ask: "DELETE /items?id=lt.15",
    prefer: ten,
    status: 400,
    gives: exceeded(14),
    next: { ask: "HEAD /items", prefer: "count=exact", heads: { "content-range": "0-14/15" } },
  },
  { ask: "DELETE /items?id=lt.10", prefer: ten, status: 204, gives: "", heads: applied(ten) },
  {
    ask: "PATCH /tiobe_pls?name=eq.Java",
    prefer: "handling=strict, max-affected=0",
    send: java,
    status: 400,
    gives: exceeded(1),
  },
  {
    ask: "DELETE /tiobe_pls?name=eq.Java",
    prefer: "handling=strict, max-affected=1",
    send: java,
    status: 204,
    gives: "",
    heads: applied("handling=strict, max-affected=1"),
  },
  {
    ask: "DELETE /items?id=lt.15",
    prefer: "handling=lenient, max-affected=10",
    status: 204,
    gives: "",
    heads: applied("handling=lenient"),
  },
  {
    ask: "PATCH /tiobe_pls?name=eq.Java",
    prefer: "handling=lenient, max-affected=0",
    send: java,
    status: 204,
    gives: "",
    heads: applied("handling=lenient"),
  },
  { ask: "POST /rpc/delete_items_returns_setof", prefer: ten, status: 400, gives: exceeded(15) },
  { ask: "POST /rpc/delete_items_returns_table", prefer: ten, status: 400, gives: exceeded(15) },
  { ask: "POST /rpc/delete_items_returns_setof", prefer: many, gives: all },
  { ask: "POST /rpc/delete_items_returns_table", prefer: many, gives: all },
  {
    ask: "POST /rpc/delete_items_returns_void",
    prefer: many,
    status: 400,
    gives: failureOf(
      "PGRST128",
      "Function must return SETOF or TABLE when max-affected preference is used with handling=strict",
    ),
  },
];

const commit = "return=representation, tx=commit";
const rollback = "return=representation, tx=rollback";
const committed = { "preference-applied": /tx=commit/ };
const undone = { "preference-applied": /tx=rollback/ };
const zero = [{ id: 0 }];
const gone: Case = { ask: "GET /items?id=eq.0", gives: [] };
const there: Case = { ask: "GET /items?id=eq.0", gives: zero };
const one: Case = { ask: "GET /items?id=eq.1", gives: [{ id: 1 }] };

/** `tx`. */
export const transactions: readonly Case[] = [
  ...[
    { prefer: commit, heads: committed },
    { prefer: rollback, heads: undone },
  ].flatMap((how): readonly Case[] => [
    { ...how, ask: "GET /items?id=eq.1", gives: [{ id: 1 }] },
    { ...how, ask: "HEAD /items?id=eq.1", gives: "" },
    { ...how, ask: "GET /rpc/getitemrange?min=0&max=1", gives: [{ id: 1 }] },
    { ...how, ask: "POST /rpc/getitemrange", send: { min: 0, max: 1 }, gives: [{ id: 1 }] },
    {
      ...how,
      ask: "POST /items",
      send: { id: 1 },
      status: 409,
      gives: failureOf("23505", 'duplicate key value violates unique constraint "items_pkey"', {
        details: "Key (id)=(1) already exists.",
      }),
      heads: { "preference-applied": null },
    },
  ]),
  { ask: "POST /items", prefer: commit, send: { id: 0 }, status: 201, gives: zero, heads: committed, next: there },
  {
    ask: "PUT /items?id=eq.0",
    prefer: commit,
    send: { id: 0 },
    status: 201,
    gives: zero,
    heads: committed,
    next: there,
  },
  {
    ask: "PATCH /items?id=eq.1",
    prefer: commit,
    send: { id: -1 },
    gives: [{ id: -1 }],
    heads: committed,
    next: { ask: "GET /items?id=eq.-1", gives: [{ id: -1 }] },
  },
  {
    ask: "DELETE /items?id=eq.1",
    prefer: commit,
    gives: [{ id: 1 }],
    heads: committed,
    next: { ask: "GET /items?id=eq.1", gives: [] },
  },
  { ask: "POST /items", prefer: rollback, send: { id: 0 }, status: 201, gives: zero, heads: undone, next: gone },
  { ask: "PUT /items?id=eq.0", prefer: rollback, send: { id: 0 }, status: 201, gives: zero, heads: undone, next: gone },
  {
    ask: "PATCH /items?id=eq.1",
    prefer: rollback,
    send: { id: 0 },
    gives: zero,
    heads: undone,
    next: { ...gone, next: one },
  },
  { ask: "DELETE /items?id=eq.1", prefer: rollback, gives: [{ id: 1 }], heads: undone, next: one },
];
