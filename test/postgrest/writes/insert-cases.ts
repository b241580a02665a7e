import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

const rep = "return=representation";
const repDefault = "return=representation, missing=default";
const form = { "content-type": "application/x-www-form-urlencoded" };
const animal = {
  double: 3.125,
  varchar: "testing!",
  boolean: false,
  date: "1900-01-01",
  money: "$3.99",
  enum: "foo",
};
const differ = failureOf("PGRST102", "All object keys must match");
const unread = failureOf("PGRST102", "Empty or invalid json");
const applied = (text: string): Case["heads"] => ({ "preference-applied": text });

/** What comes back, and under which headers. */
export const inserted: readonly Case[] = [
  { ask: "POST /menagerie", send: { integer: 13, ...animal }, status: 201, gives: "" },
  {
    ask: "POST /menagerie?select=integer,varchar",
    prefer: rep,
    send: [{ integer: 14, ...animal }],
    status: 201,
    gives: [{ integer: 14, varchar: "testing!" }],
    heads: { "preference-applied": rep },
  },
  { ask: "POST /menagerie?select=integer,varchar", send: [{ integer: 15, ...animal }], status: 201, gives: "" },
  {
    ask: "POST /menagerie?select=integer,varchar",
    prefer: "return=minimal",
    send: [{ integer: 16, ...animal }],
    status: 201,
    gives: "",
    heads: { "preference-applied": "return=minimal" },
  },
  {
    ask: "POST /menagerie",
    headers: form,
    send: { text: "integer=7&double=2.5&varchar=forms+are+fun&boolean=false&date=1900-01-01&money=$3.99&enum=foo" },
    status: 201,
    gives: "",
    next: {
      ask: "GET /menagerie?integer=eq.7",
      gives: [{ integer: 7, ...animal, double: 2.5, varchar: "forms are fun" }],
    },
  },
  {
    ask: "POST /articles",
    send: [{ id: 100, body: "xxxxx" }, 123, "xxxx", { id: 111, body: "xxxx" }],
    status: 400,
    gives: differ,
  },
  {
    ask: "POST /articles",
    send: [
      { id: 100, body: "xxxxx" },
      { id: 111, body: "xxxx", owner: "me" },
    ],
    status: 400,
    gives: differ,
  },
  {
    ask: "POST /projects?select=id,name,clients(id,name)",
    prefer: `${rep}, count=exact`,
    send: { id: 6, name: "New Project", client_id: 2 },
    status: 201,
    gives: [{ id: 6, name: "New Project", clients: { id: 2, name: "Apple" } }],
    heads: { location: null, "content-range": "*/1", "preference-applied": `${rep}, count=exact` },
  },
  {
    ask: "POST /projects?select=pId:id::text,pName:name,cId:client_id::text",
    prefer: rep,
    send: { id: 7, name: "New Project", client_id: 2 },
    status: 201,
    gives: [{ pId: "7", pName: "New Project", cId: "2" }],
    heads: { location: null, "content-range": "*/*" },
  },
  {
    ask: "POST /projects?select=name,client_id",
    prefer: rep,
    send: { id: 10, name: "New Project", client_id: 2 },
    status: 201,
    gives: [{ name: "New Project", client_id: 2 }],
    heads: { location: null, "content-range": "*/*" },
  },
  {
    ask: "POST /projects?select=name,client_id",
    prefer: "return=headers-only",
    send: { id: 11, name: "New Project", client_id: 2 },
    status: 201,
    gives: "",
    heads: { location: "/projects?id=eq.11", "content-range": "*/*", "preference-applied": "return=headers-only" },
  },
  {
    ask: "POST /car_models",
    prefer: "return=headers-only",
    send: { name: "Enzo", year: 2021 },
    status: 201,
    gives: "",
    heads: { location: "/car_models?name=eq.Enzo&year=eq.2021", "content-range": "*/*" },
  },
  {
    ask: "POST /projects?select=name,client_id",
    send: { id: 12, name: "New Project", client_id: 2 },
    status: 201,
    gives: "",
    heads: { location: null },
  },
  {
    ask: "POST /auto_incrementing_pk",
    prefer: "return=headers-only",
    send: { non_nullable_string: "not null" },
    status: 201,
    gives: "",
    heads: { location: "/auto_incrementing_pk?id=eq.2", ...applied("return=headers-only") },
  },
  {
    ask: "POST /simple_pk",
    send: { extra: "foo" },
    status: 400,
    gives: failureOf("23502", 'null value in column "k" of relation "simple_pk" violates not-null constraint', {
      details: "Failing row contains (null, foo).",
    }),
  },
  {
    ask: "POST /no_pk?select=a,b",
    prefer: rep,
    send: { a: "bar", b: "baz" },
    status: 201,
    gives: [{ a: "bar", b: "baz" }],
    heads: { location: null, ...applied(rep) },
  },
  { ask: "POST /no_pk", prefer: rep, send: [], status: 201, gives: [] },
  {
    ask: "POST /no_pk?select=a,b",
    prefer: rep,
    send: { a: null, b: "foo" },
    status: 201,
    gives: [{ a: null, b: "foo" }],
  },
  {
    ask: "POST /compound_pk",
    prefer: rep,
    send: { k1: 12, k2: "Rock & R+ll" },
    status: 201,
    gives: [{ k1: 12, k2: "Rock & R+ll", extra: null }],
    heads: { location: null },
  },
  {
    ask: "POST /compound_pk",
    prefer: "return=headers-only",
    send: { k1: 12, k2: "Rock & R+ll" },
    status: 201,
    gives: "",
    heads: { location: "/compound_pk?k1=eq.12&k2=eq.Rock%20%26%20R%2Bll" },
    next: {
      ask: "GET /compound_pk?k1=eq.12&k2=eq.Rock%20%26%20R%2Bll",
      gives: [{ k1: 12, k2: "Rock & R+ll", extra: null }],
    },
  },
  {
    ask: "POST /compound_pk",
    send: [
      { k1: 21, k2: "hello world" },
      { k1: 22, k2: "bye for now" },
    ],
    status: 201,
    gives: "",
    heads: { location: null },
  },
  { ask: "POST /simple_pk", send: { text: "}{ x = 2" }, status: 400, gives: unread },
  { ask: "POST /simple_pk", send: { text: "" }, status: 400, gives: unread },
  { ask: "POST /simple_pk", send: { k: "k1", extra: "e1" }, status: 201, gives: "" },
  {
    ask: "POST /simple_pk",
    send: { k: "xyyx", extra: "e1" },
    status: 409,
    gives: failureOf("23505", 'duplicate key value violates unique constraint "simple_pk_pkey"', {
      details: "Key (k)=(xyyx) already exists.",
    }),
  },
  { ask: "POST /withUnique", send: { uni: "nodup", extra: "e2" }, status: 409 },
  {
    ask: "POST /tbl_w_json?select=data",
    prefer: rep,
    send: { data: { foo: "bar" } },
    status: 201,
    gives: [{ data: { foo: "bar" } }],
  },
  {
    ask: "POST /tbl_w_json?select=data",
    prefer: rep,
    send: { data: [1, 2, 3] },
    status: 201,
    gives: [{ data: [1, 2, 3] }],
  },
  { ask: "POST /items", send: {}, status: 201, gives: "" },
  { ask: "POST /items", send: [{}], status: 201, gives: "" },
  { ask: "POST /items", send: [{}, {}], status: 201, gives: "" },
  { ask: "POST /items2", prefer: rep, send: {}, status: 201, gives: [{ id: 16 }] },
  { ask: "POST /items2?select=id", prefer: rep, send: {}, status: 201, gives: [{ id: 16 }] },
  {
    ask: "POST /tbl_w_json?select=data",
    prefer: rep,
    send: { text: '\t \n \r { "data": { "foo":"bar" } }\t \n \r ' },
    status: 201,
    gives: [{ data: { foo: "bar" } }],
  },
  {
    ask: "POST /tbl_w_json?select=data",
    prefer: rep,
    send: { text: '\t \n \r [{ "data": { "foo":"bar" } }, \t \n \r {"data": 34}]\t \n \r ' },
    status: 201,
    gives: [{ data: { foo: "bar" } }, { data: 34 }],
  },
  {
    // As in jsonb; json keeps both.
    ask: "POST /tbl_w_json",
    prefer: rep,
    send: { text: '{ "data": { "a": 1, "a": 2 }, "id": 3 }' },
    status: 201,
    text: '[{"id":3,"data":{"a":2}}]',
  },
  {
    ask: "POST /simple_pk2?select=extra,k",
    prefer: rep,
    send: { k: "棋圍", extra: "￥" },
    status: 201,
    gives: [{ k: "棋圍", extra: "￥" }],
  },
  {
    ask: "POST /simple_pk2?select=extra,k",
    prefer: "tx=commit, return=headers-only",
    send: { k: "圍棋", extra: "￥" },
    status: 201,
    gives: "",
    heads: { location: "/simple_pk2?k=eq.%E5%9C%8D%E6%A3%8B" },
    next: {
      ask: "GET /simple_pk2?k=eq.%E5%9C%8D%E6%A3%8B",
      gives: [{ k: "圍棋", extra: "￥" }],
      next: { ask: "DELETE /simple_pk2?k=eq.%E5%9C%8D%E6%A3%8B", status: 204, gives: "" },
    },
  },
  {
    ask: "POST /web_content?select=id,name,parent_content:p_web_id(name)",
    prefer: rep,
    send: { id: 6, name: "wot", p_web_id: 4 },
    status: 201,
    gives: [{ id: 6, name: "wot", parent_content: { name: "wut" } }],
    heads: { location: null },
  },
];

