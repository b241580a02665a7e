import { env } from "cloudflare:workers";
import { PostgrestClient } from "@supabase/postgrest-js";
import { beforeAll, expect, it } from "vitest";
import { ddl } from "../../tools/db/ddl.ts";
import { createEngine } from "../engine/engine.ts";
import { resolveLimits } from "../engine/limits.ts";
import { ok } from "../kernel/result.ts";
import { d1Database } from "../platform/d1.ts";
import { compilePolicy } from "../rules/policy.ts";
import { sql } from "../sql/fragment.ts";
import { type ContextOf, rest } from "./routes.ts";
import { magazine, magazineCollections } from "./test-support.ts";

// The unmodified client, the whole engine, a real D1; as the service, so that no rule is in the way.
const limits = resolveLimits();
const policy = compilePolicy(magazine, [], {});
const surface = rest({
  engine: createEngine({
    model: magazine,
    policy,
    database: d1Database(env.DB),
    limits,
    alive: () => sql`true`,
  }),
  model: magazine,
  policy,
  functions: new Map(),
  limits,
  transactionOverride: true,
});
const asService: ContextOf = async () =>
  ok({
    principal: { id: null, role: "service_role", sessionId: null, claims: {} },
    now: "2026-01-01T00:00:00+00:00",
  });
const client = new PostgrestClient("https://api.test/rest/v1", {
  fetch: async (input, init) => surface.fetch(new Request(input, init), asService),
});

const ann = "11111111-1111-4111-8111-111111111111";
const bob = "22222222-2222-4222-8222-222222222222";

beforeAll(async () => {
  const statements = await ddl({ name: "magazine", collections: magazineCollections, rules: [] });
  await env.DB.batch(statements.map((statement) => env.DB.prepare(statement)));
  await all(
    client.from("profiles").insert([
      { id: ann, username: "ann", display_name: "Ann" },
      { id: bob, username: "bob" },
    ]),
    client.from("categories").insert([
      { id: 1, name: "Science", parent_id: null },
      { id: 2, name: "Physics", parent_id: 1 },
    ]),
    client.from("articles").insert([
      {
        id: 1,
        title: "One, two",
        status: "draft",
        views: 5,
        data: { a: { b: ["x", 2] } },
        tags: ["red", "blue"],
        author_id: ann,
        editor_id: bob,
        category_id: 2,
      },
      {
        id: 2,
        title: 'Say "hi"',
        status: "live",
        views: 50,
        data: { a: null },
        tags: [],
        author_id: bob,
        editor_id: null,
        category_id: 1,
      },
      {
        id: 3,
        title: "Three",
        status: null,
        views: null,
        data: null,
        tags: ["red"],
        author_id: ann,
        editor_id: null,
        category_id: null,
      },
    ]),
    client.from("summaries").insert({ article_id: 1, body: "Short" }),
    client.from("comments").insert([
      { id: 1, body: "first", status: "visible", article_id: 1, author_id: bob },
      { id: 2, body: "second", status: "hidden", article_id: 1, author_id: ann },
      { id: 3, body: "third", status: "visible", article_id: 2, author_id: ann },
    ]),
    client.from("labels").insert([
      { id: 1, name: "hot" },
      { id: 2, name: "new" },
    ]),
    client.from("article_labels").insert([
      { article_id: 1, label_id: 1, weight: 3 },
      { article_id: 1, label_id: 2, weight: 1 },
    ]),
  );
});

async function all(...writes: PromiseLike<{ readonly error: unknown }>[]): Promise<void> {
  for (const write of writes) {
    const { error } = await write;
    if (error !== null) throw new TypeError(JSON.stringify(error));
  }
}

const articles = () => client.from("articles");
const ids = () => client.from("articles").select("id").order("id");

