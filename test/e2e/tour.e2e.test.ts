import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foreignKey, type Server, startServer } from "./server.ts";

// The README's tour and more: a real server over real sockets, driven by the unmodified supabase-js.

let server: Server;
let anon: SupabaseClient;

const password = "a long enough password";
const demoPassword = "perigee-demo";
const options = { auth: { persistSession: false, autoRefreshToken: false } } as const;

function client(key = server.anonKey): SupabaseClient {
  return createClient(server.url, key, options);
}

async function signedIn(email: string, given: string): Promise<SupabaseClient> {
  const made = client();
  const { error } = await made.auth.signInWithPassword({ email, password: given });
  expect(error).toBeNull();
  return made;
}

/** One of the published articles. */
async function anArticle(): Promise<{ readonly id: string; readonly title: string }> {
  const { data, error } = await anon.from("articles").select("id, title").limit(1).single();
  if (error !== null) throw new Error(error.message);
  return data;
}

beforeAll(async () => {
  server = await startServer();
  anon = client();
});

afterAll(async () => {
  await server?.stop();
});

describe("a reader without an account", () => {
  it("lists published articles with author, tags and newest comments in one call", async () => {
    const { data, error } = await anon
      .from("articles")
      .select(
        "id, title, status, author:profiles!author_id(handle, display_name), tags(name), comments(body, created_at)",
      )
      .eq("status", "published")
      .order("published_at", { ascending: false })
      .order("created_at", { referencedTable: "comments", ascending: false })
      .limit(3, { referencedTable: "comments" })
      .limit(10);
    expect(error).toBeNull();
    expect(data).toHaveLength(10);
    for (const article of data ?? []) {
      expect(article.status).toBe("published");
      expect(article.author).toEqual({ handle: expect.any(String), display_name: expect.any(String) });
      expect(article.tags.length).toBeGreaterThan(0);
      const moments = article.comments.map((comment) => comment.created_at);
      expect(moments.length).toBeLessThanOrEqual(3);
      expect(moments).toEqual([...moments].sort().reverse());
    }
    expect((data ?? []).some((article) => article.comments.length === 3)).toBe(true);
  });

  it("pages by range with the whole count", async () => {
    const first = await anon.from("articles").select("id", { count: "exact" }).order("id").range(0, 4);
    const second = await anon.from("articles").select("id", { count: "exact" }).order("id").range(5, 9);
    expect([first.data?.length, second.data?.length]).toEqual([5, 5]);
    expect(first.count).toBeGreaterThan(10);
    expect(second.count).toBe(first.count);
    const ids = new Set([...(first.data ?? []), ...(second.data ?? [])].map((row) => row.id));
    expect(ids.size).toBe(10);
  });

  it("counts without rows", async () => {
    const { count, data, error } = await anon.from("tags").select("*", { count: "exact", head: true });
    expect(error).toBeNull();
    expect(data).toBeNull();
    expect(count).toBeGreaterThan(3);
  });

  it("gets one row, no row, or an error where one row was said", async () => {
    const { id } = await anArticle();
    expect((await anon.from("articles").select("id").eq("id", id).maybeSingle()).data).toEqual({ id });
    const none = "00000000-0000-4000-8000-000000000000";
    const maybe = await anon.from("articles").select("id").eq("id", none).maybeSingle();
    expect([maybe.data, maybe.error]).toEqual([null, null]);
    const missing = await anon.from("articles").select("id").eq("id", none).single();
    expect(missing.status).toBe(406);
    expect(missing.error).toMatchObject({ code: "PGRST116", details: "The result contains 0 rows" });
  });

  it("sees no draft and no note, whichever way it asks", async () => {
    const { data } = await anon.from("articles").select("id").neq("status", "published");
    expect(data).toEqual([]);
    const notes = await anon.from("articles").select("editor_notes");
    expect(notes.status).toBe(401);
    expect(notes.error).toMatchObject({ code: "42501", message: "permission denied for table articles" });
    const mails = await anon.from("newsletter_subscriptions").select("email");
    expect(mails.error?.code).toBe("42501");
  });

  it("gets errors with code, message, details and hint", async () => {
    const { error, status } = await anon.from("articles").select("titel");
    expect(status).toBe(400);
    expect(error).toMatchObject({
      code: "42703",
      message: "column articles.titel does not exist",
      hint: 'Perhaps you meant to reference the column "articles.title".',
    });
    expect((await anon.from("nothing").select()).error?.code).toBe("PGRST205");
    expect((await anon.from("articles").select("id, tags(name)").eq("id", "seven")).error?.code).toBe("22P02");
  });

  it("finds by every kind of filter that the client has", async () => {
    const text = await anon.from("articles").select("title").ilike("title", "%THE%").limit(3);
    for (const { title } of text.data ?? []) expect(title.toLowerCase()).toContain("the");
    const tagged = await anon.from("articles").select("id, tags!inner(slug)").eq("tags.slug", "none-such");
    expect(tagged.data).toEqual([]);
    const either = await anon
      .from("articles")
      .select("id")
      .or("featured.is.true,reading_minutes.gt.3")
      .not("id", "is", null);
    expect(either.error).toBeNull();
    const listed = await anon.from("articles").select("keywords").contains("keywords", []).limit(1);
    expect(listed.data).toHaveLength(1);
  });

  it("may not comment", async () => {
    const { id } = await anArticle();
    const { error, status } = await anon.from("comments").insert({ article_id: id, body: "Hello." });
    expect(status).toBe(401);
    expect(error?.code).toBe("42501");
  });

  it("is refused under a key of another project", async () => {
    const { error, status } = await client(await foreignKey())
      .from("articles")
      .select("id");
    expect(status).toBe(401);
    expect(error?.code).toBe("PGRST301");
  });
});

