import { Hono } from "hono";
import { expect, it } from "vitest";
import { apiKey } from "../../auth/api-keys.ts";
import { client, freshAuth, masterSecret, signedUp } from "../../auth/test-auth.ts";
import { gotrue } from "../routes.ts";

async function fresh() {
  const test = await freshAuth();
  const app = new Hono().route("/auth/v1", gotrue(test.auth));
  const service = await apiKey("service_role", masterSecret);
  const ask = async (query: string, token = service) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await app.request(`/auth/v1/admin/audit${query}`, { headers });
    return {
      status: response.status,
      headers: response.headers,
      body: await response.json<Record<string, unknown>[]>(),
    };
  };
  return { ...test, ask };
}

it("admins read the audit log, newest first, by pages and by what they look for", async () => {
  const { auth, ask } = await fresh();
  const { user } = await signedUp(auth);
  await auth.signIn({ email: "ada@example.com", password: "wrong", client });
  const { status, headers, body } = await ask("?per_page=1");
  expect([status, headers.get("x-total-count"), headers.get("link")]).toEqual([
    200,
    "2",
    '<?page=2&per_page=1>; rel="next", <?page=2&per_page=1>; rel="last"',
  ]);
  expect(body).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      payload: {
        action: "login",
        log_type: "account",
        outcome: "failure",
        actor_id: user.id,
        actor_role: "authenticated",
        actor_username: "ada@example.com",
        actor_via_sso: false,
        user_agent: "vitest",
        traits: { method: "password" },
      },
      created_at: expect.stringMatching(/Z$/),
      ip_address: "192.0.2.1",
      seq: 2,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
  expect((await ask("?query=action:SIGNEDUP")).body).toMatchObject([{ seq: 1 }]);
  expect((await ask("?query=author:ada@")).body).toHaveLength(2);
  expect((await ask("?query=type:token")).body).toEqual([]);
  expect((await ask("?query=payload:x")).status).toBe(400);
  expect((await ask("?query=action")).status).toBe(400);
});

it("nobody else does", async () => {
  const { auth, ask } = await fresh();
  const { accessToken } = await signedUp(auth);
  expect((await ask("", accessToken)).status).toBe(403);
  expect((await ask("", await apiKey("anon", masterSecret))).status).toBe(403);
});
