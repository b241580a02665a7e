import { Hono } from "hono";
import * as queries from "./queries.ts";

/**
 * What an expert writes by hand for exactly the workloads of this benchmark: Hono, one D1 statement a request, the JSON
 * made by SQLite. No rules, no tokens, no validation beyond what the handler needs.
 */
interface Env {
  readonly DB: D1Database;
}

const json = { "content-type": "application/json; charset=utf-8" };

const app: Hono<{ Bindings: Env }> = new Hono<{ Bindings: Env }>();

app.get("/artists/:id", async (c) => {
  const row = await c.env.DB.prepare(queries.artistById).bind(c.req.param("id")).first<string>("body");
  return c.body(row === null ? "[]" : `[${row}]`, 200, json);
});

app.get("/genres/:id/tracks", async (c) => {
  const rows = await c.env.DB.prepare(queries.tracksOfGenre).bind(c.req.param("id")).first<string>("body");
  return c.body(rows ?? "[]", 200, json);
});

app.get("/artists", async (c) => {
  const after = c.req.query("after") ?? "0";
  const rows = await c.env.DB.prepare(queries.artistsWithAlbums).bind(after).first<string>("body");
  return c.body(rows ?? "[]", 200, json);
});

app.post("/artists", async (c) => {
  const { name } = await c.req.json<{ name: string }>();
  const row = await c.env.DB.prepare(queries.insertArtist).bind(name).first<string>("body");
  return c.body(`[${row}]`, 201, json);
});

app.patch("/artists/:id", async (c) => {
  const { name } = await c.req.json<{ name: string }>();
  const row = await c.env.DB.prepare(queries.renameArtist).bind(name, c.req.param("id")).first<string>("body");
  return c.body(row === null ? "[]" : `[${row}]`, 200, json);
});

app.get("/users/:id/invoices", async (c) => {
  const rows = await c.env.DB.prepare(queries.invoicesOfUser).bind(c.req.param("id")).first<string>("body");
  return c.body(rows ?? "[]", 200, json);
});

app.post("/functions/albums_of", async (c) => {
  const { artist } = await c.req.json<{ artist: number }>();
  const rows = await c.env.DB.prepare(queries.albumsOfArtist).bind(artist).first<string>("body");
  return c.body(rows ?? "[]", 200, json);
});

export default app;