describe("a reader who signs up", () => {
  let reader: SupabaseClient;
  let userId = "";
  let token = "";
  const email = "tour@example.com";

  it("has a profile from the same moment", async () => {
    reader = client();
    const { data, error } = await reader.auth.signUp({
      email,
      password,
      options: { data: { display_name: "Tour Guide", handle: "tour-guide", role: "admin" } },
    });
    expect(error).toBeNull();
    userId = data.user?.id ?? "";
    token = data.session?.access_token ?? "";
    const profile = await anon.from("profiles").select("handle, display_name, role").eq("id", userId).single();
    expect(profile.data).toEqual({ handle: "tour-guide", display_name: "Tour Guide", role: "reader" });
  });

  it("may not sign up twice, nor under a handle that is taken", async () => {
    const again = await client().auth.signUp({ email, password });
    expect(again.error).toMatchObject({ code: "user_already_exists", status: 422 });
    const other = await client().auth.signUp({
      email: "other@example.com",
      password,
      options: { data: { handle: "tour-guide" } },
    });
    expect(other.error?.status).toBe(422);
    const login = await client().auth.signInWithPassword({ email: "other@example.com", password });
    expect(login.error?.code).toBe("invalid_credentials");
  });

  it("bears a token that jose verifies with the published keys", async () => {
    const keys = createRemoteJWKSet(new URL(`${server.url}/auth/v1/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      audience: "authenticated",
      algorithms: ["ES256"],
    });
    expect(payload).toMatchObject({ sub: userId, role: "authenticated", email });
    expect(protectedHeader.kid).toEqual(expect.any(String));
    const published = await (await fetch(`${server.url}/auth/v1/.well-known/jwks.json`)).json();
    expect(JSON.stringify(published)).not.toMatch(/"d":/);
  });

  it("comments as that person, without saying so", async () => {
    const { id } = await anArticle();
    const { data, error } = await reader
      .from("comments")
      .insert({ article_id: id, body: "I read this twice." })
      .select("id, body, status, author:profiles!author_id(display_name)")
      .single();
    expect(error).toBeNull();
    expect(data).toMatchObject({
      body: "I read this twice.",
      status: "visible",
      author: { display_name: "Tour Guide" },
    });
    const seen = await anon.from("comments").select("body").eq("id", data?.id).single();
    expect(seen.data).toEqual({ body: "I read this twice." });
  });

  it("may not comment as somebody else", async () => {
    const { id } = await anArticle();
    const someone = await anon.from("profiles").select("id").neq("id", userId).limit(1).single();
    const { error, status } = await reader
      .from("comments")
      .insert({ article_id: id, body: "Not me.", author_id: someone.data?.id });
    expect(status).toBe(403);
    expect(error?.code).toBe("42501");
  });

  it("reacts, changes the reaction by an upsert, and takes it back", async () => {
    const { id } = await anArticle();
    for (const kind of ["like", "insight"]) {
      const { error } = await reader.from("reactions").upsert({ article_id: id, profile_id: userId, kind });
      expect(error).toBeNull();
    }
    const { data } = await anon.from("reactions").select("kind").eq("profile_id", userId);
    expect(data).toEqual([{ kind: "insight" }]);
    const gone = await reader.from("reactions").delete().eq("profile_id", userId).select("kind");
    expect(gone.data).toEqual([{ kind: "insight" }]);
  });

  it("changes a name, but neither a role nor somebody else", async () => {
    const mine = await reader
      .from("profiles")
      .update({ bio: "Reads on trams." })
      .neq("handle", "")
      .select("handle, bio");
    expect(mine.data).toEqual([{ handle: "tour-guide", bio: "Reads on trams." }]);
    const role = await reader.from("profiles").update({ role: "admin" }).eq("id", userId);
    expect(role.error?.code).toBe("42501");
  });

  it("gets a new token by refreshing, under which the same session goes on", async () => {
    const { data, error } = await reader.auth.refreshSession();
    expect(error).toBeNull();
    expect(data.session?.access_token).not.toBe("");
    expect((await reader.auth.getUser()).data.user?.id).toBe(userId);
  });

  it("is refused with the old token on the very next request after signing out", async () => {
    const { data } = await reader.auth.getSession();
    const before = data.session?.access_token ?? "";
    const ask = (bearer: string): Promise<Response> =>
      fetch(`${server.url}/rest/v1/articles?select=id&limit=1`, {
        headers: { apikey: server.anonKey, authorization: `Bearer ${bearer}` },
      });
    expect((await ask(before)).status).toBe(200);
    expect((await reader.auth.signOut()).error).toBeNull();
    for (const bearer of [before, token]) {
      const refused = await ask(bearer);
      expect(refused.status).toBe(401);
      expect(refused.headers.get("www-authenticate")).toMatch(/invalid_token/);
      expect(await refused.json()).toMatchObject({ code: "PGRST301" });
    }
    const write = await fetch(`${server.url}/rest/v1/profiles?id=eq.${userId}`, {
      method: "PATCH",
      headers: { apikey: server.anonKey, authorization: `Bearer ${before}`, "content-type": "application/json" },
      body: JSON.stringify({ bio: "Too late." }),
    });
    expect(write.status).toBe(401);
    const profile = await anon.from("profiles").select("bio").eq("id", userId).single();
    expect(profile.data).toEqual({ bio: "Reads on trams." });
  });

  it("signs in again, and not with a wrong password", async () => {
    const wrong = await client().auth.signInWithPassword({ email, password: "not this one" });
    expect(wrong.error).toMatchObject({ status: 400, code: "invalid_credentials" });
    const again = await signedIn(email, password);
    const { data } = await again.from("comments").select("body").eq("author_id", userId);
    expect(data).toEqual([{ body: "I read this twice." }]);
  });
});

describe("the people of the demo", () => {
  it("has an author who hands a draft in, and may not publish it", async () => {
    const author = await signedIn("author@perigee.example", demoPassword);
    const category = await anon.from("categories").select("id").limit(1).single();
    const made = await author
      .from("articles")
      .insert({
        slug: "on-tours",
        title: "On Tours",
        body: "They end.",
        category_id: category.data?.id,
        status: "in_review",
      })
      .select("id, status, reading_minutes, author:profiles!author_id(role)")
      .single();
    expect(made.error).toBeNull();
    expect(made.data).toMatchObject({ status: "in_review", reading_minutes: 1, author: { role: "author" } });
    const now = new Date().toISOString();
    const own = await author.from("articles").update({ status: "published" }).eq("slug", "on-tours");
    expect(own.error?.code).toBe("42501");
    const dated = await author.from("articles").update({ published_at: now }).eq("slug", "on-tours");
    expect(dated.error?.code).toBe("42501");
    expect((await anon.from("articles").select("id").eq("slug", "on-tours").maybeSingle()).data).toBeNull();
  });

  it("has an editor who publishes it, after which everybody reads it", async () => {
    const editor = await signedIn("editor@perigee.example", demoPassword);
    const published = await editor
      .from("articles")
      .update({ status: "published", published_at: new Date(Date.now() - 1000).toISOString() })
      .eq("slug", "on-tours")
      .select("status")
      .single();
    expect(published.error).toBeNull();
    expect(published.data).toEqual({ status: "published" });
    const seen = await anon.from("articles").select("title").eq("slug", "on-tours").single();
    expect(seen.data).toEqual({ title: "On Tours" });
  });

  it("has an editor who is not the admin", async () => {
    const editor = await signedIn("editor@perigee.example", demoPassword);
    const { data } = await editor.from("articles").delete().eq("slug", "on-tours").select("id");
    expect(data).toEqual([]);
    const admin = await signedIn("admin@perigee.example", demoPassword);
    const gone = await admin.from("articles").delete().eq("slug", "on-tours").select("slug");
    expect(gone.data).toEqual([{ slug: "on-tours" }]);
  });
});

describe("the server", () => {
  it("is healthy in every part that it stands on", async () => {
    const response = await fetch(`${server.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "ok",
      checks: { d1: { ok: true }, kv: { ok: true }, "durable-object": { ok: true } },
    });
  });

  it("gives the service what no rule permits anybody", async () => {
    const service = client(server.serviceKey);
    const { data, error } = await service.from("newsletter_subscriptions").select("email").limit(1);
    expect(error).toBeNull();
    expect(data).toHaveLength(1);
  });

  it("answers a browser of another origin", async () => {
    const response = await fetch(`${server.url}/rest/v1/articles`, {
      method: "OPTIONS",
      headers: {
        origin: "https://elsewhere.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,apikey,content-profile,x-client-info",
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-headers")).toContain("x-client-info");
  });

  it("names every answer, and says where its time went", async () => {
    const response = await fetch(`${server.url}/rest/v1/articles?select=id&limit=1`, {
      headers: { apikey: server.anonKey, "x-request-id": "tour-00001" },
    });
    expect(response.headers.get("x-request-id")).toBe("tour-00001");
    expect(response.headers.get("server-timing")).toMatch(/db;dur=[\d.]+.*total;dur=[\d.]+/);
  });

  it("printed no token, and no error, while all of this went on", () => {
    const printed = server.output();
    expect(printed).not.toContain(server.serviceKey);
    expect(printed).not.toMatch(/"level":"error"/);
  });
});
