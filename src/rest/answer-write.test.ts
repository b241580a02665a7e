import { expect, it } from "vitest";
import { fakeEngine, fakeRest } from "./test-engine.ts";
import { showFilter, showSelect } from "./test-show.ts";

const engine = fakeEngine();

interface Asked {
  readonly prefer?: string;
  readonly accept?: string;
  readonly type?: string;
  readonly body?: unknown;
}

async function ask(method: string, path: string, { prefer, accept, type, body }: Asked = {}) {
  const headers = new Headers();
  if (prefer !== undefined) headers.set("prefer", prefer);
  if (accept !== undefined) headers.set("accept", accept);
  if (body !== undefined) headers.set("content-type", type ?? "application/json");
  const request = new Request(`https://api.test/rest/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response = await fakeRest(engine)(request);
  const text = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), text };
}

function answerWith(affected: number, rows: readonly string[] = [], inserted = affected): void {
  engine.answer = { json: "", count: 0, rows, total: null, affected, inserted };
}

function written() {
  const last = engine.writes.at(-1);
  if (last === undefined) throw new TypeError("nothing was written");
  return last;
}

it.each([
  ["POST", "/articles", {}, 201, "*/*"],
  ["POST", "/articles", { prefer: "return=minimal,count=exact" }, 201, "*/3"],
  ["POST", "/articles", { prefer: "return=representation" }, 201, "*/*"],
  ["PATCH", "/articles?id=gt.1", {}, 204, "0-2/*"],
  ["PATCH", "/articles?id=gt.1", { prefer: "return=representation,count=exact" }, 200, "0-2/3"],
  ["PATCH", "/articles?id=gt.1", { prefer: "return=headers-only" }, 204, "0-2/*"],
  ["DELETE", "/articles?id=gt.1", {}, 204, "*/*"],
  ["DELETE", "/articles?id=gt.1", { prefer: "return=representation,count=exact" }, 200, "*/3"],
  ["PUT", "/articles?id=eq.1", {}, 204, undefined],
  ["PUT", "/articles?id=eq.1", { prefer: "return=representation" }, 201, undefined],
] as const)("answers %s %s %j with %i and Content-Range %s", async (method, path, asked, status, range) => {
  answerWith(3, ["1", "2", "3"]);
  const body = method === "DELETE" ? undefined : { id: 1, title: "a" };
  const answer = await ask(method, path, { ...asked, body });
  expect([answer.status, answer.headers["content-range"]]).toEqual([status, range]);
  const rows = "prefer" in asked && asked.prefer.includes("representation");
  expect(answer.text).toBe(rows ? "[1,2,3]" : "");
  expect(answer.headers["content-type"]).toBe(rows ? "application/json; charset=utf-8" : undefined);
});

it.each([
  ["POST", "/articles", "resolution=merge-duplicates", 200],
  ["POST", "/articles", "resolution=merge-duplicates,return=representation", 200],
  ["POST", "/articles", "resolution=ignore-duplicates", 201],
  ["PUT", "/articles?id=eq.1", "return=representation", 200],
  ["PUT", "/articles?id=eq.1", "return=minimal", 204],
])("answers %s %s with %s that makes no row by %i", async (method, path, prefer, status) => {
  answerWith(1, ["1"], 0);
  expect((await ask(method, path, { prefer, body: { id: 1 } })).status).toBe(status);
});

it("passes on that a write is not to be kept", async () => {
  answerWith(1);
  const answer = await ask("POST", "/articles", { body: { id: 1 }, prefer: "tx=rollback" });
  expect([answer.headers["preference-applied"], written().request.rollback]).toEqual(["tx=rollback", true]);
  await ask("POST", "/articles", { body: { id: 1 }, prefer: "tx=commit" });
  expect(written().request.rollback).toBe(false);
});

it("answers an update of no rows", async () => {
  answerWith(0);
  const plain = await ask("PATCH", "/articles?id=eq.0", { body: { title: "a" } });
  expect([plain.status, plain.headers["content-range"]]).toEqual([204, "*/*"]);
  const counted = await ask("PATCH", "/articles?id=eq.0", { body: { title: "a" }, prefer: "count=exact" });
  expect(counted.headers["content-range"]).toBe("*/0");
});

it("answers an update of no columns without writing", async () => {
  const before = engine.writes.length;
  const answer = await ask("PATCH", "/articles?id=eq.1", { body: {}, prefer: "return=representation" });
  expect([answer.status, answer.text, engine.writes.length]).toEqual([200, "[]", before]);
});

it("gives rows in the order of their sorted columns", async () => {
  answerWith(2);
  await ask("POST", "/articles", {
    body: [
      { title: "a", id: 1 },
      { id: 2, title: "b" },
    ],
  });
  const { request, write } = written();
  expect(write.kind === "insert" && write.columns.map((column) => column.name)).toEqual(["id", "title"]);
  expect(request.rows).toEqual([
    [1, "a"],
    [2, "b"],
  ]);
});

it("gives one shape to bodies of the same columns", async () => {
  answerWith(1);
  await ask("POST", "/articles", { body: { title: "a", id: 1 } });
  const one = written().request.shape;
  await ask("POST", "/articles", { body: [{ id: 2, title: "b" }] });
  expect(written().request.shape).toBe(one);
  await ask("POST", "/articles", { body: { title: "b" } });
  expect(written().request.shape).not.toBe(one);
});

it("takes the declared columns only, with defaults for missing=default", async () => {
  answerWith(1);
  const body = [{ id: 1, junk: 2 }, { title: "x" }];
  const answer = await ask("POST", '/articles?columns="id","title"', { body, prefer: "missing=default" });
  expect(written().request.rows).toEqual([
    [1, undefined],
    [undefined, "x"],
  ]);
  expect(answer.headers["preference-applied"]).toBe("missing=default");
});

it.each([
  ["resolution=merge-duplicates", "", { action: "merge", columns: ["id"] }],
  ["resolution=ignore-duplicates", "", { action: "ignore", columns: ["id"] }],
  ["return=minimal", "on_conflict=id", null],
])("resolves duplicates by %s %s", async (prefer, query, conflict) => {
  answerWith(1);
  await ask("POST", `/articles?${query}`, { body: { id: 1 }, prefer });
  const { write } = written();
  expect(write.kind === "insert" && write.conflict).toEqual(conflict);
});

it("resolves duplicates by the unique set that on_conflict names, in any order", async () => {
  answerWith(1);
  const upsert = { body: { room: "1", slot: "2" }, prefer: "resolution=merge-duplicates" };
  await ask("POST", "/courses?on_conflict=slot,room", upsert);
  const { write } = written();
  expect(write.kind === "insert" && write.conflict?.columns).toEqual(["room", "slot"]);
  const wrong = await ask("POST", "/courses?on_conflict=title", upsert);
  expect(JSON.parse(wrong.text)).toMatchObject({ code: "42P10" });
  const unknown = await ask("POST", "/courses?on_conflict=nope", upsert);
  expect(JSON.parse(unknown.text)).toMatchObject({ code: "42703" });
});

it("gives the key of the one new row as Location", async () => {
  answerWith(1, ['{"year":2026,"code":"a b"}']);
  const answer = await ask("POST", "/courses", { body: { title: "x" }, prefer: "return=headers-only" });
  expect(answer.headers.location).toBe("/courses?year=eq.2026&code=eq.a%20b");
  expect([answer.status, answer.text]).toEqual([201, ""]);
  const { write } = written();
  expect(showSelect(write.returning ?? [], [])).toBe("year=year, code=code");
  answerWith(2, ['{"year":2026,"code":"a"}', '{"year":2026,"code":"b"}']);
  const two = await ask("POST", "/courses", { body: [{}, {}], prefer: "return=headers-only" });
  expect(two.headers.location).toBeUndefined();
});

it("selects what comes back, embeds and their filters too", async () => {
  answerWith(1, ["{}"]);
  await ask("PATCH", "/articles?id=eq.5&select=id,comments(id)&comments.status=eq.x&comments.limit=2", {
    body: { title: "a" },
    prefer: "return=representation",
  });
  const { request, write } = written();
  expect(showSelect(write.returning ?? [], request.arguments)).toBe(
    "id=id, comments:one-to-many(id=article_id) comments{id=id} where status eq <x> limit <2>",
  );
  expect(write.kind === "update" && write.where && showFilter(write.where, request.arguments)).toBe("id eq <5>");
});

it("bounds a write by an order, a limit and max-affected", async () => {
  answerWith(1);
  await ask("DELETE", "/articles?id=gt.0&order=id&limit=5&offset=1", { prefer: "handling=strict, max-affected=7" });
  const { request, write } = written();
  expect(write).toMatchObject({ kind: "delete", limit: { argument: 1 }, offset: { argument: 2 } });
  expect(request.arguments.slice(1)).toEqual([
    { kind: "text", text: "5" },
    { kind: "text", text: "1" },
  ]);
  expect(request.maxAffected).toBe(7);
  await ask("DELETE", "/articles?id=gt.0", { prefer: "max-affected=7" });
  expect(written().request.maxAffected).toBeNull();
});

it("wants exactly one row where the answer is an object", async () => {
  answerWith(1, ['{"id":1}']);
  const accept = "application/vnd.pgrst.object+json";
  const answer = await ask("POST", "/articles", { body: { id: 1 }, accept, prefer: "return=representation" });
  expect([answer.status, answer.text]).toEqual([201, '{"id":1}']);
  expect(written().request.single).toBe(true);
});

it.each([
  ["/articles?id=eq.1", { id: 1, title: "a" }, 204, null],
  ["/articles?id=eq.1", [{ id: 1 }], 204, null],
  ["/articles?id=eq.01", { id: 1 }, 204, null],
  ["/articles?id=eq.1", { id: 2 }, 400, "PGRST115"],
  ["/articles?id=eq.1", { title: "a" }, 400, "PGRST115"],
  ["/articles?id=eq.1", [{ id: 1 }, { id: 1 }], 400, "PGRST115"],
  ["/articles?id=eq.x", { id: 1 }, 400, "22P02"],
  ["/articles?id=gt.1", { id: 1 }, 405, "PGRST105"],
  ["/articles?id=not.eq.1", { id: 1 }, 405, "PGRST105"],
  ["/articles?id=eq.1&title=eq.a", { id: 1 }, 405, "PGRST105"],
  ["/articles?or=(id.eq.1)", { id: 1 }, 405, "PGRST105"],
  ["/articles", { id: 1 }, 405, "PGRST105"],
  ["/articles?id=eq.1&limit=1", { id: 1 }, 400, "PGRST114"],
  ["/courses?code=eq.a&year=eq.2026", { year: 2026, code: "a" }, 204, null],
  ["/courses?code=eq.a", { year: 2026, code: "a" }, 405, "PGRST105"],
])("puts at %s the row %j: %i %j", async (path, body, status, code) => {
  answerWith(1);
  const answer = await ask("PUT", path, { body });
  expect(answer.status).toBe(status);
  expect(answer.text === "" ? null : JSON.parse(answer.text).code).toBe(code);
  if (code === null) expect(written().write).toMatchObject({ kind: "insert", conflict: { action: "merge" } });
});

it.each([
  ["POST", "/articles", { body: "" }, "PGRST102", "Empty or invalid json"],
  ["POST", "/articles", { body: "{" }, "PGRST102", "Empty or invalid json"],
  ["POST", "/articles", { body: "a,b", type: "text/xml" }, "PGRST102", "Content-Type not acceptable: text/xml"],
  ["POST", "/articles", { body: [{ id: 1 }, { title: 2 }] }, "PGRST102", "All object keys must match"],
  [
    "POST",
    "/articles",
    { body: { x: 1 } },
    "PGRST204",
    "Could not find the 'x' column of 'articles' in the schema cache",
  ],
  [
    "POST",
    "/profiles",
    { body: { password_hash: "x" } },
    "PGRST204",
    "Could not find the 'password_hash' column of 'profiles' in the schema cache",
  ],
  [
    "POST",
    "/articles?columns=x",
    { body: {} },
    "PGRST204",
    "Could not find the 'x' column of 'articles' in the schema cache",
  ],
  ["POST", "/articles?columns=", { body: {} }, "PGRST100", '"failed to parse columns parameter ()" (line 1, column 1)'],
  ["POST", "/articles", { body: { title: "x".repeat(2000) } }, "PER001", "the body is larger than 1000 bytes"],
  [
    "PATCH",
    "/articles?limit=5",
    { body: { title: "a" } },
    "PGRST109",
    "A 'limit' was applied without an explicit 'order'",
  ],
  ["DELETE", "/articles?limit=abc", {}, "PGRST100", "failed to parse limit (abc)"],
  ["DELETE", "/articles?nope=eq.1", {}, "42703", "column articles.nope does not exist"],
  ["DELETE", "/articles?comments.id=eq.1", {}, "PGRST108", "'comments' is not an embedded resource in this request"],
  [
    "PATCH",
    "/articles?select=comments()&comments=is.null",
    { body: { title: "a" } },
    "42703",
    "column articles.comments does not exist",
  ],
  ["POST", "/nope", { body: {} }, "PGRST205", "Could not find the table 'public.nope' in the schema cache"],
] as const)("refuses %s %s %j with %s", async (method, path, asked, code, message) => {
  const { text } = await ask(method, path, asked);
  expect(JSON.parse(text)).toMatchObject({ code, message });
});
