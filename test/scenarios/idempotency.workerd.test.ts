import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { createWorker, type Env } from "../../src/compose.ts";
import { forgetKeys } from "../../src/idempotency/retention.ts";
import { d1Database } from "../../src/platform/d1.ts";
import { people, seed, tides } from "./publication-seed.ts";
import { type Answer, openStage, type Stage } from "./stage.ts";

// A write that is sent again, because its answer was lost or because two hands send it at once, happens once.

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

beforeEach(async () => {
  await stage.reset();
  await stage.rowsOf({ sql: "delete from _perigee_idempotency" });
});

interface Asked {
  readonly who?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function ask(line: string, { who = "ann", key, headers, body }: Asked = {}): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  return stage.fetch(
    new Request(`http://perigee.test/rest/v1${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...(await stage.credentials(who)),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

const comment = { article_id: tides, body: "Once." };
const key = '"8e03978e-40d5-43dd-bc93-6894a57f9324"';
const representation = { prefer: "return=representation" };

async function count(): Promise<number> {
  return (await stage.rowsOf({ sql: "select id from comments where body = 'Once.'" })).length;
}

function code({ text }: Answer): string {
  return JSON.parse(text).code;
}

function headersOf({ response }: Answer): Record<string, string> {
  const perRequest = new Set(["x-request-id", "server-timing", "x-d1-bookmark", "idempotency-replayed"]);
  return Object.fromEntries([...response.headers].filter(([name]) => !perRequest.has(name)));
}

describe("the same request with the same key", () => {
  it.each<readonly [string, Asked]>([
    ["POST /comments?select=id,body", { headers: representation, body: comment }],
    ["POST /comments", { body: comment }],
    ["POST /comments", { headers: { prefer: "return=headers-only" }, body: comment }],
    ["POST /comments?select=id", { headers: { ...representation, accept: "text/csv" }, body: [comment, comment] }],
    ["PATCH /profiles?select=handle&handle=eq.ann", { headers: representation, body: { bio: "New." } }],
    ["DELETE /articles?slug=eq.nothing&select=id", { who: "service", headers: representation }],
  ])("is answered the same and happens once: %s %j", async (line, asked) => {
    const first = await ask(line, { ...asked, key });
    expect(first.response.status, first.text).toBeLessThan(300);
    expect(first.response.headers.get("idempotency-replayed")).toBeNull();
    const before = await stage.rowsOf({ sql: "select max(seq) as seq from _perigee_changes" });
    for (const again of [key, key.slice(1, -1)]) {
      const next = await ask(line, { ...asked, key: again });
      expect([next.response.status, next.text]).toEqual([first.response.status, first.text]);
      expect(headersOf(next)).toEqual(headersOf(first));
      expect(next.response.headers.get("idempotency-replayed")).toBe("true");
      expect(next.response.headers.get("x-d1-bookmark")).not.toBeNull();
    }
    expect(await stage.rowsOf({ sql: "select max(seq) as seq from _perigee_changes" })).toEqual(before);
  });

  it("costs the first two round trips, and without a key nothing more than ever", async () => {
    const first = await ask("POST /comments", { key, body: comment });
    expect(first.recording.batches.map((batch) => batch.length)).toEqual([4, 2]);
    const next = await ask("POST /comments", { key, body: comment });
    expect(next.recording.batches.map((batch) => batch.length)).toEqual([4, 2]);
    const plain = await ask("POST /comments", { body: comment });
    expect(plain.recording.batches.map((batch) => batch.length)).toEqual([3]);
  });

  it("is another's own: keys belong to principals", async () => {
    await ask("POST /comments", { who: "ann", key, body: comment });
    const other = await ask("POST /comments", { who: "bob", key, body: comment });
    expect([other.response.headers.get("idempotency-replayed"), await count()]).toEqual([null, 2]);
  });

  it("is refused where the session has ended since", async () => {
    await ask("POST /comments", { key, body: comment });
    await stage.rowsOf({ sql: "delete from auth_sessions" });
    for (const headers of [{}, { "if-match": "*" }]) {
      const late = await ask("POST /comments", { key, body: comment, headers });
      expect([late.response.status, code(late)]).toEqual([401, "PGRST301"]);
    }
  });

  it("is answered before its precondition is looked at, which it may have broken itself", async () => {
    const path = "/profiles?select=handle,bio&handle=eq.ann";
    const tag = (await ask(`GET ${path}`)).response.headers.get("etag") ?? "";
    const change = () => ask(`PATCH ${path}`, { key, headers: { "if-match": tag }, body: { bio: "Newer." } });
    expect((await change()).response.status).toBe(204);
    const again = await change();
    expect([again.response.status, again.response.headers.get("idempotency-replayed")]).toEqual([204, "true"]);
  });
});

describe("fifty of the same at once", () => {
  it("make one row and equal answers, or say that one is under way", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        ask("POST /comments?select=id,body", { key, headers: representation, body: comment }),
      ),
    );
    const written = answers.filter(({ response }) => response.status === 201);
    expect(new Set(written.map(({ text }) => text)).size).toBe(1);
    expect(written.length).toBeGreaterThanOrEqual(1);
    for (const answer of answers) {
      if (answer.response.status === 201) continue;
      expect([answer.response.status, code(answer)]).toEqual([409, "PER023"]);
      expect(answer.response.headers.get("retry-after")).toBe("1");
    }
    expect(await count()).toBe(1);
    const later = await ask("POST /comments?select=id,body", { key, headers: representation, body: comment });
    expect([later.response.status, later.text]).toEqual([201, written[0]?.text]);
  });
});

describe("another request with the same key", () => {
  it.each<readonly [string, Asked]>([
    ["POST /comments", { body: { ...comment, body: "Twice." } }],
    ["POST /comments?select=id", { body: comment }],
    ["PATCH /comments?body=eq.Once.", { body: comment }],
    ["DELETE /comments?body=eq.Once.", {}],
  ])("is refused: %s %j", async (line, asked) => {
    await ask("POST /comments", { key, body: comment });
    const other = await ask(line, { ...asked, key });
    expect([other.response.status, code(other), await count()]).toEqual([422, "PER022", 1]);
  });
});

describe("a key", () => {
  it.each(["", '""', "a b", '"unclosed', '"a", "b"', "x".repeat(256), "'; drop table comments; --"])(
    "that is none is refused before anything happens: %j",
    async (bad) => {
      const { response, recording, text } = await ask("POST /comments", { key: bad, body: comment });
      expect([response.status, JSON.parse(text).code, recording.batches]).toEqual([400, "PER021", []]);
    },
  );

  it("means nothing where nothing is written", async () => {
    expect((await ask("GET /tags?limit=1", { key: "" })).response.status).toBe(200);
    expect((await ask("OPTIONS /tags", { key: "" })).response.status).toBe(200);
  });

  it("of a refused write is free again: nothing happened", async () => {
    const bad = await ask("POST /comments", { key, body: { ...comment, article_id: "no" } });
    const orphan = await ask("POST /comments", { key, body: { ...comment, article_id: people.ann.id } });
    expect([bad.response.status, orphan.response.status >= 400]).toEqual([400, true]);
    expect(await stage.rowsOf({ sql: "select * from _perigee_idempotency" })).toEqual([]);
    expect((await ask("POST /comments", { key, body: comment })).response.status).toBe(201);
  });

  it("of a write that was not to be kept is remembered with its answer", async () => {
    const headers = { prefer: "tx=rollback, return=representation" };
    const first = await ask("POST /comments?select=body", { key, headers, body: comment });
    const next = await ask("POST /comments?select=body", { key, headers, body: comment });
    expect([next.text, await count()]).toEqual([first.text, 0]);
    expect(next.response.headers.get("idempotency-replayed")).toBe("true");
  });

  it("is forgotten by the cron after a day", async () => {
    await ask("POST /comments", { key, body: comment });
    const database = d1Database(env.DB);
    await forgetKeys(database, Date.now(), 24 * 3_600);
    expect(await stage.rowsOf({ sql: "select key from _perigee_idempotency" })).toHaveLength(1);
    const tomorrow = { scheduledTime: Date.now() + 24 * 3_600_000 + 1_000 } as ScheduledController;
    await createWorker(app).scheduled(tomorrow, env as unknown as Env, {} as ExecutionContext);
    expect(await stage.rowsOf({ sql: "select key from _perigee_idempotency" })).toEqual([]);
    await ask("POST /comments", { key, body: comment });
    expect(await count()).toBe(2);
  });
});

describe("a write whose answer is gone", () => {
  const moment = (agoMs: number) => new Date(Date.now() - agoMs).toISOString().replace("Z", "+00:00");

  it.each([
    [1_000, "PER023"],
    [60_000, "PER024"],
  ])("%d ms ago is said to have happened, or to be under way: %s", async (agoMs, wanted) => {
    await ask("POST /comments", { key, body: comment });
    const sql = `update _perigee_idempotency set status = null, headers = null, body = null, created_at = '${moment(agoMs)}'`;
    await stage.rowsOf({ sql });
    const late = await ask("POST /comments", { key, body: comment });
    expect([late.response.status, code(late), await count()]).toEqual([409, wanted, 1]);
  });

  it("because it was too long to be kept is said to have happened", async () => {
    const long = { ...comment, body: "Once." };
    const many = Array.from({ length: 3_000 }, () => long);
    const asked = { key, headers: representation, body: many };
    const first = await ask("POST /comments", asked);
    expect([first.response.status, first.text.length > 500_000]).toEqual([201, true]);
    const late = await ask("POST /comments", asked);
    expect([late.response.status, code(late), await count()]).toEqual([409, "PER024", 3_000]);
  });
});

describe("a database that fails after the write", () => {
  it("does not take the answer away from the first", async () => {
    let isBroken = false;
    const failing = (source: D1Database | D1DatabaseSession): object => ({
      prepare: (sql: string) => source.prepare(sql),
      batch: (statements: D1PreparedStatement[]) => {
        if (isBroken) return Promise.reject(new Error("D1_ERROR: no such thing"));
        isBroken = true;
        return source.batch(statements);
      },
      getBookmark: () => null,
    });
    const binding = { ...failing(env.DB), withSession: () => failing(env.DB.withSession()) } as unknown as D1Database;
    const broken = await openStage({ app, seed, people, tables: "kept", bindings: { DB: binding } });
    isBroken = false;
    const response = await broken.fetch(
      new Request("http://perigee.test/rest/v1/comments", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": key, ...(await broken.credentials("ann")) },
        body: JSON.stringify(comment),
      }),
    );
    expect([response.response.status, await count()]).toEqual([201, 1]);
    expect(await stage.rowsOf({ sql: "select status from _perigee_idempotency" })).toEqual([{ status: null }]);
  });
});
