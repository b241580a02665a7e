import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { isJsonObject, type JsonObject } from "../../src/kernel/json.ts";
import { people, seed, tides } from "./publication-seed.ts";
import { type Answer, openStage, type Stage } from "./stage.ts";

// Somebody's way from signing up to signing out, with what each step costs the database.

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

beforeEach(async () => {
  await stage.reset();
});

interface Call {
  readonly token?: string;
  readonly body?: unknown;
}

async function call(line: string, { token, body }: Call = {}): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  return stage.fetch(
    new Request(`http://perigee.test${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        prefer: "return=representation",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

function json({ text }: Answer): JsonObject {
  const parsed: unknown = JSON.parse(text);
  return isJsonObject(parsed) ? parsed : {};
}

let number = 0;

async function signUp(
  data: JsonObject = {},
): Promise<{ readonly token: string; readonly refresh: string; readonly id: string }> {
  number += 1;
  const body = { email: `person${number}@example.com`, password: "correct horse battery", data };
  const answer = await call("POST /auth/v1/signup", { body });
  expect(answer.response.status, answer.text).toBe(200);
  const { access_token, refresh_token, user } = json(answer);
  return { token: String(access_token), refresh: String(refresh_token), id: isJsonObject(user) ? String(user.id) : "" };
}

describe("signing up", () => {
  it("makes the user, the profile and the session in one batch", async () => {
    const body = { email: "new@example.com", password: "correct horse battery", data: { handle: "newcomer" } };
    const answer = await call("POST /auth/v1/signup", { body });
    expect(answer.response.status).toBe(200);
    const writing = answer.recording.batches.filter((batch) =>
      batch.some((sql) => sql.startsWith('insert into "auth_users"')),
    );
    expect(writing).toHaveLength(1);
    const [tables = []] = writing.map((batch) => batch.map((sql) => /into "([a-z_]+)"/.exec(sql)?.[1] ?? sql));
    expect(tables).toEqual(["auth_users", "auth_audit_log", "profiles", "auth_sessions", "auth_refresh_tokens"]);
  });

  it("makes none of it where the profile cannot be made", async () => {
    const body = { email: "new@example.com", password: "correct horse battery", data: { handle: "ann" } };
    const answer = await call("POST /auth/v1/signup", { body });
    expect(answer.response.status).toBe(422);
    expect(await stage.rowsOf({ sql: "select id from auth_users where email = 'new@example.com'" })).toEqual([]);
  });
});

describe("a session", () => {
  it("reads and writes as its person", async () => {
    const { token, id } = await signUp();
    const made = await call("POST /rest/v1/comments?select=author_id", {
      token,
      body: { article_id: tides, body: "Mine." },
    });
    expect([made.response.status, made.text]).toEqual([201, `[{"author_id":"${id}"}]`]);
    const log = await stage.rowsOf({ sql: "select actor from _perigee_changes where table_name = 'comments'" });
    expect(log).toEqual([{ actor: id }]);
  });

  it("ends with the sign-out: the next read and the next write find out in their own batch", async () => {
    const { token } = await signUp();
    expect((await call("POST /auth/v1/logout", { token })).response.status).toBe(204);
    const read = await call("GET /rest/v1/articles?select=id", { token });
    expect([read.response.status, json(read).code]).toEqual([401, "PGRST301"]);
    expect(read.recording.batches).toHaveLength(1);
    const write = await call("POST /rest/v1/comments", { token, body: { article_id: tides, body: "Too late." } });
    expect(write.response.status).toBe(401);
    expect(write.recording.batches).toHaveLength(1);
    expect(await stage.rowsOf({ sql: "select id from comments where body = 'Too late.'" })).toEqual([]);
  });

  it("goes on under a refreshed token", async () => {
    const { refresh } = await signUp();
    const answer = await call("POST /auth/v1/token?grant_type=refresh_token", { body: { refresh_token: refresh } });
    expect(answer.response.status).toBe(200);
    const read = await call("GET /rest/v1/tags?select=slug&limit=1", { token: String(json(answer).access_token) });
    expect(read.response.status).toBe(200);
  });

  it("ends where the user is banned, by a hand-typed statement too", async () => {
    const { token, id } = await signUp();
    expect((await call("GET /rest/v1/tags?select=slug&limit=1", { token })).response.status).toBe(200);
    await stage.rowsOf({ sql: `update auth_users set banned_until = '2999-01-01T00:00:00+00:00' where id = '${id}'` });
    expect((await call("GET /rest/v1/tags?select=slug&limit=1", { token })).response.status).toBe(401);
  });

  it("ends where the role changes, so that no token keeps the old one", async () => {
    const { token, id } = await signUp();
    await stage.rowsOf({ sql: `update auth_users set role = 'editor' where id = '${id}'` });
    expect((await call("GET /rest/v1/tags?select=slug&limit=1", { token })).response.status).toBe(401);
  });

  it("is checked for a plan that was made for somebody else's session", async () => {
    const first = await signUp();
    const second = await signUp();
    const path = "GET /rest/v1/profiles?select=handle&limit=1";
    expect((await call(path, first)).response.status).toBe(200);
    await call("POST /auth/v1/logout", second);
    expect((await call(path, second)).response.status).toBe(401);
    expect((await call(path, first)).response.status).toBe(200);
  });
});
