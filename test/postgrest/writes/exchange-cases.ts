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
    headers: { origin: "http://example.com" },
    heads: {
      "access-control-allow-origin": "*",
      "access-control-expose-headers": /^content-range,.*,x-total-count,x-test$/,
    },
  },
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

const html: Case = {
  ask: "GET /rpc/welcome_html",
  text: "<h1>Welcome</h1>",
  heads: { "content-type": "text/html; charset=utf-8" },
};
const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,*/*;q=0.8";
const plain = { "content-type": "text/plain; charset=utf-8" };

/** A function's own media type, by what is asked for. */
export const media: readonly Case[] = [
  html,
  ...["text/html", "*/*", "text/*", "image/png, */*", "application/json;q=0.5, text/html", browser].map(
    (accept): Case => ({ ...html, headers: { accept } }),
  ),
  { ask: "HEAD /rpc/welcome_html", gives: "", heads: { "content-type": "text/html; charset=utf-8" } },
  { ask: "GET /rpc/welcome_html", headers: { accept: "application/json" }, gives: "<h1>Welcome</h1>" },
  { ask: "GET /rpc/welcome_html", headers: { accept: "application/json, text/html" }, gives: "<h1>Welcome</h1>" },
  { ask: "GET /rpc/welcome_html", headers: { accept: "image/png" }, status: 406 },
  { ask: "GET /rpc/welcome", headers: { accept: "text/html" }, status: 406 },
  { ask: "GET /rpc/welcome", headers: { accept: browser }, gives: "Welcome to PostgREST" },
  {
    ask: "GET /rpc/welcome",
    headers: { accept: "application/json;q=0.1, text/plain" },
    text: "Welcome to PostgREST",
    heads: plain,
  },
  {
    ask: "GET /rpc/welcome",
    headers: { accept: "text/plain, application/json" },
    text: "Welcome to PostgREST",
    heads: plain,
  },
  { ask: "GET /projects?id=eq.1&select=id", headers: { accept: "text/plain, application/json" }, gives: [{ id: 1 }] },
];
