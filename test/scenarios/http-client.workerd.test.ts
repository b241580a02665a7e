import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { people, seed } from "./publication-seed.ts";
import { masterSecret, openStage, type Stage } from "./stage.ts";

// The headers through the unmodified client: as docs/http.md shows them.

let stage: Stage;
let perigee: SupabaseClient;
let answered: Response[] = [];
let begun: string[] = [];

/** The fetch of docs/http.md: it sends back the last bookmark that it was given. */
function remembering(send: typeof fetch): typeof fetch {
  let bookmark: string | null = null;
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (bookmark !== null) headers.set("x-d1-bookmark", bookmark);
    const response = await send(input, { ...init, headers });
    bookmark = response.headers.get("x-d1-bookmark") ?? bookmark;
    return response;
  };
}

const send: typeof fetch = async (input, init) => {
  const { response, text, recording } = await stage.fetch(new Request(input as string, init));
  answered.push(response);
  begun.push(...recording.sessions);
  return new Response(response.status === 204 || response.status === 304 ? null : text, response);
};

beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

beforeEach(async () => {
  await stage.reset();
  await stage.rowsOf({ sql: "delete from _perigee_idempotency" });
  answered = [];
  begun = [];
  perigee = createClient("http://perigee.test", await apiKey("service_role", masterSecret), {
    global: { fetch: remembering(send) },
    auth: { persistSession: false, autoRefreshToken: false },
  });
});

function lastHeader(name: string): string | null {
  return answered.at(-1)?.headers.get(name) ?? null;
}

describe("supabase-js", () => {
  it("reads its own writes: each request begins at the state that the one before has made", async () => {
    await perigee.from("tags").insert({ slug: "new", name: "New" }).throwOnError();
    const bookmark = lastHeader("x-d1-bookmark");
    const { data } = await perigee.from("tags").select("name").eq("slug", "new").single().throwOnError();
    expect([data, begun]).toEqual([{ name: "New" }, ["first-primary", bookmark]]);
  });

  it("sends an insert twice, and it happens once", async () => {
    const key = crypto.randomUUID();
    const insert = () =>
      perigee.from("tags").insert({ slug: "once", name: "Once" }).select().setHeader("Idempotency-Key", key);
    const first = await insert();
    const second = await insert();
    expect([first.error, second.error]).toEqual([null, null]);
    expect(second.data).toEqual(first.data);
    expect(lastHeader("idempotency-replayed")).toBe("true");
  });

  it("overwrites nothing that it has not seen", async () => {
    const read = () => perigee.from("tags").select("slug,name").eq("slug", "space").single();
    await perigee.from("tags").upsert({ slug: "space", name: "Space" }, { onConflict: "slug" }).throwOnError();
    await read().throwOnError();
    const tag = lastHeader("etag") ?? "";
    const change = (name: string) =>
      perigee.from("tags").update({ name }).eq("slug", "space").select("slug,name").single().setHeader("If-Match", tag);
    const mine = await change("Mine");
    const late = await change("Late");
    expect([mine.error, mine.data?.name]).toEqual([null, "Mine"]);
    expect([late.status, late.error?.code, (await read()).data?.name]).toEqual([412, "PER412", "Mine"]);
  });
});
