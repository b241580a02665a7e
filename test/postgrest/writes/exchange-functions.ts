import * as z from "zod";
import { defineFunction, type FunctionDefinition } from "../../../src/functions/define.ts";
import type { CallResponse } from "../../../src/functions/exchange.ts";
import { rowsOf } from "../../../src/functions/returns.ts";
import { projects } from "../tables/work.ts";
import { anybody } from "./value-functions.ts";

// What functions there read of a request, and write of its answer, by settings of the transaction.

function test({ headers }: CallResponse): void {
  headers.set("X-Test", "key1=val1; someValue; key2=val2");
  headers.set("X-Test-2", "key1=val1");
}

export const exchanges: readonly FunctionDefinition[] = [
  defineFunction({
    ...anybody,
    name: "get_header",
    input: z.object({ name: z.string() }),
    returns: z.string().nullable(),
    run: ({ name }, { request }) => request?.headers.get(name) ?? null,
  }),
  defineFunction({
    ...anybody,
    name: "get_request",
    returns: z.object({ role: z.string(), method: z.string(), path: z.string() }),
    run: (_, { caller, request }) => ({
      role: caller.role,
      method: request?.method ?? "",
      path: new URL(request?.url ?? "").pathname,
    }),
  }),
  defineFunction({
    ...anybody,
    name: "get_projects_and_guc_headers",
    returns: rowsOf(projects),
    run: (_, { db, response }) => {
      test(response);
      return db.read(projects);
    },
  }),
  defineFunction({
    ...anybody,
    name: "get_int_and_guc_headers",
    input: z.object({ num: z.int() }),
    returns: z.int(),
    run: ({ num }, { response }) => {
      test(response);
      return num;
    },
  }),
  defineFunction({
    ...anybody,
    name: "set_cookie_twice",
    run: (_, { response: { headers } }) => {
      headers.append("Set-Cookie", "sessionid=38afes7a8; HttpOnly; Path=/");
      headers.append("Set-Cookie", "id=a3fWa; Secure; HttpOnly");
    },
  }),
  defineFunction({
    ...anybody,
    name: "send_body_status_403",
    returns: z.json(),
    run: (_, { response }) => {
      response.status = 403;
      return { message: "invalid user or password" };
    },
  }),
  defineFunction({
    ...anybody,
    name: "send_bad_status",
    returns: z.json(),
    run: (_, { response }) => {
      response.status = 7;
      return null;
    },
  }),
  defineFunction({
    ...anybody,
    name: "welcome_html",
    media: "text/html",
    returns: z.string(),
    run: () => "<h1>Welcome</h1>",
  }),
  defineFunction({
    ...anybody,
    name: "custom_json",
    returns: z.json(),
    run: (_, { response }) => {
      response.headers.set("content-type", "application/custom+json");
      response.headers.set("cache-control", "no-store");
      response.headers.set("access-control-expose-headers", "x-test");
      response.headers.set("access-control-allow-origin", "http://elsewhere.example");
      return { a: 1 };
    },
  }),
];
