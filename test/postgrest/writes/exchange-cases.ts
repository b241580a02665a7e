import type { Case } from "./replay.ts";

const spoken: Case["heads"] = { "x-test": "key1=val1; someValue; key2=val2", "x-test-2": "key1=val1" };
const refused = { message: "invalid user or password" };

/** What functions read of a request, and what they say of its answer. */
export const exchanged: readonly Case[] = [
  { ask: "POST /rpc/get_header", headers: { "custom-header": "test" }, send: { name: "custom-header" }, gives: "test" },
  {
    ask: "POST /rpc/get_header",
    headers: { origin: "http://example.com" },
    send: { name: "origin" },
    gives: "http://example.com",
  },
  {
    ask: "GET /rpc/get_header?name=Cookie",
    headers: { cookie: "acookie=cookievalue;secondcookie=anothervalue" },
    gives: "acookie=cookievalue;secondcookie=anothervalue",
  },
  { ask: "POST /rpc/get_header", who: "jdoe", send: { name: "authorization" }, status: 200 },
  { ask: "POST /rpc/get_request", send: {}, gives: { role: "anon", method: "POST", path: "/rest/v1/rpc/get_request" } },
  { ask: "GET /rpc/get_projects_and_guc_headers?id=eq.2&select=id", gives: [{ id: 2 }], heads: spoken },
  { ask: "GET /rpc/get_int_and_guc_headers?num=1", gives: 1, heads: spoken },
  { ask: "POST /rpc/get_int_and_guc_headers", send: { num: 1 }, gives: 1, heads: spoken },
  { ask: "HEAD /rpc/get_int_and_guc_headers?num=1", gives: "", heads: spoken },
  {
    ask: "GET /rpc/set_cookie_twice",
    status: 204,
    gives: "",
    heads: { "set-cookie": "sessionid=38afes7a8; HttpOnly; Path=/, id=a3fWa; Secure; HttpOnly" },
  },
  { ask: "GET /rpc/send_body_status_403", status: 403, gives: refused },
  { ask: "GET /rpc/send_body_status_403", headers: { "if-none-match": "*" }, status: 403, gives: refused },
  { ask: "POST /rpc/send_body_status_403", send: {}, status: 403, gives: refused },
  { ask: "HEAD /rpc/send_body_status_403", status: 403, gives: "" },
  { ask: "GET /rpc/send_bad_status", status: 500 },
  {
    ask: "GET /rpc/custom_json",
    gives: { a: 1 },
    heads: { "content-type": "application/custom+json", "cache-control": "no-store" },
  },
  {
    ask: "POST /rpc/set_cookie_twice",
    headers: { "idempotency-key": '"a"' },
    send: {},
    status: 204,
    heads: { "set-cookie": /sessionid.*id=a3fWa/ },
    next: {
      ask: "POST /rpc/set_cookie_twice",
      headers: { "idempotency-key": '"a"' },
      send: {},
      status: 204,
      heads: { "set-cookie": null, "idempotency-replayed": "true" },
    },
  },
];
