import type { Case } from "./replay.ts";

const csv = { accept: "text/csv" };
const range = (from: number, to: number): Readonly<Record<string, string>> => ({
  "range-unit": "items",
  range: `${from}-${to}`,
});
const counted = "count=exact";

/** A set that is paged by the header, by parameters, with and without a count. */
export const pages: readonly Case[] = [
  {
    ask: "GET /rpc/getitemrange?min=2&max=4",
    headers: range(1, 1),
    gives: [{ id: 4 }],
    heads: { "content-range": "1-1/*" },
  },
  {
    ask: "POST /rpc/getitemrange?limit=1&offset=1",
    send: { min: 2, max: 4 },
    gives: [{ id: 4 }],
    heads: { "content-range": "1-1/*" },
  },
  {
    ask: "GET /rpc/getitemrange?min=2&max=4&limit=1&offset=1",
    gives: [{ id: 4 }],
    heads: { "content-range": "1-1/*" },
  },
  {
    ask: "HEAD /rpc/getitemrange?min=2&max=4&limit=1&offset=1",
    gives: "",
    heads: { "content-type": "application/json; charset=utf-8", "content-range": "1-1/*" },
  },
  {
    ask: "GET /rpc/getitemrange?min=2&max=4",
    headers: range(1, 1),
    prefer: counted,
    status: 206,
    gives: [{ id: 4 }],
    heads: { "content-range": "1-1/2" },
  },
  {
    ask: "POST /rpc/getitemrange?limit=1&offset=1",
    prefer: counted,
    send: { min: 2, max: 4 },
    status: 206,
    gives: [{ id: 4 }],
    heads: { "content-range": "1-1/2" },
  },
  {
    ask: "GET /rpc/getitemrange?min=2&max=4&limit=1&offset=1",
    prefer: counted,
    status: 206,
    gives: [{ id: 4 }],
    heads: { "content-range": "1-1/2" },
  },
  {
    ask: "HEAD /rpc/getitemrange?min=2&max=4&limit=1&offset=1",
    prefer: counted,
    status: 206,
    gives: "",
    heads: { "content-range": "1-1/2" },
  },
  { ask: "HEAD /rpc/getallprojects", prefer: counted, gives: "", heads: { "content-range": "0-4/5" } },
  {
    ask: "HEAD /rpc/getallprojects?select=*,clients!inner(*)&clients.id=eq.1",
    prefer: counted,
    gives: "",
    heads: { "content-range": "0-1/2" },
  },
  { ask: "GET /rpc/add_them?a=3&b=4", prefer: counted, gives: 7, heads: { "content-range": "0-0/1" } },
  { ask: "GET /rpc/ret_domain?val=8", prefer: counted, gives: 8, heads: { "content-range": "0-0/1" } },
  { ask: "GET /rpc/ret_point_2d", prefer: counted, gives: { x: 10, y: 5 }, heads: { "content-range": "0-0/1" } },
  { ask: "POST /rpc/getitemrange", send: { min: 2, max: 4 }, gives: [{ id: 3 }, { id: 4 }] },
  { ask: "GET /rpc/getitemrange?min=2&max=4", gives: [{ id: 3 }, { id: 4 }] },
  {
    ask: "POST /rpc/getitemrange",
    headers: csv,
    send: { min: 2, max: 4 },
    text: "id\n3\n4",
    heads: { "content-type": "text/csv; charset=utf-8" },
  },
  {
    ask: "GET /rpc/getitemrange?min=2&max=4",
    headers: csv,
    text: "id\n3\n4",
    heads: { "content-type": "text/csv; charset=utf-8" },
  },
  {
    ask: "HEAD /rpc/getitemrange?min=2&max=4",
    headers: csv,
    gives: "",
    heads: { "content-type": "text/csv; charset=utf-8" },
  },
  {
    ask: "POST /rpc/getitemrange",
    headers: range(1, 1),
    prefer: counted,
    send: { min: 2, max: 4 },
    gives: [{ id: 3 }, { id: 4 }],
    heads: { "content-range": "0-1/2" },
  },
  {
    ask: "HEAD /rpc/getitemrange?min=2&max=4",
    headers: range(1, 1),
    prefer: counted,
    gives: "",
    heads: { "content-range": "0-1/2" },
  },
  {
    ask: "POST /rpc/getitemrange?limit=2&offset=1",
    headers: range(1, 1),
    prefer: counted,
    send: { min: 2, max: 5 },
    status: 206,
    gives: [{ id: 4 }, { id: 5 }],
    heads: { "content-range": "1-2/3" },
  },
  {
    ask: "HEAD /rpc/getitemrange?min=2&max=5&limit=2&offset=1",
    headers: range(1, 1),
    prefer: counted,
    status: 206,
    gives: "",
    heads: { "content-range": "1-2/3" },
  },
  {
    ask: "POST /rpc/getitemrange?limit=2&offset=1",
    headers: range(0, 0),
    prefer: counted,
    send: { min: 2, max: 5 },
    status: 206,
    gives: [{ id: 4 }, { id: 5 }],
    heads: { "content-range": "1-2/3" },
  },
  {
    ask: "HEAD /rpc/getitemrange?min=2&max=5&limit=2&offset=1",
    headers: range(0, 0),
    prefer: counted,
    status: 206,
    gives: "",
    heads: { "content-range": "1-2/3" },
  },
];
