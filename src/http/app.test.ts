import { describe, expect, it } from "vitest";
import { DatabaseError } from "../kernel/database-error.ts";
import { failure } from "../kernel/failure.ts";
import { anonymous } from "../kernel/principal.ts";
import { err, ok } from "../kernel/result.ts";
import { type HttpOptions, httpApp, type Surface } from "./app.ts";
import type { LogEntry } from "./log.ts";
import { startTiming } from "./timing.ts";

const echo: Surface = {
  path: "/echo",
  async fetch(request, contextOf) {
    const context = await contextOf(request);
    if (!context.ok) return Response.json(context.error, { status: context.error.status });
    context.value.trace?.("plan", 1.234567);
    return Response.json({ role: context.value.principal.role, now: context.value.now, body: await request.text() });
  },
};

let thrown: unknown = new Error("x");
const broken: Surface = {
  path: "/broken",
  fetch: () => {
    throw thrown;
  },
};
const elsewhere: Surface = { path: "/elsewhere", fetch: () => Response.redirect("https://example.test/there", 303) };

function open(more: Partial<HttpOptions> = {}): {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly log: readonly LogEntry[];
} {
  const log: LogEntry[] = [];
  const app = httpApp({
    name: "test",
    surfaces: [echo, broken, elsewhere],
    authenticate: async () => ok(anonymous),
    checks: [],
    limits: { maxBodyBytes: 100, maxUrlLength: 100 },
    cors: { origins: "*" },
    reads: { anonymous: "nearest", signedIn: "primary" },
    log: (entry) => log.push(entry),
    ...more,
  });
  return { ask: async (path, init) => app.fetch(new Request(`http://perigee.test${path}`, init)), log };
}

describe("a request's id", () => {
  it.each(["trace-0001", "a.b:c_d-e", "x".repeat(128)])("is the caller's where it is a plain token: %s", async (id) => {
    const response = await open().ask("/echo/x", { headers: { "x-request-id": id } });
    expect(response.headers.get("x-request-id")).toBe(id);
  });

  it.each(["short", "x".repeat(129), "has space 1", 'quote"quote', "<script>alert", "ünïcödé1"])(
    "is a new one for %j",
    async (id) => {
      const response = await open().ask("/echo/x", { headers: { "x-request-id": id } });
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    },
  );

  it("is another for each request, and on failures too", async () => {
    const { ask } = open();
    const answers = await Promise.all(
      ["/echo/x", "/echo/x", "/nowhere", "/broken/x", `/${"x".repeat(200)}`].map((path) => ask(path)),
    );
    const ids = answers.map((answer) => answer.headers.get("x-request-id"));
    expect(ids).not.toContain(null);
    expect(new Set(ids).size).toBe(5);
  });
});

describe("an error that nobody expected", () => {
  it("is answered with the request's id, and logged once with its stack", async () => {
    thrown = new TypeError("password 1234 is wrong");
    const { ask, log } = open();
    const response = await ask("/broken/x?apikey=secret", {
      method: "POST",
      headers: { "x-request-id": "trace-0001" },
    });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      code: "PER500",
      message: "internal error",
      details: "request trace-0001",
      hint: null,
    });
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({
      level: "error",
      event: "request.failed",
      requestId: "trace-0001",
      method: "POST",
      path: "/broken/x",
      error: { name: "TypeError", message: "password 1234 is wrong", stack: expect.stringContaining("app.test.ts") },
    });
    expect(JSON.stringify(log)).not.toContain("secret");
  });

  it("carries the headers of every answer", async () => {
    thrown = new Error("x");
    const response = await open().ask("/broken/x", { headers: { origin: "https://a.test" } });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("server-timing")).toMatch(/total;dur=/);
  });

  it("is 503 where the database is busy, and 500 where it is broken", async () => {
    const { ask } = open();
    thrown = new DatabaseError("transient", "Network connection lost");
    const busy = await ask("/broken/x");
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await busy.text()).not.toContain("Network");
    thrown = new DatabaseError("fault", "no such table: secrets");
    const fault = await ask("/broken/x");
    expect([fault.status, (await fault.text()).includes("secrets")]).toEqual([500, false]);
  });

  it("of the one who asks is masked as well", async () => {
    const { ask, log } = open({ authenticate: () => Promise.reject(new Error("no keys")) });
    const response = await ask("/echo/x");
    expect([response.status, log.length]).toEqual([500, 1]);
  });
});

