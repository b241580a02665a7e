import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { anonymous, type Principal, serviceRole } from "../../src/kernel/principal.ts";
import { openStage, type QueryStage, type Watched } from "./query-stage.ts";

let stage: QueryStage;

beforeAll(async () => {
  stage = await openStage();
});

function user(id: string): Principal {
  return { id, role: "authenticated", sessionId: null, claims: { sub: id } };
}

const service: Principal = { ...anonymous, role: serviceRole };
const principals: readonly Principal[] = [anonymous, user("u1"), user("u2"), service];

const open: Watched[] = [];

afterEach(async () => {
  for (const { query } of open.splice(0)) query?.end();
  await run("delete from comments", "delete from articles", "delete from authors");
  await stage.pump();
});

async function run(...statements: readonly string[]): Promise<void> {
  await env.DB.batch(statements.map((text) => env.DB.prepare(text)));
}

async function watch(path: string, principal: Principal): Promise<Watched> {
  const watched = await stage.watch(path, principal);
  open.push(watched);
  await vi.waitFor(() => expect(watched.rows ?? watched.refused).not.toBeNull(), { interval: 2, timeout: 10_000 });
  return watched;
}

/** Sees to it that the client has, in the end, what a read gives. */
async function settle(watched: Watched, path: string, principal: Principal): Promise<void> {
  const expected = await stage.read(path, principal);
  await vi.waitFor(() => expect(watched.rows).toEqual(expected), { interval: 2, timeout: 10_000 });
}

const maybe = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant("null") }, { weight: 3, arbitrary: item });
const id = fc.integer({ min: 1, max: 40 });
const authorId = fc.integer({ min: 1, max: 4 });
const text = fc.constantFrom("'a'", "'b'", "'C'", "'ä'", "'a b'");
const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  author_id: maybe(authorId.map((of) => `(select id from authors where id = ${of})`)),
  owner: fc.constantFrom("'u1'", "'u2'"),
  status: fc.constantFrom("'draft'", "'published'"),
  title: maybe(text),
  rank: maybe(fc.integer({ min: 0, max: 3 }).map(String)),
  score: maybe(fc.constantFrom("0.1", "2.0", "-1.5")),
  secret: maybe(text),
  data: maybe(fc.constantFrom(`'{"a":1,"b":"x"}'`, `'{"b":"y"}'`, "'[1]'")),
  at: maybe(fc.constantFrom("'2026-01-31T09:30:00+00:00'", "'2026-01-31T09:30:00.5+00:00'")),
};
const names = Object.keys(cells);

const insert = fc.tuple(id, fc.tuple(...names.map((name) => cells[name] ?? text)));

function articleOf([of, values]: readonly [number, readonly string[]]): string {
  return `insert or ignore into articles (id, ${names}) values (${of}, ${values})`;
}

