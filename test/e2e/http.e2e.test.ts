import { type IncomingMessage, request as send } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { app } from "./http-app.ts";

// Headers as they come out of a socket: workerd and a real Durable Object, asked without a client between.

const secret = "a secret for nothing but this test alone";
const long = `${"long ".repeat(60_000)}é😀`;

let side: Side;
let service: string;

beforeAll(async () => {
  side = await startSide({
    name: "headers",
    script: await bundle(new URL("./http-worker.ts", import.meta.url)),
    bindings: { PERIGEE_SECRET: secret },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
  });
  const database = side.database;
  await database.batch((await ddl(app)).map((sql) => database.prepare(sql)));
  await database.batch([
    database.prepare("insert into pages (id, body) values (1, 'one'), (2, ?)").bind(long),
    database.prepare("insert into posters (id, title) values (1, 'Sea')"),
  ]);
  service = await apiKey("service_role", secret);
});

afterAll(async () => {
  await side?.stop();
});

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Waits so long before it takes each piece. */
  readonly pauseMs?: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly pieces: number;
}

let visitor = 0;

/** Somebody of an address of their own, unless it is given. */
async function ask(line: string, { headers, body, pauseMs }: Asked = {}): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  visitor += 1;
  const given = { "cf-connecting-ip": `192.0.2.${visitor}`, "content-type": "application/json", ...headers };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const out = send({ host: side.host, port: side.port, method, path, headers: given }, resolve);
    out.once("error", reject);
    out.end(body);
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of response) {
    pieces.push(piece);
    if (pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  const text = Buffer.concat(pieces).toString("utf8");
  return { status: response.statusCode ?? 0, headers: response.headers, text, pieces: pieces.length };
}

const asService = () => ({ apikey: service });
const always = {
  "server-timing": expect.stringMatching(/^auth;dur=.*total;dur=/),
  "x-content-type-options": "nosniff",
  "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
};
const bookmark = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/);
const own = {
  "cache-control": "private, no-cache",
  vary: "Authorization, apikey, Accept, Accept-Profile, Prefer, Range",
};