describe("CORS", () => {
  const preflight = {
    origin: "https://a.test",
    "access-control-request-method": "PATCH",
    "access-control-request-headers": "apikey,prefer",
  };

  it("allows every origin by default, and says which headers may be read", async () => {
    const response = await open().ask("/echo/x", { headers: { origin: "https://a.test" } });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-expose-headers")).toContain("content-range");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    expect(response.headers.get("vary")).toBeNull();
  });

  it("answers a preflight without asking the surface", async () => {
    const response = await open().ask("/broken/x", { method: "OPTIONS", headers: preflight });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(response.headers.get("access-control-allow-headers")).toBe("apikey,prefer");
    expect(response.headers.get("access-control-max-age")).toBe("86400");
  });

  it("lets OPTIONS that is no preflight ask the surface", async () => {
    const response = await open().ask("/echo/x", { method: "OPTIONS" });
    expect(await response.json()).toMatchObject({ role: "anon" });
  });

  it.each([
    ["https://a.test", "https://a.test"],
    ["https://b.test", null],
    ["https://a.test.evil.test", null],
    ["HTTPS://A.TEST", null],
    ["null", null],
  ])("from a list allows only what is on it: %s gets %s", async (origin, allowed) => {
    const { ask } = open({ cors: { origins: ["https://a.test", "https://c.test"] } });
    const plain = await ask("/echo/x", { headers: { origin } });
    const asked = await ask("/echo/x", { method: "OPTIONS", headers: { ...preflight, origin } });
    for (const response of [plain, asked]) {
      expect(response.headers.get("access-control-allow-origin")).toBe(allowed);
      expect(response.headers.get("vary")).toMatch(/origin/i);
    }
    expect(plain.status).toBe(200);
  });

  it("is silent to what is no browser", async () => {
    const response = await open().ask("/echo/x");
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("bounds", () => {
  it("refuse a URL that is longer, whatever it asks for", async () => {
    const { ask } = open();
    const base = "http://perigee.test/echo/".length;
    expect((await ask(`/echo/${"x".repeat(100 - base)}`)).status).toBe(200);
    const response = await ask(`/echo/${"x".repeat(101 - base)}`);
    expect(response.status).toBe(414);
    expect(await response.json()).toMatchObject({ code: "PER002", message: "the URL is longer than 100 characters" });
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("refuse a body that is larger, of a %s", async (method) => {
    const { ask } = open();
    expect((await ask("/echo/x", { method, body: "x".repeat(100) })).status).toBe(200);
    const response = await ask("/echo/x", { method, body: "x".repeat(101) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "PER001", message: "the body is larger than 100 bytes" });
  });

  it("count bytes, and a stream that does not say how long it is", async () => {
    const { ask } = open();
    expect((await ask("/echo/x", { method: "POST", body: "é".repeat(51) })).status).toBe(413);
    const stream = (chunks: number) =>
      new ReadableStream({
        start(controller) {
          for (let index = 0; index < chunks; index++) controller.enqueue(new Uint8Array(25));
          controller.close();
        },
      });
    const streamed = (chunks: number) =>
      ask("/echo/x", { method: "POST", body: stream(chunks), duplex: "half" } as RequestInit);
    expect([(await streamed(4)).status, (await streamed(5)).status]).toEqual([200, 413]);
  });
});

describe("Server-Timing", () => {
  it("names each part in the order in which they came, and the total last", async () => {
    const response = await open().ask("/echo/x");
    expect(response.headers.get("server-timing")).toMatch(/^auth;dur=[\d.]+, plan;dur=1\.23, total;dur=[\d.]+$/);
  });

  it("has but the total where nothing was measured", () => {
    expect(startTiming().header()).toMatch(/^total;dur=\d+(\.\d{1,2})?$/);
  });
});

describe("an address", () => {
  it("of nothing is 404 in the form of every failure", async () => {
    const response = await open().ask("/nowhere");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "PER404", details: null, hint: null });
  });

  it("of the service lists its surfaces", async () => {
    const response = await open().ask("/");
    expect(await response.json()).toEqual({ name: "test", surfaces: ["/echo", "/broken", "/elsewhere"] });
  });

  it("may lead elsewhere: an answer whose headers are closed gets them all the same", async () => {
    const response = await open().ask("/elsewhere/x", { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([303, "https://example.test/there"]);
    expect(response.headers.get("x-request-id")).not.toBeNull();
  });

  it("asks who it is before anything else", async () => {
    const refused = failure("PGRST301", "no such key");
    const response = await open({ authenticate: async () => err(refused) }).ask("/echo/x");
    expect(response.status).toBe(401);
  });
});
