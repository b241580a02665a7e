import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { people, seed } from "./publication-seed.ts";
import { openStage, type Stage } from "./stage.ts";

// Publishable and secret keys where supabase-js puts them: in `apikey`, and in `Authorization` while nobody is signed in.

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

async function admin(line: string, body?: unknown) {
  const [method = "", path = ""] = line.split(" ");
  const headers = { ...(await stage.credentials("service")), "content-type": "application/json" };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const { response, text } = await stage.fetch(new Request(`http://perigee.test/auth/v1${path}`, init));
  return { status: response.status, body: JSON.parse(text) };
}

function clientWith(key: string): SupabaseClient {
  const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { response, text } = await stage.fetch(new Request(input, init));
    return new Response(response.status === 204 ? null : text, response);
  };
  return createClient("http://perigee.test", key, { global: { fetch: send }, auth: { persistSession: false } });
}

describe("an API key in supabase-js", () => {
  it("that is publishable reads what anybody may, and lets its bearer sign up", async () => {
    const made = await admin("POST /admin/api-keys", { name: "web", type: "publishable" });
    expect(made).toMatchObject({
      status: 201,
      body: { role: "anon", hint: expect.stringMatching(/^sb_publishable_.{5}…$/) },
    });
    const client = clientWith(made.body.api_key);
    const read = await client.from("articles").select("title").limit(1);
    expect([read.error, read.data?.length]).toEqual([null, 1]);
    expect((await client.from("newsletter_subscriptions").select()).data ?? []).toEqual([]);
    const signed = await client.auth.signUp({ email: "key@example.com", password: "correct horse battery" });
    expect(signed.error).toBeNull();
    const own = await client
      .from("profiles")
      .select("id")
      .eq("id", signed.data.user?.id ?? "");
    expect(own.data).toHaveLength(1);
  });

  it("that is secret has its role until it is revoked: the next request is refused", async () => {
    const made = await admin("POST /admin/api-keys", { name: "job", type: "secret" });
    const client = clientWith(made.body.api_key);
    expect((await client.from("newsletter_subscriptions").select("id").limit(1)).error).toBeNull();
    expect((await client.auth.admin.listUsers()).error).toBeNull();
    expect((await admin("GET /admin/api-keys")).body).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: made.body.id, last_used_at: expect.any(String), revoked_at: null }),
      ]),
    );
    expect(await admin(`DELETE /admin/api-keys/${made.body.id}`)).toMatchObject({ status: 200 });
    const refused = await client.from("newsletter_subscriptions").select("id").limit(1);
    expect([refused.status, refused.error?.code]).toEqual([401, "PGRST301"]);
    const written = await client.from("tags").insert({ name: "x", slug: "x" });
    expect(written.status).toBe(401);
    expect((await client.auth.admin.listUsers()).error).toMatchObject({ status: 401 });
  });

  it("of a role of the application's is bound by its rules", async () => {
    const made = await admin("POST /admin/api-keys", { name: "desk", type: "secret", role: "editor" });
    const client = clientWith(made.body.api_key);
    expect((await client.from("articles").select("id").limit(1)).error).toBeNull();
    expect((await client.auth.admin.listUsers()).error).toMatchObject({ status: 403, code: "not_admin" });
  });

  it("that is none is refused, and so are requests that make no sense", async () => {
    const refused = await clientWith("sb_secret_0123456789012345678901_01234567").from("articles").select();
    expect([refused.status, refused.error?.message]).toEqual([401, "Unregistered API key"]);
    for (const body of [{}, { name: "x", type: "other" }, { name: "x", type: "secret", expires_at: "soon" }]) {
      expect(await admin("POST /admin/api-keys", body)).toMatchObject({ status: 400 });
    }
    expect(await admin("DELETE /admin/api-keys/x")).toMatchObject({ status: 404 });
  });
});

describe("signing keys over HTTP", () => {
  it("rotate, and the JWKS at the edge follows", async () => {
    const jwks = async () => {
      const { response, text } = await stage.fetch(new Request("http://perigee.test/auth/v1/.well-known/jwks.json"));
      expect(response.headers.get("cache-control")).toBe("public, max-age=600");
      return JSON.parse(text).keys.map((key: { readonly kid: string }) => key.kid);
    };
    const before = await jwks();
    expect(await admin("POST /admin/signing-keys/rotate", {})).toMatchObject({
      status: 409,
      body: { error_code: "conflict" },
    });
    expect(await admin("POST /admin/signing-keys/rotate", { force: true })).toMatchObject({ status: 200 });
    const { body } = await admin("GET /admin/signing-keys");
    expect(body.map(({ status }: { readonly status: string }) => status)).toEqual(["previous", "current", "standby"]);
    expect(await jwks()).toEqual(body.map(({ kid }: { readonly kid: string }) => kid));
    expect(await admin(`DELETE /admin/signing-keys/${before[0]}`)).toMatchObject({ status: 200 });
    expect(await jwks()).not.toContain(before[0]);
    expect(await admin("DELETE /admin/signing-keys/none")).toMatchObject({ status: 404 });
  });
});
