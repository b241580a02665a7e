import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

const rep = "return=representation";
const applied = { "preference-applied": rep };
const unread = failureOf("PGRST102", "Empty or invalid json");
const none = { "content-range": "*/*" };

/** PATCH: which rows, what comes back. */
export const updates: readonly Case[] = [
  {
    ask: "PATCH /fake",
    send: { real: false },
    status: 404,
    gives: failureOf("PGRST205", "Could not find the table 'public.fake' in the schema cache", {
      hint: "Perhaps you meant the table 'public.factories'",
    }),
  },
  { ask: "PATCH /empty_table", send: { extra: 20 }, status: 204, gives: "" },
  { ask: "PATCH /simple_pk", send: { text: "}{ x = 2" }, status: 400, gives: unread },
  { ask: "PATCH /items", send: { text: "" }, status: 400, gives: unread },
  { ask: "PATCH /items?id=eq.1", prefer: rep, send: { text: '\t \n \r { "id": 99 } \t \n \r ' }, gives: [{ id: 99 }] },
  { ask: "PATCH /items?id=eq.2", send: { id: 42 }, status: 204, gives: "", heads: { "content-range": "0-0/*" } },
  { ask: "PATCH /items?id=eq.999999", prefer: rep, send: { id: 999999 }, gives: [], heads: applied },
  { ask: "PATCH /items?id=eq.99999999", send: { id: 42 }, status: 204 },
  {
    ask: "PATCH /items?id=eq.2",
    prefer: rep,
    send: { id: 2 },
    gives: [{ id: 2 }],
    heads: { ...applied, "content-range": "0-0/*" },
  },
  {
    ask: "PATCH /no_pk?b=eq.0",
    prefer: "tx=commit",
    send: { b: "1" },
    status: 204,
    gives: "",
    heads: { "content-range": "0-1/*", "preference-applied": "tx=commit" },
    next: { ask: "GET /no_pk?select=a&b=eq.1", gives: [{ a: "1" }, { a: "2" }] },
  },
  { ask: "PATCH /no_pk?a=eq.1&select=a,b", prefer: rep, send: { b: null }, gives: [{ a: "1", b: null }] },
  { ask: "PATCH /items?id=eq.1", prefer: rep, send: { id: 99 }, gives: [{ id: 99 }], heads: applied },
  {
    ask: "PATCH /items?id=eq.1&select=id",
    prefer: "return=minimal",
    send: { id: 1 },
    status: 204,
    gives: "",
    heads: { "content-range": "0-0/*", "preference-applied": "return=minimal" },
  },
  {
    ask: "PATCH /items?id=eq.1&select=id",
    send: { id: 1 },
    status: 204,
    gives: "",
    heads: { "content-range": "0-0/*", "preference-applied": null },
  },
  ...[{}, [], [{}]].flatMap((send): readonly Case[] => [
    { ask: "PATCH /items", send, status: 204, gives: "", heads: none },
    { ask: "PATCH /items?select=id", send, status: 204, gives: "", heads: none },
  ]),
  { ask: "PATCH /items", prefer: rep, send: {}, gives: [], heads: { ...none, ...applied } },
  { ask: "PATCH /items?select=id", prefer: rep, send: {}, gives: [], heads: { ...none, ...applied } },
  { ask: "PATCH /no_pk?a=eq.1&select=a,b", prefer: rep, send: { a: "圍棋", b: "￥" }, gives: [{ a: "圍棋", b: "￥" }] },
  {
    ask: "PATCH /articles?id=eq.1&columns=body",
    prefer: rep,
    send: { body: "Some real content", smth: "here", other: "stuff", fake_id: 13 },
    gives: [{ id: 1, body: "Some real content", owner: "diogo" }],
  },
  {
    ask: "PATCH /articles?id=eq.2001&columns=body",
    prefer: rep,
    send: { body: "Some real content", smth: "here", fake_id: 13 },
    status: 200,
  },
  {
    ask: "PATCH /articles?id=eq.1&columns=helicopter",
    prefer: rep,
    send: { body: "yyy" },
    status: 400,
    gives: failureOf("PGRST204", "Could not find the 'helicopter' column of 'articles' in the schema cache"),
  },
  {
    ask: "PATCH /garlic?columns=helicopter",
    prefer: rep,
    send: [{ id: 204, body: "yyy" }],
    status: 404,
    gives: failureOf("PGRST205", "Could not find the table 'public.garlic' in the schema cache", {
      hint: "Perhaps you meant the table 'public.articles'",
    }),
  },
  {
    ask: "PATCH /complex_items?id=eq.3&columns=name,field-with_sep",
    prefer: `${rep}, missing=default`,
    send: { name: "Tres" },
    gives: [
      { id: 3, name: "Tres", settings: { foo: { int: 1, bar: "baz" } }, arr_data: [1, 2, 3], "field-with_sep": 1 },
    ],
    heads: { "preference-applied": "missing=default, return=representation" },
  },
  { ask: "PATCH /app_users?id=eq.1", prefer: "return=minimal", send: { password: "passxyz" }, status: 204, gives: "" },
  { ask: "PATCH /app_users?id=eq.1", send: { password: "passabc" }, status: 204, gives: "" },
  { ask: "PATCH /limited_update_items", send: { name: "updated-item" }, status: 204 },
];

