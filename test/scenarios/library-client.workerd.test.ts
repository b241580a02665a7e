import { env } from "cloudflare:workers";
import { PostgrestClient } from "@supabase/postgrest-js";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { library } from "../apps/library.ts";
import { people, seed } from "./library-seed.ts";
import { openStage, type Stage, sessionOf } from "./stage.ts";

// The unmodified client; what it asks goes over the whole worker.
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app: library, seed, people });
});

beforeEach(() => stage.reset());

async function clientOf(who: string): Promise<PostgrestClient> {
  const headers = await stage.credentials(who);
  return new PostgrestClient("http://perigee.test/rest/v1", {
    headers,
    fetch: async (input, init) => {
      const { response, text } = await stage.fetch(new Request(input, init));
      const { status, statusText } = response;
      return new Response(status === 204 || text === "" ? null : text, {
        status,
        statusText,
        headers: response.headers,
      });
    },
  });
}

describe("postgrest-js", () => {
  it("calls a function by POST", async () => {
    const { data, error, status } = await (await clientOf("anon")).rpc("add_them", { a: 1, b: 2 });
    expect([data, error, status]).toEqual([3, null, 200]);
  });

  it("calls a function by GET, a list as PostgreSQL writes it", async () => {
    const args = { double: 1.5, text: "x y", boolean: false, arr: ["a", "b"] };
    const { data } = await (await clientOf("anon")).rpc("varied", args, { get: true });
    expect(data).toEqual({ ...args, integers: [] });
  });

  it("calls a function by HEAD and counts", async () => {
    const asked = (await clientOf("anon")).rpc("all_books", {}, { head: true, count: "exact" });
    expect(await asked).toMatchObject({ data: null, count: 3, status: 200 });
  });

  it("selects, filters, orders and pages", async () => {
    const asked = (await clientOf("anon"))
      .rpc("all_books", {}, { count: "exact" })
      .select("id, authors(name)")
      .gte("id", 1)
      .not("author_id", "is", null)
      .order("id", { ascending: false })
      .limit(1);
    expect(await asked).toMatchObject({ data: [{ id: 2, authors: { name: "Le Guin" } }], count: 2, status: 206 });
  });

  it("takes a single row, and maybe none", async () => {
    const anon = await clientOf("anon");
    expect((await anon.rpc("all_books").select("title").eq("id", 1).single()).data).toEqual({ title: "Dune" });
    expect((await anon.rpc("all_books", {}, { get: true }).eq("id", 9).maybeSingle()).data).toBeNull();
    expect((await anon.rpc("one_book", { id: 9 }).maybeSingle()).data).toBeNull();
    expect((await anon.rpc("all_books").single()).error).toMatchObject({ code: "PGRST116" });
  });

  it("takes CSV, and ranges", async () => {
    const anon = await clientOf("anon");
    expect((await anon.rpc("all_books").select("id").order("id").csv()).data).toBe("id\n1\n2\n3");
    expect((await anon.rpc("all_books").select("id").order("id").range(1, 1)).data).toEqual([{ id: 2 }]);
  });

  it("is told what a function raises, and what a rule refuses", async () => {
    const anon = await clientOf("anon");
    const { error, status } = await anon.rpc("raise", { code: "PT402" });
    expect([status, error]).toMatchObject([402, { code: "PT402", hint: "Upgrade your plan" }]);
    expect((await anon.rpc("my_loans")).status).toBe(401);
    expect((await anon.rpc("nothing")).error).toMatchObject({ code: "PGRST202" });
  });

  it("writes as who it is", async () => {
    const asked = (await clientOf("other")).rpc("borrow", { book: 3 }).select("reader_id").single();
    expect((await asked).data).toEqual({ reader_id: people.other?.id });
  });
});

describe("a session that has ended", () => {
  const reader = people.reader;
  beforeEach(async () => {
    if (reader === undefined) throw new TypeError("nobody");
    await env.DB.prepare("delete from auth_sessions where id = ?").bind(sessionOf(reader)).run();
  });

  it.each([
    ["that reads", "my_loans", {}],
    ["that asks the database nothing", "quiet", {}],
    ["that writes", "borrow", { book: 3 }],
    ["that runs as the service", "lend", { book: 2 }],
    ["whose rows are shaped", "all_books?select=id", {}],
  ])("calls no function %s", async (_, name, args) => {
    const { error, status } = await (await clientOf("reader")).rpc(name, args);
    expect([status, error]).toMatchObject([401, { code: "PGRST301" }]);
    const { results } = await env.DB.prepare(
      "select seq from _perigee_changes where table_name <> 'auth_sessions'",
    ).all();
    expect(results).toEqual([]);
  });
});
