import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { people, seed } from "./publication-seed.ts";
import { type Answer, openStage, type Stage } from "./stage.ts";

// ETag, If-None-Match, If-Match: what a caller need not read again, and what it must not overwrite.

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

beforeEach(async () => {
  await stage.reset();
});

interface Asked {
  readonly who?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function ask(line: string, { who = "anon", headers, body }: Asked = {}): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  return stage.fetch(
    new Request(`http://perigee.test/rest/v1${path}`, {
      method,
      headers: { "content-type": "application/json", ...(await stage.credentials(who)), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

async function tagOf(path: string, asked: Asked = {}): Promise<string> {
  const { response, text } = await ask(`GET ${path}`, asked);
  expect(response.status, text).toBe(200);
  return response.headers.get("etag") ?? "none";
}

const object = { accept: "application/vnd.pgrst.object+json" };
const tags = "/tags?select=slug,name&order=slug";

describe("an answer to GET", () => {
  it("carries a strong tag, and may be kept by the caller alone", async () => {
    const { response } = await ask(`GET ${tags}`);
    expect(response.headers.get("etag")).toMatch(/^"[0-9a-f]{16}"$/);
    expect(response.headers.get("cache-control")).toBe("private, no-cache");
    expect(response.headers.get("vary")).toBe("Authorization, apikey, Accept, Accept-Profile, Prefer, Range");
  });

  it("of one short object is not to be compressed, which would weaken its tag", async () => {
    const of = async (path: string) =>
      (await ask(`GET ${path}`, { headers: object })).response.headers.get("cache-control");
    expect(await of(`${tags}&limit=1`)).toBe("private, no-cache, no-transform");
    await ask("PATCH /articles?slug=eq.tides", { who: "service", body: { body: "long".repeat(2_100) } });
    expect(await of("/articles?slug=eq.tides&select=body")).toBe("private, no-cache");
    expect(await of("/articles?slug=eq.tides&select=slug")).toBe("private, no-cache, no-transform");
  });

  it("has the same tag as long as it is the same, and HEAD has it too", async () => {
    const tag = await tagOf(tags);
    expect(await tagOf(tags)).toBe(tag);
    const head = await ask(`HEAD ${tags}`);
    expect([head.response.headers.get("etag"), head.text]).toEqual([tag, ""]);
    await ask("PATCH /tags?slug=neq.nothing", { who: "service", body: { name: "Another" } });
    expect(await tagOf(tags)).not.toBe(tag);
  });

  it("has another tag for other rows, columns, forms and callers", async () => {
    const found = await Promise.all([
      tagOf(tags),
      tagOf("/tags?select=slug&order=slug"),
      tagOf("/tags?select=slug,name&order=slug&limit=1"),
      tagOf("/tags?select=slug,name&order=slug&limit=1", { headers: object }),
      tagOf(tags, { headers: { accept: "text/csv" } }),
      tagOf("/articles?select=id,status"),
      tagOf("/articles?select=id,status", { who: "service" }),
    ]);
    expect(new Set(found).size).toBe(found.length);
  });

  it("is no-store where it is a failure, or of a write", async () => {
    for (const answer of [
      await ask("GET /nothing"),
      await ask("GET /tags?slug=eq.nothing", { headers: object }),
      await ask("PATCH /tags?slug=eq.nothing", { who: "service", body: { name: "x" } }),
    ]) {
      expect(answer.response.headers.get("cache-control")).toBe("no-store");
      expect(answer.response.headers.get("etag")).toBeNull();
    }
  });
});

describe("If-None-Match", () => {
  it.each([
    ["the tag", (tag: string) => tag],
    ["the tag, weakened on its way", (tag: string) => `W/${tag}`],
    ["the tag among others", (tag: string) => `"a", W/"b,c",${tag}`],
    ["any", () => "*"],
  ])("of %s is answered with 304", async (_, header) => {
    const tag = await tagOf(tags);
    for (const method of ["GET", "HEAD"]) {
      const { response, text } = await ask(`${method} ${tags}`, { headers: { "if-none-match": header(tag) } });
      expect([response.status, text]).toEqual([304, ""]);
      expect(response.headers.get("etag")).toBe(tag);
      expect(response.headers.get("cache-control")).toBe("private, no-cache");
      expect(response.headers.get("vary")).toContain("Authorization");
      expect(response.headers.get("content-type")).toBeNull();
      expect(response.headers.get("x-d1-bookmark")).not.toBeNull();
    }
  });

  it.each(['"other"', "garbage", '"', "", 'W/"other", "another"'])("of %j gives the rows", async (header) => {
    const { response } = await ask(`GET ${tags}`, { headers: { "if-none-match": header } });
    expect(response.status).toBe(200);
  });

  it("of any is no match where there are no rows", async () => {
    const { response } = await ask("GET /tags?slug=eq.nothing", { headers: { "if-none-match": "*" } });
    expect(response.status).toBe(200);
  });

  it("says the total anew, which may have changed where the page has not", async () => {
    const page = `${tags}&limit=1`;
    const headers = { prefer: "count=exact" };
    const first = await ask(`GET ${page}`, { headers });
    await ask("POST /tags", { who: "service", body: { slug: "zebras", name: "Zebras" } });
    const etag = first.response.headers.get("etag") ?? "";
    const { response } = await ask(`GET ${page}`, { headers: { ...headers, "if-none-match": etag } });
    const totals = [first.response, response].map((each) => Number(each.headers.get("content-range")?.split("/")[1]));
    expect([first.response.status, response.status, (totals[1] ?? 0) - (totals[0] ?? 0)]).toEqual([206, 304, 1]);
  });

  it("is no way around a rule: what another may see is not the caller's", async () => {
    const tag = await tagOf("/articles?select=id,status", { who: "service" });
    const { response } = await ask("GET /articles?select=id,status", { headers: { "if-none-match": tag } });
    expect(response.status).toBe(200);
  });
});

const subscription = "/newsletter_subscriptions?email=eq.ann@example.com&select=frequency";

async function frequencyOf(): Promise<unknown> {
  const rows = await stage.rowsOf({
    sql: "select frequency from newsletter_subscriptions where email = 'ann@example.com'",
  });
  return rows.map((row) => (row as { frequency: unknown }).frequency);
}

describe("If-Match on a write", () => {
  beforeEach(async () => {
    await ask("POST /newsletter_subscriptions", {
      who: "service",
      body: { email: "ann@example.com", frequency: "weekly" },
    });
  });

  const change = (headers: Record<string, string>, line = `PATCH ${subscription}`) =>
    ask(line, { who: "service", headers, body: { frequency: "daily" } });

  it("of the current tag lets it happen", async () => {
    const tag = await tagOf(subscription, { who: "service" });
    const { response, recording } = await change({ "if-match": `"other", ${tag}` });
    expect([response.status, await frequencyOf()]).toEqual([204, ["daily"]]);
    expect(recording.batches.map((batch) => batch.length)).toEqual([1, 4]);
    expect(recording.sessions).toEqual(["first-primary", "first-primary"]);
  });

  it("compares with what GET gives in the same form", async () => {
    const tag = await tagOf(subscription, { who: "service", headers: object });
    expect((await change({ "if-match": tag })).response.status).toBe(412);
    const { response } = await change({ ...object, prefer: "return=representation", "if-match": tag });
    expect(response.status).toBe(200);
  });

  it.each([
    ["another tag", () => '"other"'],
    ["the tag, weakened", (tag: string) => `W/${tag}`],
    ["no tag", () => "garbage"],
  ])("of %s refuses it, and nothing is written", async (_, header) => {
    const tag = await tagOf(subscription, { who: "service" });
    for (const method of ["PATCH", "DELETE"]) {
      const { response, text } = await change({ "if-match": header(tag) }, `${method} ${subscription}`);
      expect(response.status).toBe(412);
      expect(JSON.parse(text)).toEqual({
        code: "PER412",
        message: "the representation is not the one that was expected",
        details: null,
        hint: "Read it again and send its ETag with If-Match.",
      });
    }
    expect(await frequencyOf()).toEqual(["weekly"]);
  });

  it("refuses what somebody else changed in between", async () => {
    const tag = await tagOf(subscription, { who: "service" });
    expect((await change({ "if-match": tag })).response.status).toBe(204);
    const late = await ask(`PATCH ${subscription}`, {
      who: "service",
      headers: { "if-match": tag },
      body: { frequency: "monthly" },
    });
    expect([late.response.status, await frequencyOf()]).toEqual([412, ["daily"]]);
  });

  it("lets one of many at once through, since the batch looks again", async () => {
    const tag = await tagOf(subscription, { who: "service" });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        ask(`PATCH ${subscription}`, {
          who: "service",
          headers: { "if-match": tag },
          body: { frequency: index % 2 === 0 ? "daily" : "monthly" },
        }),
      ),
    );
    const statuses = answers.map(({ response }) => response.status).sort();
    expect(statuses).toEqual([204, ...Array.from({ length: 11 }, () => 412)]);
  });

  it("of any row demands that there is one", async () => {
    expect((await change({ "if-match": "*" })).response.status).toBe(204);
    const missing = subscription.replace("ann", "absent");
    const { response, recording } = await change({ "if-match": "*" }, `PATCH ${missing}`);
    expect([response.status, recording.batches.length]).toEqual([412, 1]);
  });

  it("holds for several rows in their order, limited pages and embeds", async () => {
    for (const path of [
      "/tags?select=slug&order=slug.desc",
      "/tags?order=slug.desc&limit=2",
      "/articles?select=id,tags(slug)",
    ]) {
      const tag = await tagOf(path, { who: "service" });
      const { response, text } = await ask(`DELETE ${path}`, { who: "service", headers: { "if-match": tag } });
      expect([path, response.status, text]).toEqual([path, 204, ""]);
      await stage.reset();
    }
  });

  it("sees the representation under the caller's rules", async () => {
    const path = "/articles?select=id";
    const asService = await tagOf(path, { who: "service" });
    const { response } = await ask(`PATCH ${path}`, {
      who: "ann",
      headers: { "if-match": asService },
      body: { title: "Mine" },
    });
    expect(response.status).toBe(412);
    const asAnn = await tagOf(`${path}&author_id=eq.${people.ann.id}`, { who: "ann" });
    const own = await ask(`PATCH ${path}&author_id=eq.${people.ann.id}`, {
      who: "ann",
      headers: { "if-match": asAnn },
      body: { subtitle: "Mine" },
    });
    expect([own.response.status, own.text]).toEqual([204, ""]);
  });

  it("looks at no page after a cursor, as no write does", async () => {
    for (const match of ["*", '"0123456789abcdef"'])
      for (const method of ["PUT", "PATCH", "DELETE", "POST"]) {
        const asked = { who: "service", headers: { "if-match": match }, body: { name: "New" } };
        const { response, text } = await ask(`${method} /tags?after=AAAA`, asked);
        expect([response.status, JSON.parse(text).code], `${method} ${match}`).toEqual([400, "PGRST100"]);
      }
  });

  it("is checked after the session: who has left learns nothing else", async () => {
    await stage.rowsOf({ sql: "delete from auth_sessions" });
    const { response } = await ask("PATCH /articles?select=id", {
      who: "ann",
      headers: { "if-match": "*" },
      body: { title: "x" },
    });
    expect(response.status).toBe(401);
  });
});

describe("If-None-Match on a write", () => {
  it("of any row makes PUT an insert that overwrites nothing", async () => {
    const [tag] = await stage.rowsOf({ sql: "select id, slug, name from tags limit 1" });
    const row = tag as { id: string; slug: string; name: string };
    const put = (id: string, slug: string) =>
      ask(`PUT /tags?id=eq.${id}`, {
        who: "service",
        headers: { "if-none-match": "*" },
        body: { id, slug, name: "New" },
      });
    expect((await put(row.id, row.slug)).response.status).toBe(412);
    expect(await stage.rowsOf({ sql: `select name from tags where id = '${row.id}'` })).toEqual([{ name: row.name }]);
    const fresh = await put("77777777-0000-4000-8000-000000000001", "fresh");
    expect([fresh.response.status, fresh.text]).toEqual([204, ""]);
  });

  it("of the current tag refuses, of another lets through", async () => {
    const tag = await tagOf(tags, { who: "service" });
    const change = (header: string) =>
      ask(`PATCH ${tags}`, { who: "service", headers: { "if-none-match": header }, body: { name: "Other" } });
    expect((await change(`W/${tag}`)).response.status).toBe(412);
    expect((await change('"other"')).response.status).toBe(204);
  });
});

describe("a long answer", () => {
  it("comes whole, in pieces, without a tag", async () => {
    const body = `${"Long ".repeat(30_000)}é😀`;
    const made = await ask("PATCH /articles?slug=neq.nothing", { who: "service", body: { body } });
    expect([made.response.status, made.text]).toEqual([204, ""]);
    const path = "/articles?select=slug,body&order=slug";
    const { response, text } = await ask(`GET ${path}`, { who: "service" });
    expect([response.status, response.headers.get("etag"), text.length > 262_144]).toEqual([200, null, true]);
    const slugs = await stage.rowsOf({ sql: "select slug from articles order by slug" });
    expect(JSON.parse(text)).toEqual(slugs.map((row) => ({ ...(row as object), body })));
    expect((await ask(`HEAD ${path}`, { who: "service" })).response.headers.get("etag")).toBeNull();
    const headers = { "if-match": '"anything"' };
    expect((await ask(`DELETE ${path}`, { who: "service", headers })).response.status).toBe(412);
    const csv = await ask(`GET ${path}`, { who: "service", headers: { accept: "text/csv" } });
    expect(csv.text.split("\n")).toHaveLength(slugs.length + 1);
  });
});
