import { type Context, Hono } from "hono";
import { importJWK, jwtVerify } from "jose";
import * as queries from "../ceiling/queries.ts";

/**
 * The ceiling's tasks with the duties of a backend, by hand: every request bears a token, whose signature `jose` verifies
 * with a key that is kept, and whose session must be alive, which is asked in the batch of the data. Its tables write the
 * change log. Still no rules, no dialect, and no note of who has written.
 */
interface Env {
  readonly DB: D1Database;
  /** The public key of the tokens: a JWK with `alg`. */
  readonly PUBLIC_KEY: string;
}

interface Row {
  readonly body: string | null;
}

interface Caller {
  readonly user: string;
  readonly session: string;
}

type HonoContext = Context<{ Bindings: Env }>;

const json = { "content-type": "application/json; charset=utf-8" };
const isAlive = "exists (select 1 from sessions where id = ?1 and (not_after is null or not_after > unixepoch()))";
const checkSession = `select ${isAlive} as body`;
const insertArtist = `
  insert into artists (name) select ?2 where ${isAlive} returning json_object('id', id, 'name', name) as body`;
const renameArtist = `
  update artists set name = ?2 where id = ?3 and ${isAlive} returning json_object('id', id, 'name', name) as body`;

let key: ReturnType<typeof importJWK> | null = null;

async function callerOf(c: HonoContext): Promise<Caller | null> {
  const token = c.req.header("authorization")?.slice("Bearer ".length) ?? "";
  key ??= importJWK(JSON.parse(c.env.PUBLIC_KEY));
  try {
    const { payload } = await jwtVerify(token, await key);
    return { user: String(payload.sub), session: String(payload.session_id) };
  } catch {
    return null;
  }
}

type Parameters = (caller: Caller) => readonly (string | number)[];

/** The answer of one statement, or 401. */
async function answer(c: HonoContext, sql: string, parameters: Parameters, status: 200 | 201 = 200): Promise<Response> {
  const caller = await callerOf(c);
  if (caller === null) return c.body(null, 401);
  const check = c.env.DB.prepare(checkSession).bind(caller.session);
  const data = c.env.DB.prepare(sql).bind(...parameters(caller));
  const [alive, found] = await c.env.DB.batch<Row>([check, data]);
  if (Number(alive?.results[0]?.body) !== 1) return c.body(null, 401);
  const body = found?.results[0]?.body ?? null;
  return c.body(body?.startsWith("{") === true ? `[${body}]` : (body ?? "[]"), status, json);
}

const app: Hono<{ Bindings: Env }> = new Hono<{ Bindings: Env }>();

app.get("/artists/:id", (c) => answer(c, queries.artistById, () => [c.req.param("id")]));
app.get("/genres/:id/tracks", (c) => answer(c, queries.tracksOfGenre, () => [c.req.param("id")]));
app.get("/artists", (c) => answer(c, queries.artistsWithAlbums, () => [c.req.query("after") ?? "0"]));
app.get("/users/:id/invoices", (c) => answer(c, queries.invoicesOfUser, ({ user }) => [user]));

app.post("/artists", async (c) => {
  const { name } = await c.req.json<{ name: string }>();
  return answer(c, insertArtist, ({ session }) => [session, name], 201);
});

app.patch("/artists/:id", async (c) => {
  const { name } = await c.req.json<{ name: string }>();
  return answer(c, renameArtist, ({ session }) => [session, name, c.req.param("id")]);
});

app.post("/functions/albums_of", async (c) => {
  const { artist } = await c.req.json<{ artist: number }>();
  return answer(c, queries.albumsOfArtist, () => [artist]);
});

export default app;