describe("an answer, to the last header", () => {
  it("of a read", async () => {
    const { status, headers, text } = await ask("GET /rest/v1/pages?id=eq.1", { headers: asService() });
    expect([status, text]).toEqual([200, '[{"id":1,"body":"one"}]']);
    expect(headers).toEqual({
      ...always,
      ...own,
      "content-length": "23",
      "content-range": "0-0/*",
      "content-type": "application/json; charset=utf-8",
      etag: expect.stringMatching(/^"[0-9a-f]{16}"$/),
      "x-d1-bookmark": bookmark,
    });
  });

  it("of a read that the caller has", async () => {
    const { etag } = (await ask("GET /rest/v1/pages?id=eq.1", { headers: asService() })).headers;
    const known = { ...asService(), "if-none-match": String(etag) };
    const { status, headers, text } = await ask("GET /rest/v1/pages?id=eq.1", { headers: known });
    expect([status, text]).toEqual([304, ""]);
    expect(headers).toEqual({ ...always, ...own, "content-range": "0-0/*", etag, "x-d1-bookmark": bookmark });
  });

  it("of a read that anybody may share, to a browser", async () => {
    const { headers } = await ask("GET /rest/v1/posters", { headers: { origin: "https://a.test" } });
    expect(headers).toEqual({
      ...always,
      "access-control-allow-origin": "*",
      "access-control-expose-headers": expect.stringContaining("etag"),
      "cache-control": "public, max-age=60, s-maxage=60",
      "content-length": "24",
      "content-range": "0-0/*",
      "content-type": "application/json; charset=utf-8",
      etag: expect.any(String),
      ratelimit: '"anon";r=4;t=2',
      "ratelimit-policy": '"anon";q=5;w=2',
      vary: `${own.vary}, Origin, x-d1-bookmark`,
    });
    for (const name of [
      "etag",
      "x-d1-bookmark",
      "idempotency-replayed",
      "ratelimit",
      "ratelimit-policy",
      "retry-after",
    ])
      expect(String(headers["access-control-expose-headers"]).split(",")).toContain(name);
  });

  it("of a write, and of the same again", async () => {
    const headers = { ...asService(), "idempotency-key": "k-1", prefer: "return=representation" };
    const first = await ask("POST /rest/v1/pages", { headers, body: '{"id":3,"body":"three"}' });
    expect([first.status, first.headers["cache-control"]]).toEqual([201, "no-store"]);
    const again = await ask("POST /rest/v1/pages", { headers, body: '{"id":3,"body":"three"}' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    const perRequest = { "x-request-id": expect.anything(), "server-timing": expect.anything() };
    expect(again.headers).toEqual({
      ...first.headers,
      ...perRequest,
      "x-d1-bookmark": bookmark,
      "idempotency-replayed": "true",
    });
  });

  it("of a demand that does not hold", async () => {
    const headers = { ...asService(), "if-match": '"other"' };
    const { status, ...answer } = await ask("PATCH /rest/v1/pages?id=eq.1", { headers, body: '{"body":"x"}' });
    expect([status, JSON.parse(answer.text).code]).toEqual([412, "PER412"]);
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", "proxy-status": "Perigee; error=PER412" });
  });
});

describe("a long answer", () => {
  it("comes in pieces, whole, however slowly it is taken", async () => {
    for (const pauseMs of [0, 5]) {
      const { status, headers, text, pieces } = await ask("GET /rest/v1/pages?id=eq.2", {
        headers: asService(),
        pauseMs,
      });
      expect([status, JSON.parse(text)]).toEqual([200, [{ id: 2, body: long }]]);
      expect([headers["transfer-encoding"], headers["content-length"], headers.etag]).toEqual([
        "chunked",
        undefined,
        undefined,
      ]);
      expect(pieces).toBeGreaterThan(1);
    }
  });
});

describe("a limit", () => {
  const visitorHeaders = { "cf-connecting-ip": "198.51.100.7" };

  it("lets so many requests through, then refuses until the window ends", async () => {
    const ask5 = async (line: string): Promise<readonly Answer[]> => {
      const all: Answer[] = [];
      for (let times = 0; times < 7; times++) all.push(await ask(line, { headers: visitorHeaders }));
      return all;
    };
    const answers = await ask5("GET /rest/v1/posters");
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(answers.map(({ headers }) => String(headers.ratelimit).split(";")[1])).toEqual([
      "r=4",
      "r=3",
      "r=2",
      "r=1",
      "r=0",
      "r=0",
      "r=0",
    ]);
    const last = answers[6];
    expect(JSON.parse(last?.text ?? "")).toEqual({
      code: "PER429",
      message: "too many requests",
      details: "5 requests in 2 seconds",
      hint: null,
    });
    const seconds = Number(last?.headers["retry-after"]);
    expect(seconds === 1 || seconds === 2).toBe(true);
    const auth = await ask("POST /auth/v1/token?grant_type=password", { headers: visitorHeaders, body: "{}" });
    expect([auth.status, JSON.parse(auth.text)]).toEqual([
      429,
      { code: 429, error_code: "over_request_rate_limit", msg: "Request rate limit reached" },
    ]);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000 + 100));
    expect((await ask("GET /rest/v1/posters", { headers: visitorHeaders })).status).toBe(200);
  });

  it("counts those who come at once, each once", async () => {
    const headers = { "cf-connecting-ip": "198.51.100.8" };
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask("GET /rest/v1/posters", { headers })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  });

  it("does not count the service, nor preflights", async () => {
    const { headers } = await ask("GET /rest/v1/pages?id=eq.1", { headers: asService() });
    expect(headers.ratelimit).toBeUndefined();
    const preflight = { origin: "https://a.test", "access-control-request-method": "GET", ...visitorHeaders };
    for (let times = 0; times < 8; times++)
      expect((await ask("OPTIONS /rest/v1/posters", { headers: preflight })).status).toBe(204);
  });
});
