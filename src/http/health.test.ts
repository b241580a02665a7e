import { afterEach, describe, expect, it, vi } from "vitest";
import { healthResponse } from "./health.ts";
import { errorParts } from "./log.ts";

const fine = { name: "kv", run: async () => null };

afterEach(() => {
  vi.useRealTimers();
});

describe("the health of a service", () => {
  it("is 200 where every part answers, and not to be cached", async () => {
    const response = await healthResponse([fine], () => {});
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(await response.json()).toEqual({
      status: "ok",
      checks: { kv: { ok: true, durationMs: expect.any(Number) } },
    });
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ["rejects", () => Promise.reject(new Error("secret place"))],
    [
      "throws at once",
      () => {
        throw new Error("secret place");
      },
    ],
  ])("is 503 where a part %s: which is said, and why is left to the log", async (_, run) => {
    const failed: [string, unknown][] = [];
    const response = await healthResponse([fine, { name: "d1", run }], (check, error) => failed.push([check, error]));
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status: "failing", checks: { kv: { ok: true }, d1: { ok: false } } });
    expect(text).not.toContain("secret place");
    expect(failed).toEqual([["d1", new Error("secret place")]]);
  });

  it("is 503 where a part does not answer within five seconds", async () => {
    vi.useFakeTimers();
    const failed: string[] = [];
    const waiting = healthResponse([{ name: "d1", run: () => new Promise(() => {}) }], (_, error) =>
      failed.push(errorParts(error).message),
    );
    await vi.advanceTimersByTimeAsync(4_999);
    expect(failed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect((await waiting).status).toBe(503);
    expect(failed).toEqual(["no answer within 5000 ms"]);
  });
});

describe("what the log holds of something thrown", () => {
  it.each<readonly [unknown, object]>([
    [new TypeError("x"), { name: "TypeError", message: "x", stack: expect.stringContaining("TypeError: x") }],
    ["text", { name: "Unknown", message: "text", stack: null }],
    [null, { name: "Unknown", message: "null", stack: null }],
    [undefined, { name: "Unknown", message: "undefined", stack: null }],
  ])("%s", (thrown, parts) => {
    expect(errorParts(thrown)).toEqual(parts);
  });
});
