import type { Scenario } from "../scenarios/scenario.ts";
import { failureOf } from "./words.ts";

const any = { origin: "https://shop.example", "access-control-request-method": "POST" };

/** OPTIONS: what may be done, and what a browser asks before it does it. */
export const options: readonly Scenario[] = [
  {
    name: "a table",
    request: "OPTIONS /films",
    status: 200,
    text: "",
    roundTrips: 0,
    answerHeaders: { allow: "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE", "access-control-allow-origin": null },
  },
  {
    name: "a table, from elsewhere",
    request: "OPTIONS /films",
    headers: { origin: "https://shop.example", accept: "text/csv, */*; q=0.01" },
    status: 200,
    text: "",
    roundTrips: 0,
    answerHeaders: { allow: "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE", "access-control-allow-origin": "*" },
  },
  {
    name: "a table that is none",
    request: "OPTIONS /nope",
    status: 404,
    answer: failureOf("PGRST205", "Could not find the table 'public.nope' in the schema cache", {
      hint: "Perhaps you meant the table 'public.papers'",
    }),
    roundTrips: 0,
    answerHeaders: { "proxy-status": "Perigee; error=PGRST205" },
  },
  {
    name: "a preflight",
    request: "OPTIONS /films",
    headers: { ...any, "access-control-request-headers": "Foo,Bar" },
    status: 204,
    text: "",
    roundTrips: 0,
    answerHeaders: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS",
      "access-control-allow-headers": "Foo,Bar",
      "access-control-max-age": "86400",
      allow: null,
    },
  },
  {
    name: "a preflight of a table that is none",
    request: "OPTIONS /nope",
    headers: any,
    status: 204,
    text: "",
    roundTrips: 0,
    answerHeaders: { "access-control-allow-origin": "*" },
  },
  {
    name: "an answer to another origin",
    request: "GET /items?id=eq.1",
    headers: { origin: "https://shop.example" },
    status: 200,
    text: '[{"id":1}]',
    answerHeaders: {
      "access-control-allow-origin": "*",
      "access-control-expose-headers": /content-range.*preference-applied/,
    },
  },
];
