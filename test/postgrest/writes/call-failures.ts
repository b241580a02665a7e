import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

function unknown(called: string, by: string, hint: string | null): unknown {
  return failureOf("PGRST202", `Could not find the function public.${called} in the schema cache`, {
    details: `Searched for the function public.${by}, but no matches were found in the schema cache.`,
    hint: hint === null ? null : `Perhaps you meant to call the function public.${hint}`,
  });
}

/** Names and arguments that fit no function. */
export const unknowns: readonly Case[] = [
  { ask: "POST /rpc/fakefunc", send: {}, status: 404 },
  { ask: "GET /rpc/fake", status: 404 },
  {
    ask: "GET /rpc/sayhell",
    status: 404,
    gives: unknown("sayhell without parameters", "sayhell without parameters", "sayhello"),
  },
  { ask: "GET /rpc/sayhello", status: 404 },
  { ask: "GET /rpc/sayhello?any_arg=value", status: 404 },
  {
    ask: "GET /rpc/sayhello?nam=Peter",
    status: 404,
    gives: unknown("sayhello(nam)", "sayhello with parameter nam", "sayhello(name)"),
  },
  {
    ask: "GET /rpc/add_them?a=1&b=2&smthelse=blabla",
    status: 404,
    gives: unknown("add_them(a, b, smthelse)", "add_them with parameters a, b, smthelse", "add_them(a, b)"),
  },
  {
    ask: "POST /rpc/unnamed_int_param",
    send: { x: 1, y: 2 },
    status: 404,
    gives: unknown(
      "unnamed_int_param(x, y)",
      "unnamed_int_param with parameters x, y or with a single unnamed json/jsonb parameter",
      "unnamed_text_param",
    ),
  },
  ...[
    ["text/plain", "text"],
    ["text/xml", "xml"],
    ["application/octet-stream", "bytea"],
  ].map(
    ([type = "", name = ""]): Case => ({
      ask: "POST /rpc/unnamed_int_param",
      headers: { "content-type": type },
      send: { text: "a simple text" },
      status: 404,
      gives: unknown("unnamed_int_param", `unnamed_int_param with a single unnamed ${name} parameter`, null),
    }),
  ),
  {
    ask: "POST /rpc/add_them",
    headers: { "content-type": "text/csv" },
    send: { text: "x,y\n1,2\n4,6\n100,200" },
    status: 404,
    gives: unknown("add_them(x, y)", "add_them with parameters x, y", "add_them(a, b)"),
  },
  { ask: "DELETE /rpc/sayhello", status: 405, gives: failureOf("PGRST101", "Cannot use the DELETE method on RPC") },
  { ask: "PATCH /rpc/sayhello", status: 405 },
];

/** What fails, and how. */
export const failing: readonly Case[] = [
  { ask: "POST /rpc/sayhello", headers: { accept: "audio/mpeg3" }, send: { name: "world" }, status: 406 },
  { ask: "GET /rpc/sayhello?name=world", headers: { accept: "audio/mpeg3" }, status: 406 },
  {
    ask: "POST /rpc/sayhello",
    send: { text: "sdfsdf" },
    status: 400,
    gives: failureOf("PGRST102", "Empty or invalid json"),
  },
  { ask: "POST /rpc/problem", send: {}, status: 400, gives: failureOf("P0001", "bad thing") },
  { ask: "POST /rpc/assert", send: {}, status: 500, gives: failureOf("P0004", "bad thing") },
  {
    ask: "GET /rpc/raise_pt402",
    status: 402,
    gives: failureOf("PT402", "Payment Required", { details: "Quota exceeded", hint: "Upgrade your plan" }),
  },
  { ask: "GET /rpc/raise_bad_pt", status: 500, gives: failureOf("PT40A", "Wrong") },
  {
    ask: "GET /rpc/temp_file_limit",
    status: 500,
    gives: failureOf("53400", "temporary file size exceeds temp_file_limit (1kB)"),
  },
  { ask: "GET /rpc/callcounter", status: 405 },
  { ask: "GET /rpc/setprojects?id_l=1&id_h=5&name=FreeBSD", status: 405 },
];