const write = fc.oneof(
  {
    weight: 4,
    arbitrary: insert.map(articleOf),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...names)
      .chain((name) =>
        fc
          .tuple(id, cells[name] ?? text)
          .map(([of, value]) => `update articles set ${name} = ${value} where id = ${of}`),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(id, id).map(([of, to]) => `update or ignore articles set id = ${to} where id = ${of}`),
  },
  { weight: 2, arbitrary: id.map((of) => `delete from articles where id = ${of}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("update articles set rank = 3 - rank", "delete from articles where rank = 0"),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(authorId, text, fc.constantFrom(0, 1), maybe(fc.constantFrom("1", "2")))
      .map(
        (of) =>
          `insert into authors (id, name, public, age) values (${of}) on conflict (id) do update set name = excluded.name, public = excluded.public, age = excluded.age`,
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(authorId, fc.constantFrom(0, 1))
      .map(([of, to]) => `update authors set public = ${to} where id = ${of}`),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(authorId, text).map(([of, to]) => `update authors set name = ${to} where id = ${of}`),
  },
  { weight: 1, arbitrary: authorId.map((of) => `delete from authors where id = ${of}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(id, id)
      .map(
        ([of, at]) => `insert or ignore into comments (id, article) select ${of}, id from articles where id = ${at}`,
      ),
  },
);

const fourAuthors = [1, 2, 3, 4].map((of) => `insert into authors values (${of}, 'a', ${of % 2}, ${of})`);

const select = fc.constantFrom(
  "*",
  "title,rank",
  "id,t:title,data->b,x:data->>b",
  "*,authors(*)",
  "title,by:authors(name)",
  "id,...authors(author:name,age)",
  "title,authors!inner(name)",
  "id,authors!inner()",
);
const filter = fc.constantFrom(
  "",
  "&status=eq.published",
  "&rank=gte.1",
  "&title=in.(a,b)",
  "&or=(rank.eq.1,title.ilike.a*)",
  "&rank=not.is.null",
  "&data->>b=eq.x",
  "&owner=eq.u1",
);
const embedFilter = fc.constantFrom("", "", "&authors.name=eq.a", "&authors.age=gt.1");
const order = fc.constantFrom(
  "id",
  "rank,id",
  "rank.desc,id.desc",
  "title.asc.nullsfirst,id",
  "at.desc.nullslast,id",
  "score,id",
  "authors(name),id",
);
const bound = fc.constantFrom("", "&limit=1", "&limit=3", "&limit=2&offset=1", "&limit=5");

const path = fc.tuple(select, filter, embedFilter, order, bound).map(([shown, where, related, by, most]) => {
  const hasEmbed = shown.includes("authors");
  const sort = by.startsWith("authors") && !shown.includes("authors(") ? "id" : by;
  const name = shown.includes("by:") ? "by" : "authors";
  return `/articles?select=${shown}${where}${hasEmbed ? related.replace("authors", name) : ""}&order=${sort.replace("authors(", `${name}(`)}${most}`;
});

describe("a live query", () => {
  it("has in the end what a read gives, after any writes, whoever asks", async () => {
    let incremental = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(path, fc.constantFrom(...principals)), { minLength: 3, maxLength: 6 }),
        fc.array(insert.map(articleOf), { maxLength: 60 }),
        fc.array(fc.array(write, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 }),
        async (asked, first, rounds) => {
          await run("delete from comments", "delete from articles", "delete from authors", ...fourAuthors, ...first);
          const all = await Promise.all(asked.map(async ([of, who]) => ({ of, who, watched: await watch(of, who) })));
          for (const statements of rounds) {
            await run(...statements);
            await stage.pump(2);
          }
          for (const { of, who, watched } of all) {
            await settle(watched, of, who);
            if (watched.mode === "incremental") incremental++;
            watched.query?.end();
          }
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    expect(incremental).toBeGreaterThan(50);
  });

  it("follows from changes, without a read", async () => {
    await run(...[1, 2, 3, 4].map((of) => published(of, `'t${of}'`)));
    const watched = await watch("/articles?select=id,title&order=title&limit=3", anonymous);
    expect(watched).toMatchObject({ mode: "incremental", rows: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    const reads = stage.reads();
    await run(
      published(5, "'t0'"),
      "update articles set title = 't9' where id = 1",
      "delete from articles where id = 2",
    );
    await stage.pump();
    expect(watched.told).toEqual([
      [
        { op: "removed", at: 2 },
        { op: "added", at: 0, json: '{"id":5,"title":"t0"}' },
      ],
      [
        { op: "removed", at: 1 },
        { op: "added", at: 2, json: '{"id":3,"title":"t3"}' },
      ],
      [
        { op: "removed", at: 1 },
        { op: "added", at: 2, json: '{"id":4,"title":"t4"}' },
      ],
    ]);
    expect(stage.reads()).toBe(reads);
  });

  it("reads what comes after, when more rows have left than are kept in store", async () => {
    await run(...Array.from({ length: 30 }, (_, at) => published(at + 1, "'t'")));
    const watched = await watch("/articles?select=id&order=id&limit=2", anonymous);
    const reads = stage.reads();
    await run("delete from articles where id <= 10");
    await stage.pump();
    expect(stage.reads()).toBe(reads);
    expect(watched.rows).toEqual([{ id: 11 }, { id: 12 }]);
    await run("delete from articles where id <= 13");
    await stage.pump();
    await settle(watched, "/articles?select=id&order=id&limit=2", anonymous);
    expect(stage.reads()).toBeGreaterThan(reads);
    expect(watched.snapshots).toBe(1);
  });

  it("shows the changes of related rows, and a related row that is hidden", async () => {
    await run("insert into authors values (1, 'ann', 1, 30)", published(1, "'x'", 1));
    const watched = await watch("/articles?select=title,authors(name)", anonymous);
    expect(watched.rows).toEqual([{ title: "x", authors: { name: "ann" } }]);
    const reads = stage.reads();
    await run("update authors set name = 'eve' where id = 1");
    await stage.pump();
    expect(watched.rows).toEqual([{ title: "x", authors: { name: "eve" } }]);
    await run("update authors set public = 0 where id = 1");
    await stage.pump();
    expect(watched.rows).toEqual([{ title: "x", authors: null }]);
    await run("update authors set public = 1 where id = 1", "update articles set title = 'y' where id = 1");
    await stage.pump();
    expect(watched.rows).toEqual([{ title: "y", authors: { name: "eve" } }]);
    expect(stage.reads()).toBe(reads);
  });

  it.each([
    [
      "a list of related rows",
      "/articles?select=id,comments(body)",
      "insert into comments (id, article) values (1, 1)",
    ],
    ["an aggregate", "/articles?select=count()", "update articles set status = 'draft' where id = 1"],
    [
      "a filter by related rows",
      "/articles?select=id,comments()&comments=not.is.null",
      "insert into comments (id, article) values (1, 1)",
    ],
  ])("runs again for %s, and says so", async (_, of, statement) => {
    await run(published(1, "'x'"));
    const watched = await watch(of, anonymous);
    expect(watched.mode).toBe("rerun");
    await run(statement);
    await stage.pump();
    await vi.waitFor(() => expect(watched.told.length).toBe(1), { interval: 2 });
    await settle(watched, of, anonymous);
  });

  it("tells nothing of a change that shows nothing", async () => {
    await run(published(1, "'x'"));
    const watched = await watch("/articles?select=title", anonymous);
    await run("update articles set rank = 7, secret = 's' where id = 1");
    await stage.pump();
    expect(watched.told).toEqual([]);
  });

  it.each([
    ["/articles?select=secret", "42501"],
    ["/articles?id=eq.x", "22P02"],
    ["/articles?title=sl.x", "42883"],
  ])("is refused as the read is: %s", async (of, code) => {
    expect((await watch(of, anonymous)).refused).toBe(code);
  });
});

function published(of: number, title: string, by: number | null = null): string {
  return `insert into articles (id, owner, status, title, author_id) values (${of}, 'u1', 'published', ${title}, ${by})`;
}
