import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app/app.ts";
import { createWorker, type Env } from "../../src/compose.ts";
import { masterSecret } from "./stage.ts";

// A database that fails in a way nobody foresaw: what a client learns of it.

const secretText = "connect to 10.0.0.7 as root failed";
let message = "";
let attempts = 0;

const broken: D1Database = {
  prepare: () => ({ bind: () => ({ all: fail }) }),
  batch: fail,
  withSession: () => broken,
} as unknown as D1Database;

async function fail(): Promise<never> {
  attempts += 1;
  throw new Error(message);
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const bindings = { ...env, DB: broken, PERIGEE_SECRET: masterSecret } as Env;
  const context = { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext;
  return createWorker(app).fetch(new Request(`http://perigee.test${path}`, init), bindings, context);
}

const logged: string[] = [];

beforeEach(() => {
  attempts = 0;
  logged.length = 0;
  vi.spyOn(console, "error").mockImplementation((line: unknown) => {
    logged.push(String(line));
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("an error that nobody expected", () => {
  it("is masked: the client gets an id, the log gets the rest under the same id", async () => {
    message = `D1_ERROR: ${secretText}: SQLITE_ERROR`;
    const response = await ask("/rest/v1/tags?select=slug", { headers: { "x-request-id": "trace-0001" } });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      code: "PER500",
      message: "internal error",
      details: "request trace-0001",
      hint: null,
    });
    expect(text).not.toContain("10.0.0.7");
    expect(response.headers.get("x-request-id")).toBe("trace-0001");
    const line = JSON.parse(logged[0] ?? "{}");
    expect(line).toMatchObject({ level: "error", event: "request.failed", requestId: "trace-0001" });
    expect(line.error.message).toContain(secretText);
    expect(line.error.stack).not.toBeNull();
  });

  it("leaves no query string and no token in the log", async () => {
    message = "D1_ERROR: something";
    await ask("/rest/v1/tags?select=slug&name=eq.private", { headers: { apikey: "a.b.c" } });
    await ask("/rest/v1/tags?select=slug&name=eq.private");
    expect(logged.join("\n")).not.toContain("private");
    expect(logged.join("\n")).not.toContain("a.b.c");
  });

  it("is masked on the auth surface too, in GoTrue's form", async () => {
    message = `D1_ERROR: ${secretText}`;
    const response = await ask("/auth/v1/token?grant_type=refresh_token", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refresh_token: "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs" }),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toContain("10.0.0.7");
  });

  it("is not tried again", async () => {
    message = "D1_ERROR: no such table: tags: SQLITE_ERROR";
    await ask("/rest/v1/tags?select=slug");
    expect(attempts).toBe(1);
  });
});

describe("a passing failure of the database", () => {
  beforeEach(() => {
    message = "D1_ERROR: Network connection lost.";
  });

  it("is tried again for a read, then answered with 503 and when to come back", async () => {
    const response = await ask("/rest/v1/tags?select=slug");
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(await response.json()).toMatchObject({ code: "PER503", message: "the database is busy, try again" });
    expect(attempts).toBe(4);
  });

  it("is not tried again for a write, which may have happened", async () => {
    const response = await ask("/rest/v1/newsletter_subscriptions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "a@b.example" }),
    });
    expect(response.status).toBe(503);
    expect(attempts).toBe(1);
  });
});

describe("the health of a service", () => {
  it("is 503 where a part does not answer, and says which, but not why", async () => {
    const response = await ask("/health");
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status: "failing", checks: { d1: { ok: false }, kv: { ok: true } } });
    expect(text).not.toMatch(/Error|TypeError|undefined/);
    expect(logged.join("\n")).toContain("health.d1");
  });
});
