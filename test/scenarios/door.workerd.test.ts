import { SignJWT } from "jose";
import { app } from "../../src/app/app.ts";
import { play } from "./play.ts";
import { people, seed } from "./publication-seed.ts";
import type { Scenario } from "./scenario.ts";
import { tokenFor } from "./stage.ts";

// What holds for every request before its data is looked at: who asks, how much, from where.

const { ann, rex } = people;
const past = Math.floor(Date.now() / 1000) - 60;
const bearer = async (change: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, string>>> => ({
  authorization: `Bearer ${await tokenFor(rex, change)}`,
});
const forged = await new SignJWT({ sub: rex.id, role: "admin", aud: "authenticated" })
  .setProtectedHeader({ alg: "HS256" })
  .sign(new TextEncoder().encode("another secret with at least 32 characters"));
const [head = "", claims = "", signature = ""] = (await tokenFor(rex)).split(".");
const unsigned = `${btoa('{"alg":"none"}').replaceAll("=", "")}.${claims}.`;
const altered = `${head}.${btoa(JSON.stringify({ sub: ann.id, role: "admin" })).replaceAll("=", "")}.${signature}`;

const refusedToken = {
  "www-authenticate": /^Bearer error="invalid_token"/,
  "x-request-id": /^[0-9a-f-]{36}$/,
} as const;

const tokens: readonly Scenario[] = [
  { name: "no token at all is the anonymous role", request: "GET /tags?select=slug&limit=1", status: 200 },
  {
    name: "a token that has expired is 401 and PGRST303, never the anonymous role",
    request: "GET /tags?select=slug",
    headers: await bearer({ exp: past, iat: past - 60 }),
    status: 401,
    answer: { code: "PGRST303", message: "JWT expired", details: null, hint: null },
    answerHeaders: refusedToken,
    roundTrips: 0,
  },
  ...(
    [
      ["is no token", "Bearer nonsense"],
      ["is empty", "Bearer "],
      ["is of another scheme", "Basic cmV4OnJleA=="],
      ["is signed with another key", `Bearer ${forged}`],
      ["is not signed", `Bearer ${unsigned}`],
      ["was altered after signing", `Bearer ${altered}`],
    ] as const
  ).map(
    ([flaw, authorization]): Scenario => ({
      name: `a token that ${flaw} is 401 and PGRST301`,
      request: "GET /tags?select=slug",
      headers: { authorization },
      status: 401,
      answerHeaders: refusedToken,
      roundTrips: 0,
    }),
  ),
  {
    name: "a token for another audience is 401",
    request: "GET /tags?select=slug",
    headers: await bearer({ aud: "somebody-else" }),
    status: 401,
    roundTrips: 0,
  },
  {
    name: "a token that is not valid yet is 401",
    request: "GET /tags?select=slug",
    headers: await bearer({ nbf: past + 3600 }),
    status: 401,
    roundTrips: 0,
  },
  {
    name: "a token of a role that the definition does not know is 401",
    request: "GET /tags?select=slug",
    headers: await bearer({ role: "postgres" }),
    status: 401,
    roundTrips: 0,
  },
  {
    name: "a token whose session has ended reads nothing, found out in the data's own batch",
    request: "GET /tags?select=slug",
    headers: await bearer({ session_id: "00000000-0000-4000-8000-000000000000" }),
    status: 401,
    answerHeaders: refusedToken,
    roundTrips: 1,
  },
  {
    name: "a token whose session has ended writes nothing",
    request: "POST /comments",
    headers: await bearer({ session_id: "00000000-0000-4000-8000-000000000000" }),
    body: { article_id: "b0000000-0000-4000-8000-000000000001", body: "Too late." },
    status: 401,
    roundTrips: 1,
    effects: [{ sql: "select count(*) as n from comments where body = 'Too late.'", rows: [{ n: 0 }] }],
  },
  {
    name: "an API key in the header of that name is who asks, where it is alone",
    request: "GET /tags?select=slug&limit=1",
    headers: { apikey: "nonsense" },
    status: 401,
    roundTrips: 0,
  },
];

const everyAnswer: readonly Scenario[] = [
  {
    name: "bears a request id, and says where the time went",
    request: "GET /tags?select=slug&limit=1",
    status: 200,
    answerHeaders: {
      "x-request-id": /^[0-9a-f-]{36}$/,
      "server-timing": /^auth;dur=[\d.]+, plan;dur=[\d.]+, db;dur=[\d.]+, total;dur=[\d.]+$/,
      "x-content-type-options": "nosniff",
    },
  },
  {
    name: "bears the caller's request id where it is a plain one",
    request: "GET /tags?select=slug&limit=1",
    headers: { "x-request-id": "trace-0001" },
    status: 200,
    answerHeaders: { "x-request-id": "trace-0001" },
  },
  {
    name: "takes no request id that could forge a log",
    request: "GET /tags?select=slug&limit=1",
    headers: { "x-request-id": 'x","level":"error' },
    status: 200,
    answerHeaders: { "x-request-id": /^[0-9a-f-]{36}$/ },
  },
  {
    name: "bears a request id where it is an error, too",
    request: "GET /nothing",
    status: 404,
    answerHeaders: { "x-request-id": /^[0-9a-f-]{36}$/, "proxy-status": "Perigee; error=PGRST205" },
  },
  {
    name: "answers a preflight for a known origin",
    request: "OPTIONS /articles",
    headers: {
      origin: "https://app.example",
      "access-control-request-method": "PATCH",
      "access-control-request-headers": "authorization,apikey,prefer,x-client-info",
    },
    status: 204,
    answerHeaders: {
      "access-control-allow-origin": "https://app.example",
      "access-control-allow-methods": /PATCH/,
      "access-control-allow-headers": "authorization,apikey,prefer,x-client-info",
      "access-control-max-age": "86400",
    },
    roundTrips: 0,
  },
  {
    name: "gives an unknown origin no leave",
    request: "OPTIONS /articles",
    headers: { origin: "https://evil.example", "access-control-request-method": "PATCH" },
    status: 204,
    answerHeaders: { "access-control-allow-origin": null },
    roundTrips: 0,
  },
  {
    name: "lets a browser read the headers that clients need",
    request: "GET /tags?select=slug&limit=1",
    headers: { origin: "https://app.example" },
    status: 200,
    answerHeaders: {
      "access-control-allow-origin": "https://app.example",
      "access-control-expose-headers": /content-range.*x-request-id/,
    },
  },
  {
    name: "lets a browser read an error as well",
    request: "GET /nothing",
    headers: { origin: "https://app.example" },
    status: 404,
    answerHeaders: { "access-control-allow-origin": "https://app.example" },
  },
  {
    name: "tells OPTIONS that is no preflight what the collection allows",
    request: "OPTIONS /articles",
    status: 200,
    answerHeaders: { allow: "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE" },
    roundTrips: 0,
  },
  {
    name: "refuses a method that nobody knows",
    request: "PROPFIND /articles",
    status: 405,
    roundTrips: 0,
  },
  {
    name: "says what there is at the root",
    request: "GET /",
    base: "",
    status: 200,
    answer: {
      name: "Apsis",
      surfaces: ["/rest/v1", "/auth/v1", "/graphql/v1", "/realtime/v1", "/.well-known", "/openapi.json", "/docs"],
    },
    roundTrips: 0,
  },
  {
    name: "is 404 and coded where there is nothing",
    request: "GET /elsewhere",
    base: "",
    status: 404,
    answer: { code: "PER404", message: "there is nothing at this address", details: null, hint: null },
    roundTrips: 0,
  },
];

const limits: readonly Scenario[] = [
  {
    name: "a body that is too large is 413 where its length is announced",
    who: "rex",
    request: "POST /comments",
    body: { text: JSON.stringify({ body: "x".repeat(3000) }) },
    headers: { "content-length": "3011" },
    status: 413,
    roundTrips: 0,
  },
  {
    name: "a body that is too large is 413 where its length is not",
    who: "rex",
    request: "POST /comments",
    body: { text: JSON.stringify({ body: "x".repeat(3000) }) },
    status: 413,
    roundTrips: 0,
  },
  {
    name: "of auth a body that is too large is told in its own form",
    request: "POST /auth/v1/signup",
    base: "",
    body: { text: "x".repeat(3000) },
    headers: { "content-length": "3000" },
    status: 413,
    answer: { code: 413, error_code: "request_entity_too_large", msg: "Request body too large" },
    roundTrips: 0,
  },
  {
    name: "a URL that is too long is 414",
    request: `GET /tags?slug=eq.${"x".repeat(700)}`,
    status: 414,
    roundTrips: 0,
  },
  {
    name: "embeds that are nested too deeply are PER003",
    request: "GET /tags?select=slug,articles(slug,comments(body,articles(slug)))",
    status: 400,
    answer: { code: "PER003", message: "embeds are nested too deeply", details: "3, at most 2 allowed", hint: null },
    roundTrips: 0,
  },
  {
    name: "conditions that are nested too deeply are PER003",
    request: "GET /tags?or=(slug.eq.a,and(slug.eq.b,or(slug.eq.c,slug.eq.d)))",
    status: 400,
    answer: {
      code: "PER003",
      message: "conditions are nested too deeply",
      details: "3, at most 2 allowed",
      hint: null,
    },
    roundTrips: 0,
  },
  {
    name: "a read that costs too much is PER004",
    request: "GET /articles?select=slug,tags(slug),comments(body)&order=slug",
    status: 400,
    answer: { code: "PER004", message: "the request is too costly", details: "24, at most 20 allowed", hint: null },
    roundTrips: 0,
  },
  {
    name: "a page holds no more rows than the definition allows, whatever limit is asked for",
    request: "GET /profiles?select=handle&order=handle&limit=100",
    headers: { prefer: "count=exact" },
    status: 206,
    answer: [{ handle: "ada" }, { handle: "ann" }],
    answerHeaders: { "content-range": "0-1/6" },
  },
  {
    name: "an insert of too many rows is refused before the database hears of it",
    who: "eve",
    request: "POST /tags",
    body: ["a", "b", "c", "d"].map((slug) => ({ slug, name: slug })),
    status: 413,
    roundTrips: 0,
  },
];

const small = {
  maxBodyBytes: 2000,
  maxUrlLength: 600,
  maxDepth: 2,
  maxConditionDepth: 2,
  maxCost: 20,
  maxRows: 2,
  maxInsertRows: 3,
};

play(
  { app: { ...app, limits: small, cors: { origins: ["https://app.example"] } }, seed, people },
  { "a token": tokens, "every answer": everyAnswer, "a limit": limits },
);
