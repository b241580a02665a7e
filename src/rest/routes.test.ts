import { expect, it } from "vitest";
import { failure } from "../kernel/failure.ts";
import { anonymous } from "../kernel/principal.ts";
import { failureResponse } from "./failure-response.ts";
import { fakeEngine, fakeRest } from "./test-engine.ts";

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const engine = fakeEngine();

async function ask(path: string, asked: Asked = {}) {
  const response = await fakeRest(engine)(new Request(`https://api.test/rest/v1${path}`, asked));
  const body = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

async function refusal(path: string, asked: Asked = {}) {
  const { status, body } = await ask(path, asked);
  return { status, ...JSON.parse(body) };
}

function answerWith(rows: readonly string[], total: number | null = null): void {
  engine.answer = {
    json: `[${rows.join(",")}]`,
    count: rows.length,
    rows,
    total,
    affected: rows.length,
    inserted: rows.length,
  };
}

const object = { accept: "application/vnd.pgrst.object+json" };

it("answers rows as an array, their text untouched", async () => {
  answerWith(['{"id":1.0}', '{"id":2}']);
  const { status, headers, body } = await ask("/articles?select=id");
  expect([status, body]).toEqual([200, '[{"id":1.0},{"id":2}]']);
  expect(headers).toEqual({
    "content-type": "application/json; charset=utf-8",
    "content-range": "0-1/*",
    "cache-control": "private, no-cache",
    etag: expect.stringMatching(/^"[0-9a-f]{16}"$/),
    vary: "Authorization, apikey, Accept, Accept-Profile, Prefer, Range",
  });
});

it("answers one row as an object", async () => {
  answerWith(['{"id":1}']);
  const { status, headers, body } = await ask("/articles?id=eq.1", { headers: object });
  expect([status, body]).toEqual([200, '{"id":1}']);
  expect(headers["content-type"]).toBe("application/vnd.pgrst.object+json; charset=utf-8");
});

it.each([[0], [2]])("answers 406 where an object is wanted of %i rows", async (count) => {
  answerWith(Array.from({ length: count }, () => "{}"));
  expect(await refusal("/articles", { headers: object })).toEqual({
    status: 406,
    code: "PGRST116",
    message: "Cannot coerce the result to a single JSON object",
    details: `The result contains ${count} rows`,
    hint: null,
  });
});

it.each([
  ["/articles?limit=2", {}, null, 200, "0-1/*"],
  ["/articles?limit=2", { prefer: "count=exact" }, 57, 206, "0-1/57"],
  ["/articles?limit=2&offset=4", { prefer: "count=planned" }, 57, 206, "4-5/57"],
  ["/articles", { prefer: "count=estimated" }, 2, 200, "0-1/2"],
  ["/articles", { range: "10-11", "range-unit": "items", prefer: "count=exact" }, 57, 206, "10-11/57"],
])("answers %s %j of %j with %i and %s", async (path, headers, total, status, range) => {
  answerWith(["{}", "{}"], total);
  const answer = await ask(path, { headers: headers as Record<string, string> });
  expect([answer.status, answer.headers["content-range"]]).toEqual([status, range]);
  const applied = "prefer" in headers ? headers.prefer : undefined;
  expect(answer.headers["preference-applied"]).toBe(applied);
});

it("answers 416 for an offset past the end", async () => {
  answerWith([], 5);
  const { status, headers, body } = await ask("/articles?offset=10", { headers: { prefer: "count=exact" } });
  expect([status, headers["content-range"]]).toEqual([416, "*/5"]);
  expect(JSON.parse(body)).toMatchObject({
    code: "PGRST103",
    details: "An offset of 10 was requested, but there are only 5 rows.",
  });
});

it("ignores Range where it is not a GET, and answers HEAD without a body", async () => {
  answerWith(["{}"], 1);
  const { status, headers, body } = await ask("/articles", {
    method: "HEAD",
    headers: { range: "9-0", prefer: "count=exact" },
  });
  expect([status, headers["content-range"], body]).toEqual([200, "0-0/1", ""]);
});

it("gives limit and offset as the last arguments", async () => {
  answerWith([]);
  await ask("/articles?limit=3&id=eq.7&offset=4&or=(id.eq.8)");
  const { request, read } = engine.reads.at(-1) ?? { request: null, read: null };
  expect(request?.arguments.map((value) => value.kind === "text" && value.text)).toEqual(["7", "8", "3", "4"]);
  expect([read?.limit, read?.offset]).toEqual([{ argument: 2 }, { argument: 3 }]);
});

it("gives one shape to requests that differ only in values, and several to others", async () => {
  answerWith([]);
  const shapes: string[] = [];
  const paths = ["?id=eq.1&limit=1", "?id=eq.2&limit=5", "?id=eq.2", "?id=eq.2&limit=5&offset=1", "?id=gt.1&limit=1"];
  for (const path of paths) {
    await ask(`/articles${path}`);
    shapes.push(engine.reads.at(-1)?.request.shape ?? "");
  }
  expect(shapes[0]).toBe(shapes[1]);
  expect(new Set(shapes).size).toBe(4);
});

it.each([
  ["/nope", {}, 404, "PGRST205", "Could not find the table 'public.nope' in the schema cache"],
  ["/", {}, 404, "PGRST126", "Root endpoint metadata is disabled"],
  ["/a/b", {}, 404, "PGRST125", "Invalid path specified in request URL"],
  ["/rpc/f", {}, 404, "PGRST202", "Could not find the function public.f without parameters in the schema cache"],
  ["/articles?id=eqq.1", {}, 400, "PGRST100", '"failed to parse filter (eqq.1)" (line 1, column 3)'],
  ["/articles?limit=-1", {}, 416, "PGRST103", "Requested range not satisfiable"],
  ["/articles", { method: "PURGE" }, 405, "PGRST117", "Unsupported HTTP method: PURGE"],
  [
    "/articles",
    { headers: { accept: "image/png" } },
    406,
    "PGRST107",
    "None of these media types are available: image/png",
  ],
  ["/articles", { headers: { "accept-profile": "x" } }, 406, "PGRST106", "Invalid schema: x"],
  [
    "/articles",
    { headers: { prefer: "x, handling=strict" } },
    400,
    "PGRST122",
    "Invalid preferences given with handling=strict",
  ],
  [`/articles?id=eq.${"1".repeat(2000)}`, {}, 414, "PER002", "the URL is longer than 2000 characters"],
] as const)("refuses %s %j with %i %s", async (path, asked, status, code, message) => {
  expect(await refusal(path, asked)).toMatchObject({ status, code, message });
});

it("suggests the table that was meant", async () => {
  expect(await refusal("/article")).toMatchObject({ hint: "Perhaps you meant the table 'public.articles'" });
});

it("lists the methods of a collection", async () => {
  const { status, headers } = await ask("/articles", { method: "OPTIONS" });
  expect([status, headers.allow]).toEqual([200, "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"]);
  expect(await refusal("/nope", { method: "OPTIONS" })).toMatchObject({ status: 404, code: "PGRST205" });
});

it("names the schema where the request does", async () => {
  answerWith([]);
  const { headers } = await ask("/articles", { headers: { "accept-profile": "public" } });
  expect(headers["content-profile"]).toBe("public");
});

it("challenges the anonymous, and forbids everybody else", () => {
  const denied = failure("42501", "permission denied for table articles");
  const unknown = failureResponse(denied, anonymous);
  expect([unknown.status, unknown.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  const known = failureResponse(denied, { ...anonymous, role: "authenticated" });
  expect([known.status, known.headers.get("www-authenticate")]).toEqual([403, null]);
});
