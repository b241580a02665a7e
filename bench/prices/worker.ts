import { Hono } from "hono";
import { cors } from "hono/cors";
import { artistById, tracksOfGenre } from "../ceiling/queries.ts";

/** One route for each way of doing a thing, to learn what the way costs. */
interface Env {
  readonly DB: D1Database;
}

const json = { "content-type": "application/json; charset=utf-8" };
const session = "00000000-0000-4000-8000-000000000000";
const alive = `exists (select 1 from auth_sessions where id = ?1
  and (not_after is null or not_after > strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')))`;
const checkSession = `select case when ${alive} then 1 else 0 end as alive`;
const guardedArtist = `
  select ${alive} as alive, (select json_object('id', id, 'name', name) from artists where id = ?2) as body`;
const trackRows = `
  select json_object('id', id, 'name', name, 'composer', composer, 'milliseconds', milliseconds,
    'unit_price', unit_price) as body
  from tracks where genre_id = ?1 order by name, id limit 20`;

interface Row {
  readonly body: string;
}

const app: Hono<{ Bindings: Env }> = new Hono<{ Bindings: Env }>();

app.get("/nothing", (c) => c.body("[]", 200, json));

app.use("/cors", cors());
app.get("/cors", () => new Response("[]", { headers: json }));

app.use("/late-headers", async (c, next) => {
  await next();
  c.res.headers.set("x-request-id", "00000000");
  c.res.headers.set("server-timing", "total;dur=0");
  c.res.headers.set("x-content-type-options", "nosniff");
});
app.get("/late-headers", () => new Response("[]", { headers: json }));

app.get("/first", async (c) => {
  const row = await c.env.DB.prepare(artistById).bind("5").first<string>("body");
  return c.body(`[${row}]`, 200, json);
});

app.get("/all", async (c) => {
  const { results } = await c.env.DB.prepare(artistById).bind("5").all<Row>();
  return c.body(bodyOf(results), 200, json);
});

app.get("/guarded", async (c) => {
  const { results } = await c.env.DB.prepare(guardedArtist).bind(session, "5").all<Row>();
  return c.body(bodyOf(results), 200, json);
});

app.get("/batch-1", async (c) => {
  const [result] = await c.env.DB.batch<Row>([c.env.DB.prepare(artistById).bind("5")]);
  return c.body(bodyOf(result?.results ?? []), 200, json);
});

app.get("/batch-2", async (c) => {
  const check = c.env.DB.prepare(checkSession).bind(session);
  const [, result] = await c.env.DB.batch<Row>([check, c.env.DB.prepare(artistById).bind("5")]);
  return c.body(bodyOf(result?.results ?? []), 200, json);
});

app.get("/batch-3", async (c) => {
  const check = c.env.DB.prepare(checkSession).bind(session);
  const [, result] = await c.env.DB.batch<Row>([check, c.env.DB.prepare(artistById).bind("5"), check]);
  return c.body(bodyOf(result?.results ?? []), 200, json);
});

app.get("/list-array", async (c) => {
  const { results } = await c.env.DB.prepare(tracksOfGenre).bind("1").all<Row>();
  return c.body(results[0]?.body ?? "[]", 200, json);
});

app.get("/list-rows", async (c) => {
  const { results } = await c.env.DB.prepare(trackRows).bind("1").all<Row>();
  return c.body(bodyOf(results), 200, json);
});

function bodyOf(rows: readonly Row[]): string {
  return `[${rows.map((row) => row.body).join(",")}]`;
}

export default app;