it.each([
  ["eq", () => ids().eq("title", "One, two"), [1]],
  ["neq", () => ids().neq("status", "draft"), [2]],
  ["gt", () => ids().gt("views", 5), [2]],
  ["lte", () => ids().lte("views", 5), [1]],
  ["is null", () => ids().is("status", null), [3]],
  ["not is null", () => ids().not("status", "is", null), [1, 2]],
  ["in", () => ids().in("title", ["One, two", 'Say "hi"']), [1, 2]],
  ["in of nothing", () => ids().in("id", []), []],
  ["not in", () => ids().notIn("id", [1]), [2, 3]],
  ["like", () => ids().like("title", "%e%"), [1, 3]],
  ["ilike", () => ids().ilike("title", "t%"), [3]],
  ["likeAnyOf", () => ids().likeAnyOf("title", ["One%", "Th%"]), [1, 3]],
  ["likeAllOf", () => ids().likeAllOf("title", ["%e", "T%"]), [3]],
  ["regexMatch", () => ids().regexMatch("title", "^(One|Th)"), [1, 3]],
  ["regexIMatch", () => ids().regexIMatch("title", "^(oNE|tH)"), [1, 3]],
  ["contains of JSON", () => ids().contains("data", { a: { b: ["x"] } }), [1]],
  ["containedBy of JSON", () => ids().containedBy("data->a->b", '["x",2,"y"]'), [1]],
  ["eq of JSON", () => ids().eq("data->a", '{"b":["x",2]}'), [1]],
  ["isDistinct", () => ids().isDistinct("status", "draft"), [2, 3]],
  ["contains", () => ids().contains("tags", ["red"]), [1, 3]],
  ["containedBy", () => ids().containedBy("tags", ["red", "green"]), [2, 3]],
  ["overlaps", () => ids().overlaps("tags", ["blue", "green"]), [1]],
  ["match", () => ids().match({ status: "live", views: 50 }), [2]],
  ["or", () => ids().or("id.eq.1,status.is.null"), [1, 3]],
  ["nested or", () => ids().or('and(id.gt.1,id.lt.3),title.eq."One, two"'), [1, 2]],
  ["JSON", () => ids().eq("data->a->b->>0", "x"), [1]],
  ["JSON null", () => ids().is("data->>a", null), [2, 3]],
])("filters by %s", async (_name, query, expected) => {
  const { data, error } = await query();
  expect(error).toBeNull();
  expect((data ?? []).map((row: { readonly id: number }) => row.id)).toEqual(expected);
});

it.each([
  ["renamed", "n:title,id::text", { n: "One, two", id: "1" }],
  ["JSON", "data->a->b->>1,x:data->a->b->0", { b: "2", x: "x" }],
  ["to-one", "author:profiles!author_id(username)", { author: { username: "ann" } }],
  ["to-one by column", "editor_id(username)", { editor_id: { username: "bob" } }],
  ["one-to-one", "summaries(body)", { summaries: { body: "Short" } }],
  ["to-many", "comments(id)", { comments: [{ id: 1 }, { id: 2 }] }],
  [
    "deep",
    "comments(id,profiles(username))",
    {
      comments: [
        { id: 1, profiles: { username: "bob" } },
        { id: 2, profiles: { username: "ann" } },
      ],
    },
  ],
  ["many-to-many", "labels(name)", { labels: [{ name: "hot" }, { name: "new" }] }],
  ["self", "category_id(name,parent_id(name))", { category_id: { name: "Physics", parent_id: { name: "Science" } } }],
  ["spread", "id,...profiles!author_id(username)", { id: 1, username: "ann" }],
])("selects %s", async (_name, select, expected) => {
  const { data, error } = await articles().select(select).eq("id", 1).single();
  expect(error).toBeNull();
  expect(data).toEqual(expected);
});

it("filters, orders and bounds what is embedded", async () => {
  const { data } = await articles()
    .select("id,comments(id)")
    .eq("comments.status", "visible")
    .order("id", { referencedTable: "comments", ascending: false })
    .limit(1, { referencedTable: "comments" })
    .order("id");
  expect(data).toEqual([
    { id: 1, comments: [{ id: 1 }] },
    { id: 2, comments: [{ id: 3 }] },
    { id: 3, comments: [] },
  ]);
});

it("keeps rows by what is embedded", async () => {
  const inner = await articles().select("id,comments!inner(id)").eq("comments.body", "third");
  expect(inner.data).toEqual([{ id: 2, comments: [{ id: 3 }] }]);
  const without = await articles().select("id,comments()").is("comments", null);
  expect(without.data).toEqual([{ id: 3 }]);
  const withSome = await articles().select("id,comments()").not("comments", "is", null).order("id");
  expect(withSome.data).toEqual([{ id: 1 }, { id: 2 }]);
});

it("orders by a related row and by JSON, nulls where asked", async () => {
  const related = await articles()
    .select("id,author:profiles!author_id(username)")
    .order("author(username)", { ascending: false })
    .order("id");
  expect(related.data?.map((row: { readonly id: number }) => row.id)).toEqual([2, 1, 3]);
  const nulls = await articles().select("id").order("views", { ascending: true, nullsFirst: true });
  expect(nulls.data?.map((row: { readonly id: number }) => row.id)).toEqual([3, 1, 2]);
});

it("counts and pages", async () => {
  const page = await articles().select("id", { count: "exact" }).order("id").range(1, 1);
  expect([page.status, page.count, page.data]).toEqual([206, 3, [{ id: 2 }]]);
  const head = await articles().select("*", { count: "exact", head: true }).gt("id", 1);
  expect([head.status, head.count, head.data]).toEqual([200, 2, null]);
  const past = await articles().select("id", { count: "exact" }).range(10, 20);
  expect([past.status, past.error?.code]).toEqual([416, "PGRST103"]);
});