const four = [
  { id: 204, body: "yyy" },
  { id: 205, body: "zzz" },
];

/** Some of what the body holds. */
export const columns: readonly Case[] = [
  {
    ask: "POST /articles?columns=id,body",
    prefer: rep,
    send: { id: 200, body: "xxx", smth: "here", other: "stuff", fake_id: 13 },
    status: 201,
    gives: [{ id: 200, body: "xxx", owner: "anon" }],
  },
  {
    ask: "POST /articles?columns=id,body&select=id,body",
    prefer: rep,
    send: [
      { id: 201, body: "yyy", smth: "here", fake_id: 13 },
      { id: 202, body: "zzz", garbage: "%%$&" },
      { id: 203, body: "aaa", hey: "ho" },
    ],
    status: 201,
    gives: [
      { id: 201, body: "yyy" },
      { id: 202, body: "zzz" },
      { id: 203, body: "aaa" },
    ],
  },
  {
    ask: "POST /articles?columns=",
    send: four,
    status: 400,
    gives: failureOf("PGRST100", '"failed to parse columns parameter ()" (line 1, column 1)', {
      details: "unexpected end of input expecting field name (* or [a..z0..9_$])",
    }),
  },
  {
    ask: "POST /articles?columns=helicopter",
    send: four,
    status: 400,
    gives: failureOf("PGRST204", "Could not find the 'helicopter' column of 'articles' in the schema cache"),
  },
  {
    ask: "POST /garlic?columns=helicopter",
    send: four,
    status: 404,
    gives: failureOf("PGRST205", "Could not find the table 'public.garlic' in the schema cache", {
      hint: "Perhaps you meant the table 'public.articles'",
    }),
  },
  {
    ask: "POST /articles?columns=id,body",
    send: [{ id: 204, body: "yyy" }, 333, "asdf", { id: 205, body: "zzz" }],
    status: 400,
  },
  {
    ask: "POST /complex_items?columns=id,name,field-with_sep,arr_data",
    prefer: repDefault,
    send: [
      { id: 4, name: "Vier" },
      { id: 5, name: "Funf", arr_data: null },
      { id: 6, name: "Sechs", "field-with_sep": 6, arr_data: "{1,2,3}" },
    ],
    status: 201,
    gives: [
      { id: 4, name: "Vier", "field-with_sep": 1, settings: null, arr_data: null },
      { id: 5, name: "Funf", "field-with_sep": 1, settings: null, arr_data: null },
      { id: 6, name: "Sechs", "field-with_sep": 6, settings: null, arr_data: [1, 2, 3] },
    ],
    heads: applied("missing=default, return=representation"),
  },
  {
    ask: "POST /tbl_w_json?columns=id,data",
    prefer: repDefault,
    send: { text: '{ "data": { "a": 1, "a": 2 }, "id": 3 }' },
    status: 201,
    gives: [{ data: { a: 2 }, id: 3 }],
    heads: applied("missing=default, return=representation"),
  },
  {
    ask: "POST /channels?columns=id,data,slug&select=data,slug",
    prefer: repDefault,
    send: { slug: "foo" },
    status: 201,
    gives: [{ data: { foo: "bar" }, slug: "foo" }],
  },
  {
    ask: "POST /foo?columns=a,b",
    prefer: repDefault,
    send: [{ a: "val" }, { a: "val", b: "val" }],
    status: 400,
    gives: failureOf("428C9", 'cannot insert a non-DEFAULT value into column "b"', {
      details: 'Column "b" is a generated column.',
    }),
  },
];
