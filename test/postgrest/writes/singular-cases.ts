import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

const headers = { accept: "application/vnd.pgrst.object+json" };
const singular = { "content-type": "application/vnd.pgrst.object+json; charset=utf-8" };
const rep = "return=representation";
const not = (count: number): unknown =>
  failureOf("PGRST116", "Cannot coerce the result to a single JSON object", {
    details: `The result contains ${count} rows`,
  });
const address: Case = { ask: "GET /addresses?id=eq.1", gives: [{ id: 1, address: "address 1" }] };
const pair = [
  { id: 200, address: "xxx" },
  { id: 201, address: "yyy" },
];
const neither: Case = { ask: "GET /addresses?id=eq.200", gives: [] };
const kept: Case = {
  ask: "GET /items?id=lt.6&order=id",
  gives: [1, 2, 3, 4, 5].map((id) => ({ id })),
  heads: { "content-range": "0-4/*" },
};

/** One object, or none at all. */
export const singles: readonly Case[] = [
  { ask: "GET /items?id=gt.0&id=lt.0", headers, status: 406 },
  { ask: "GET /items?id=eq.5", headers, gives: { id: 5 }, heads: singular },
  { ask: "GET /items?id=eq.5", headers: { accept: "application/vnd.pgrst.object" }, gives: { id: 5 }, heads: singular },
  { ask: "GET /items?id=eq.5", headers, prefer: "count=none", gives: { id: 5 }, heads: singular },
  {
    ask: "PATCH /addresses?id=eq.1",
    headers,
    prefer: rep,
    send: { address: "B Street" },
    gives: { id: 1, address: "B Street" },
    heads: singular,
  },
  {
    ask: "PATCH /addresses?id=eq.1",
    headers,
    prefer: "return=minimal",
    send: { address: "C Street" },
    status: 204,
    gives: "",
    heads: { "preference-applied": "return=minimal" },
  },
  {
    ask: "PATCH /addresses",
    headers,
    prefer: "tx=commit",
    send: { address: "zzz" },
    status: 406,
    gives: not(4),
    next: address,
  },
  {
    ask: "PATCH /addresses",
    headers,
    prefer: `tx=commit, ${rep}`,
    send: { address: "zzz" },
    status: 406,
    gives: not(4),
    next: address,
  },
  { ask: "PATCH /items?id=gt.0&id=lt.0", headers, send: { id: 1 }, status: 406, gives: not(0) },
  { ask: "PATCH /items?id=gt.0&id=lt.0", headers, prefer: rep, send: { id: 1 }, status: 406, gives: not(0) },
  {
    ask: "POST /addresses",
    headers,
    prefer: rep,
    send: [{ id: 102, address: "xxx" }],
    status: 201,
    gives: { id: 102, address: "xxx" },
    heads: singular,
  },
  {
    ask: "POST /addresses",
    headers,
    prefer: "return=minimal",
    send: [{ id: 103, address: "xxx" }],
    status: 201,
    gives: "",
    heads: { "content-range": "*/*", "preference-applied": "return=minimal" },
  },
  { ask: "POST /addresses", headers, prefer: "tx=commit", send: pair, status: 406, gives: not(2), next: neither },
  {
    ask: "POST /addresses",
    headers,
    prefer: `tx=commit, ${rep}`,
    send: pair,
    status: 406,
    gives: not(2),
    next: neither,
  },
  {
    ask: "POST /addresses",
    headers,
    prefer: "tx=commit, return=minimal",
    send: pair,
    status: 406,
    gives: not(2),
    next: neither,
  },
  { ask: "POST /addresses", headers, send: [], status: 406, gives: not(0) },
  { ask: "POST /addresses", headers, prefer: rep, send: [], status: 406, gives: not(0) },
  { ask: "DELETE /items?id=eq.11", headers, prefer: rep, gives: { id: 11 }, heads: singular },
  { ask: "DELETE /items?id=eq.12", headers, prefer: "return=minimal", status: 204, gives: "" },
  { ask: "DELETE /items?id=gt.0&id=lt.6", headers, prefer: "tx=commit", status: 406, gives: not(5), next: kept },
  {
    ask: "DELETE /items?id=gt.0&id=lt.6",
    headers,
    prefer: `tx=commit, ${rep}`,
    status: 406,
    gives: not(5),
    next: kept,
  },
  { ask: "DELETE /items?id=lt.0", headers, status: 406, gives: not(0) },
  { ask: "DELETE /items?id=lt.0", headers, prefer: rep, status: 406, gives: not(0) },
  { ask: "POST /rpc/getproject", headers, send: { id: 9999999 }, status: 406, gives: not(0) },
  { ask: "POST /rpc/sayhello", headers, send: { name: "world" } },
  {
    ask: "POST /rpc/getproject",
    headers,
    send: { id: 1 },
    gives: { id: 1, name: "Windows 7", client_id: 1 },
    heads: singular,
  },
  { ask: "POST /rpc/getallprojects", headers, send: {}, status: 406, gives: not(5) },
];

const browsers = [
  "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3",
];
const allowed = (allow: string): Case["heads"] => ({ allow });

/** What browsers ask for, and what OPTIONS answers. */
export const surfaces: readonly Case[] = [
  ...browsers.flatMap((accept): readonly Case[] => [
    { ask: "GET /items?id=eq.1", headers: { accept }, gives: [{ id: 1 }] },
    {
      ask: "GET /rpc/get_projects_below?id=2",
      headers: { accept },
      gives: [{ id: 1, name: "Windows 7", client_id: 1 }],
    },
  ]),
  { ask: "OPTIONS /items", heads: allowed("OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE") },
  { ask: "OPTIONS /unknown", status: 404 },
  { ask: "OPTIONS /car_models", heads: allowed("OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE") },
  { ask: "OPTIONS /rpc/reset_sequence", heads: allowed("OPTIONS,POST") },
  { ask: "OPTIONS /rpc/getallusers", heads: allowed("OPTIONS,GET,HEAD,POST") },
  { ask: "OPTIONS /rpc/add_them", heads: allowed("OPTIONS,GET,HEAD,POST") },
  { ask: "OPTIONS /", heads: allowed("OPTIONS,GET,HEAD") },
];