const children = [{ name: "fezz" }, { name: "foo" }, { name: "bar" }];
const patched = { name: "tardis-patched" };
const two = { name: "tardis-patched-2" };
const kevin = { name: "Kevin Malone" };
const johnny = { name: "Johnny Doe" };
const w10 = { name: "Windows 10" };
const w7 = { name: "Windows 7" };

/** What is related to the rows that were changed. */
export const related: readonly Case[] = [
  {
    ask: "PATCH /web_content?id=eq.0&select=id,name,web_content(name)",
    prefer: rep,
    send: patched,
    gives: [{ id: 0, ...patched, web_content: children }],
    heads: applied,
  },
  {
    ask: "PATCH /web_content?id=eq.0&select=id,name,web_content(name)&web_content.name=like.f*",
    prefer: rep,
    send: patched,
    gives: [{ id: 0, ...patched, web_content: children.slice(0, 2) }],
  },
  {
    ask: "PATCH /web_content?id=eq.0&select=id,name,web_content(name,web_content(name)),parent_content:p_web_id(name)",
    prefer: rep,
    send: two,
    gives: [
      {
        id: 0,
        ...two,
        parent_content: { name: "wat" },
        web_content: [
          { name: "fezz", web_content: [{ name: "wut" }] },
          { name: "foo", web_content: [] },
          { name: "bar", web_content: [] },
        ],
      },
    ],
  },
  {
    ask: "PATCH /web_content?id=eq.0&select=id,name,web_content(name,web_content(name)),parent_content:p_web_id(name)&web_content.name=like.f*&web_content.web_content.id=eq.4&parent_content.name=neq.wat",
    prefer: rep,
    send: two,
    gives: [
      {
        id: 0,
        ...two,
        parent_content: null,
        web_content: [
          { name: "fezz", web_content: [{ name: "wut" }] },
          { name: "foo", web_content: [] },
        ],
      },
    ],
  },
  {
    ask: "PATCH /web_content?id=eq.0&select=name,web_content(name)",
    prefer: rep,
    send: patched,
    gives: [{ ...patched, web_content: children }],
  },
  {
    ask: "PATCH /web_content?id=eq.0&select=name,web_content(name)&web_content.name=like.b*",
    prefer: rep,
    send: patched,
    gives: [{ ...patched, web_content: [{ name: "bar" }] }],
  },
  {
    ask: "PATCH /users?id=eq.1&select=name,tasks(name,project:projects(name))",
    prefer: rep,
    send: kevin,
    gives: [
      {
        ...kevin,
        tasks: [
          { name: "Design w7", project: w7 },
          { name: "Code w7", project: w7 },
          { name: "Design w10", project: w10 },
          { name: "Code w10", project: w10 },
        ],
      },
    ],
  },
  {
    ask: "PATCH /users?id=eq.1&select=name,tasks(name,project:projects(name))&tasks.name=ilike.code*&tasks.project.name=like.*10",
    prefer: rep,
    send: kevin,
    gives: [
      {
        ...kevin,
        tasks: [
          { name: "Code w7", project: null },
          { name: "Code w10", project: w10 },
        ],
      },
    ],
  },
  {
    ask: "PATCH /students?id=eq.1&select=name,students_info(address)",
    prefer: rep,
    send: johnny,
    gives: [{ ...johnny, students_info: { address: "Street 1" } }],
  },
  {
    ask: "PATCH /students_info?id=eq.1&select=address,students(name)",
    prefer: rep,
    send: { address: "New Street 1" },
    gives: [{ address: "New Street 1", students: { name: "John Doe" } }],
  },
  {
    ask: "PATCH /students?id=eq.1&select=name,students_info(address)&students_info.code=like.0002",
    prefer: rep,
    send: johnny,
    gives: [{ ...johnny, students_info: null }],
  },
];