it("answers one row, or none, or an error", async () => {
  expect((await articles().select("id").eq("id", 9).maybeSingle()).data).toBeNull();
  const many = await articles().select("id").single();
  expect([many.status, many.error?.code, many.error?.details]).toEqual([406, "PGRST116", "The result contains 3 rows"]);
});

it("answers CSV, and JSON without nulls", async () => {
  const csv = await articles().select("id,title,status,data").order("id").csv();
  expect(csv.data?.split("\n")).toEqual([
    "id,title,status,data",
    '1,"One, two",draft,"{""a"":{""b"":[""x"",2]}}"',
    '2,"Say ""hi""",live,"{""a"":null}"',
    "3,Three,,",
  ]);
  const stripped = await articles().select("id,status,data").order("id", { ascending: false }).limit(2).stripNulls();
  expect(stripped.data).toEqual([{ id: 3 }, { id: 2, status: "live", data: {} }]);
});

it("writes, and gives back what was written", async () => {
  const labels = () => client.from("labels");
  const made = await labels().insert({ id: 10, name: "a" }).select().single();
  expect([made.status, made.data]).toEqual([201, { id: 10, name: "a" }]);
  const bulk = await labels()
    .insert([{ id: 11, name: "b" }, { id: 12 }])
    .select("id,name");
  expect(bulk.data).toEqual([
    { id: 11, name: "b" },
    { id: 12, name: null },
  ]);
  const twice = await labels().insert({ id: 10, name: "z" });
  expect([twice.status, twice.error?.code]).toEqual([409, "23505"]);
  const merged = await labels().upsert({ id: 10, name: "c" }).select();
  expect(merged.data).toEqual([{ id: 10, name: "c" }]);
  const byName = await labels().upsert({ id: 99, name: "b" }, { onConflict: "name", ignoreDuplicates: true }).select();
  expect(byName.data).toEqual([]);
  const updated = await labels().update({ name: "d" }, { count: "exact" }).gte("id", 11).lt("id", 12).select();
  expect([updated.status, updated.count, updated.data]).toEqual([200, 1, [{ id: 11, name: "d" }]]);
  const silent = await labels().update({ name: "e" }).eq("id", 11);
  expect([silent.status, silent.data]).toEqual([204, null]);
  const gone = await labels().delete({ count: "exact" }).gte("id", 10).select("id").order("id");
  expect([gone.status, gone.count]).toEqual([200, 3]);
});

it("writes nothing where more rows than max-affected would be", async () => {
  const many = client.from("comments").delete().gte("id", 1).setHeader("prefer", "handling=strict, max-affected=1");
  const { status, error } = await many;
  expect([status, error?.code]).toEqual([400, "PGRST124"]);
  expect((await client.from("comments").select("id")).data).toHaveLength(3);
});

it("gives back embeds of what was written", async () => {
  const made = await client
    .from("comments")
    .insert({ id: 50, body: "new", article_id: 3, author_id: bob })
    .select("id,articles(title),profiles(username)")
    .single();
  expect(made.data).toEqual({ id: 50, articles: { title: "Three" }, profiles: { username: "bob" } });
  const gone = await client.from("comments").delete().eq("id", 50).select("id,articles(title)").single();
  expect(gone.data).toEqual({ id: 50, articles: { title: "Three" } });
});

it("keeps every digit of a big integer", async () => {
  const text = await surface.fetch(
    new Request("https://api.test/rest/v1/articles?id=eq.3&select=views", {
      method: "PATCH",
      headers: { prefer: "return=representation", "content-type": "application/json" },
      body: '{"views":9007199254740993}',
    }),
    asService,
  );
  expect(await text.text()).toBe('[{"views":9007199254740993}]');
  expect((await ids().eq("views", "9007199254740993")).data).toEqual([{ id: 3 }]);
  await articles().update({ views: null }).eq("id", 3);
});

it.each([
  ["nope", () => client.from("nope").select(), 404, "PGRST205"],
  ["an unknown column", () => articles().select("nope"), 400, "42703"],
  ["a hidden column", () => client.from("profiles").select("password_hash"), 400, "42703"],
  ["an ambiguous embed", () => articles().select("profiles(*)"), 300, "PGRST201"],
  ["a value that is none", () => articles().select().eq("id", "x"), 400, "22P02"],
  ["an unknown operator", () => articles().select().filter("id", "eqq", 1), 400, "PGRST100"],
  ["a missing value", () => client.from("profiles").insert({ username: "x" }), 400, "23502"],
  ["a broken reference", () => client.from("comments").insert({ id: 60, article_id: 999 }), 409, "23503"],
  ["GeoJSON", () => articles().select().geojson(), 406, "PGRST107"],
  ["a text search of what has no index", () => articles().select().textSearch("title", "x"), 404, "42883"],
])("refuses %s", async (_name, query, status, code) => {
  const { error, status: answered } = await query();
  expect([answered, error?.code]).toEqual([status, code]);
});
