import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { app } from "./identity-app.ts";

// Two workerd processes over one database, with real Durable Objects: what one of them ends is over in the other.

const secret = "a secret for nothing but this test alone";

let here: Side;
let there: Side;

beforeAll(async () => {
  const options = {
    script: await bundle(new URL("./identity-worker.ts", import.meta.url)),
    bindings: { PERIGEE_SECRET: secret },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
  };
  here = await startSide({ ...options, name: "here" });
  await here.database.batch((await ddl(app)).map((sql) => here.database.prepare(sql)));
  there = await startSide({ ...options, name: "there", storage: here.storage });
});

afterAll(async () => {
  await there?.stop();
  await here?.stop();
});

interface Asked {
  readonly token?: string;
  readonly key?: string;
  readonly body?: unknown;
  readonly ip?: string;
}

async function ask(side: Side, line: string, { token, key, body, ip = "127.0.0.1" }: Asked = {}) {
  const [method = "", path = ""] = line.split(" ");
  const response = await fetch(`http://${side.host}:${side.port}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      "cf-connecting-ip": ip,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { apikey: key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

let number = 0;

async function signUp(side: Side) {
  number += 1;
  const credentials = { email: `person${number}@example.com`, password: "correct horse battery" };
  const { status, body } = await ask(side, "POST /auth/v1/signup", { body: credentials });
  expect(status, JSON.stringify(body)).toBe(200);
  return {
    credentials,
    token: String(body.access_token),
    refresh: String(body.refresh_token),
    id: String(body.user.id),
  };
}

const read = "GET /rest/v1/notes?select=id";

describe("two processes", () => {
  it("signed out here, refused there on the next request", async () => {
    const { token, refresh } = await signUp(here);
    expect((await ask(there, read, { token })).status).toBe(200);
    expect((await ask(here, "POST /auth/v1/logout", { token })).status).toBe(204);
    expect((await ask(there, read, { token })).status).toBe(401);
    expect((await ask(there, "POST /rest/v1/notes", { token, body: { body: "x" } })).status).toBe(401);
    const refreshed = await ask(there, "POST /auth/v1/token?grant_type=refresh_token", {
      body: { refresh_token: refresh },
    });
    expect(refreshed.status).toBe(400);
  });

  it.each([
    ["a ban", "PUT", { ban_duration: "1h" }],
    ["a password", "PUT", { password: "another horse battery" }],
    ["a role", "PUT", { role: "service_role" }],
    ["a deletion", "DELETE", undefined],
  ])("%s here ends what was signed in there", async (_name, method, body) => {
    const { token, id } = await signUp(there);
    expect((await ask(there, read, { token })).status).toBe(200);
    const service = await apiKey("service_role", secret);
    const done = await ask(here, `${method} /auth/v1/admin/users/${id}`, { token: service, body });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect((await ask(there, read, { token })).status).toBe(401);
  });

  it("an API key that is revoked here is refused there", async () => {
    const service = await apiKey("service_role", secret);
    const made = await ask(here, "POST /auth/v1/admin/api-keys", {
      token: service,
      body: { name: "x", type: "secret" },
    });
    const key = String(made.body.api_key);
    expect((await ask(there, read, { key })).status).toBe(200);
    expect((await ask(here, `DELETE /auth/v1/admin/api-keys/${made.body.id}`, { token: service })).status).toBe(200);
    expect((await ask(there, read, { key })).status).toBe(401);
  });
});

describe("a refresh token", () => {
  it("that is refreshed a thousand times at once gives one family, and its owner goes on", async () => {
    const { refresh, id } = await signUp(here);
    const grant = "POST /auth/v1/token?grant_type=refresh_token";
    const turns = Array.from({ length: 1_000 }, () => ask(here, grant, { body: { refresh_token: refresh } }));
    const answers = await Promise.all(turns);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const successors = new Set(answers.map(({ body }) => String(body.refresh_token)));
    expect(successors.size).toBe(1);
    const sessions = here.database.prepare("select count(*) as n from auth_sessions where user_id = ?").bind(id);
    const tokens = here.database.prepare("select count(*) as n from auth_refresh_tokens where user_id = ?").bind(id);
    expect([await sessions.first("n"), await tokens.first("n")]).toEqual([1, 2]);
    const [successor = ""] = successors;
    const next = await ask(there, grant, { body: { refresh_token: successor } });
    expect(next.status).toBe(200);
    expect((await ask(there, read, { token: String(next.body.access_token) })).status).toBe(200);
    for (const { body } of answers.slice(0, 3))
      expect((await ask(here, read, { token: String(body.access_token) })).status).toBe(200);
  });
});

it("signing in costs what the password's hash costs", async () => {
  const { credentials } = await signUp(here);
  const signIn = () => ask(here, "POST /auth/v1/token?grant_type=password", { body: credentials });
  const latencies: number[] = [];
  for (let turn = 0; turn < 10; turn++) {
    const startedAt = performance.now();
    expect((await signIn()).status).toBe(200);
    latencies.push(performance.now() - startedAt);
  }
  const cpuBefore = here.cpuSeconds() ?? 0;
  const startedAt = performance.now();
  const answers = await Promise.all(Array.from({ length: 16 }, signIn));
  const seconds = (performance.now() - startedAt) / 1000;
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const median = latencies.toSorted((a, b) => a - b)[5] ?? 0;
  const cpu = ((here.cpuSeconds() ?? 0) - cpuBefore) / answers.length;
  console.log(
    `sign-in: median ${median.toFixed(0)} ms; 16 at once: ${(16 / seconds).toFixed(1)} a second, ${(cpu * 1000).toFixed(0)} ms of processor each`,
  );
});

describe("limits", () => {
  it("count an address of the internet, and say so", async () => {
    const verify = "POST /auth/v1/verify";
    const answers = [];
    for (let turn = 0; turn < 5; turn++) answers.push(await ask(here, verify, { ip: "198.51.100.7", body: {} }));
    expect(answers.map(({ status }) => status === 429)).toEqual([false, false, false, true, true]);
    expect(answers[0]?.headers.get("ratelimit-policy")).toBe('"verify";q=3;w=60');
    expect(answers[0]?.headers.get("ratelimit")).toMatch(/^"verify";r=2;t=\d+$/);
    expect(answers[3]?.body).toEqual({
      code: 429,
      error_code: "over_request_rate_limit",
      msg: "Request rate limit reached",
    });
    expect(Number(answers[3]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(here, verify, { ip: "198.51.100.8", body: {} })).status).not.toBe(429);
    const service = await apiKey("service_role", secret);
    expect((await ask(here, verify, { ip: "198.51.100.7", token: service, body: {} })).status).not.toBe(429);
    for (let turn = 0; turn < 5; turn++)
      expect((await ask(here, verify, { ip: "10.0.0.1", body: {} })).status).not.toBe(429);
  });

  it("count an API key, wherever it comes from", async () => {
    const service = await apiKey("service_role", secret);
    const asked = { name: "web", type: "publishable" };
    const made = await ask(here, "POST /auth/v1/admin/api-keys", { token: service, body: asked });
    const statuses = [];
    for (let turn = 0; turn < 6; turn++) {
      const { status } = await ask(here, "POST /auth/v1/token?grant_type=none", {
        ip: `198.51.100.${20 + turn}`,
        key: String(made.body.api_key),
        body: {},
      });
      statuses.push(status);
    }
    expect(statuses.map((status) => status === 429)).toEqual([false, false, false, false, true, true]);
  });
});

describe("wrong passwords", () => {
  const signIn = "POST /auth/v1/token?grant_type=password";

  it("make the network that they come from wait, known or not, and nobody else", async () => {
    const { credentials } = await signUp(here);
    for (const email of ["nobody@example.com", credentials.email]) {
      const wrong = { email, password: "wrong" };
      const statuses = [];
      for (let turn = 0; turn < 6; turn++) {
        const { status } = await ask(here, signIn, { ip: "203.0.113.5", body: wrong });
        statuses.push(status);
      }
      expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    }
    const blocked = await ask(here, signIn, { ip: "203.0.113.5", body: credentials });
    expect([blocked.status, blocked.body.error_code, blocked.headers.get("retry-after")]).toEqual([
      429,
      "over_request_rate_limit",
      "1",
    ]);
    expect((await ask(here, signIn, { ip: "203.0.113.77", body: credentials })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await ask(here, signIn, { ip: "203.0.113.5", body: credentials })).status).toBe(200);
    expect((await ask(here, signIn, { ip: "203.0.113.5", body: { ...credentials, password: "x" } })).status).toBe(400);
  });
});
