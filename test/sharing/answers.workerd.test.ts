import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Stage } from "../scenarios/stage.ts";
import { anonymousToken, ask, openBoth } from "./stages.ts";

// Answers that anybody may share: who gets which, how old they may be, and what their headers say.

let stage: Stage;
let other: Stage;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const { shared } = await openBoth();
  stage = shared;
  other = (await openBoth()).shared;
});

afterEach(() => {
  vi.useRealTimers();
});

const shelves = "GET /shelves?select=id,name&order=id";
const books = "GET /books?select=title,shelves(name)&order=id";

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

async function trips(line: string, asked = {}): Promise<number> {
  return (await ask(stage, line, asked)).recording.batches.length;
}

describe("an answer that anybody may share", () => {
  it("says so, for as long as the shortest of its tables allows", async () => {
    const { response } = await ask(stage, shelves);
    expect(response.headers.get("cache-control")).toBe("public, max-age=60, s-maxage=60, stale-while-revalidate=30");
    expect(response.headers.get("vary")).toBe(
      "Authorization, apikey, Accept, Accept-Profile, Prefer, Range, Origin, x-d1-bookmark",
    );
    expect(response.headers.get("etag")).not.toBeNull();
    expect(response.headers.get("x-d1-bookmark")).toBeNull();
    const joined = await ask(stage, books);
    expect(joined.response.headers.get("cache-control")).toContain("max-age=20,");
  });

  it("is kept: the database is not asked again, and the answer says its age", async () => {
    const first = await ask(stage, shelves);
    pass(7);
    const second = await ask(stage, shelves);
    expect(second.text).toBe(first.text);
    expect([first.recording.batches.length, second.recording.batches.length]).toEqual([1, 0]);
    expect([first.response.headers.get("age"), second.response.headers.get("age")]).toEqual([null, "7"]);
    expect(second.response.headers.get("etag")).toBe(first.response.headers.get("etag"));
    const known = { "if-none-match": first.response.headers.get("etag") ?? "" };
    const third = await ask(stage, shelves, { headers: known });
    expect([third.response.status, third.recording.batches.length]).toEqual([304, 0]);
    expect(third.response.headers.get("cache-control")).toContain("public");
  });

  it("is read again when its time is over", async () => {
    await ask(stage, shelves);
    pass(59);
    expect(await trips(shelves)).toBe(0);
    pass(1);
    expect(await trips(shelves)).toBe(1);
  });

  it("is found by what the database would be asked: other values are another", async () => {
    await ask(stage, "GET /shelves?select=name&id=eq.1");
    expect(await trips("GET /shelves?select=name&id=eq.2")).toBe(1);
    expect(await trips("GET /shelves?select=name&id=eq.1")).toBe(0);
    expect(await trips("GET /shelves?select=name&id=eq.1&limit=1")).toBe(1);
    expect(await trips("GET /shelves?select=name&id=eq.1", { headers: { prefer: "count=exact" } })).toBe(1);
    expect(await trips("GET /shelves?select=name&id=eq.1", { headers: { accept: "text/csv" } })).toBe(0);
  });

  it("shows what a rule hides at a moment until its time is over, and no longer", async () => {
    const soon = new Date(Date.now() + 5_000).toISOString();
    await stage.rowsOf({ sql: `update books set visible_from = '${soon.replace("Z", "+00:00")}' where id = 2` });
    const before = await ask(stage, "GET /books?select=title&order=id");
    pass(10);
    expect((await ask(stage, "GET /books?select=title&order=id")).text).toBe(before.text);
    pass(10);
    expect((await ask(stage, "GET /books?select=title&order=id")).text).toContain("Wrecks");
  });
});

describe("an answer that is the caller's own", () => {
  it.each<readonly [string, string, string]>([
    ["of a user", shelves, "ann"],
    ["of the service", shelves, "service"],
    ["of a table that says nothing of it", "GET /notes?select=body", "anon"],
    ["with such a table embedded", "GET /books?select=title,notes(body)", "anon"],
    ["filtered by such a table", "GET /books?select=title,notes!inner()&notes.body=eq.listed", "anon"],
    ["anti-joined with such a table", "GET /books?select=title,notes()&notes=is.null", "anon"],
    ["under a rule that looks at such a table", "GET /lists?select=label", "anon"],
    ["that names such a table by a name that closes a quote", 'GET /books?select="a%5C%22b":title,notes(body)', "anon"],
  ])("%s is neither kept nor shared", async (_, line, who) => {
    for (let time = 0; time < 2; time++) {
      const { response, recording, text } = await ask(stage, line, { who });
      expect([response.status, text]).toEqual([200, text]);
      expect(response.headers.get("cache-control")).toBe("private, no-cache");
      expect(response.headers.get("x-d1-bookmark")).not.toBeNull();
      expect(recording.batches).toHaveLength(1);
    }
  });

  it("never comes from what the anonymous were given, nor the other way round", async () => {
    const line = "GET /books?select=title&order=id";
    const anon = await ask(stage, line);
    expect((await ask(stage, line, { who: "ann" })).text).toContain("Wrecks");
    expect((await ask(stage, line, { who: "service" })).text).toContain("Orbits");
    expect((await ask(stage, line)).text).toBe(anon.text);
  });

  it("is told from another's by the claims of their tokens, where a rule asks for them", async () => {
    const line = "GET /offers?select=label";
    const tokens = await Promise.all(["a", "b"].map(anonymousToken));
    for (let time = 0; time < 2; time++) {
      for (const [index, name] of ["A", "B"].entries()) {
        const { text } = await ask(stage, line, { headers: { authorization: `Bearer ${tokens[index]}` } });
        expect(text).toBe(`[{"label":"For everybody at ${name}"}]`);
      }
      expect((await ask(stage, line)).text).toBe("[]");
    }
  });

  it("is every failure", async () => {
    const line = "GET /shelves?id=eq.77";
    for (let time = 0; time < 2; time++) {
      const { response } = await ask(stage, line, { headers: { accept: "application/vnd.pgrst.object+json" } });
      expect([response.status, response.headers.get("cache-control")]).toEqual([406, "no-store"]);
    }
  });
});

describe("a change", () => {
  it("through this isolate shows at once", async () => {
    await ask(stage, shelves);
    await ask(stage, books);
    await ask(stage, "PATCH /shelves?id=eq.1", { who: "ann", body: { name: "Ocean" } });
    expect((await ask(stage, shelves)).text).toContain("Ocean");
    expect((await ask(stage, books)).text).toContain("Ocean");
  });

  it("that a cascade makes shows too", async () => {
    const line = "GET /books?select=title";
    expect((await ask(stage, line)).text).toContain("Tides");
    await ask(stage, "DELETE /shelves?id=eq.1", { who: "service" });
    expect((await ask(stage, line)).text).toBe("[]");
  });

  it("of another table leaves the answer where it is", async () => {
    await ask(stage, shelves);
    await ask(stage, "POST /notes", { who: "ann", body: { book_id: 1, body: "x" } });
    expect(await trips(shelves)).toBe(0);
  });

  it("through another isolate, or by hand, shows when the time is over", async () => {
    await ask(stage, shelves);
    await ask(other, "PATCH /shelves?id=eq.1", { who: "ann", body: { name: "Ocean" } });
    await stage.rowsOf({ sql: "update shelves set name = 'Heaven' where id = 2" });
    expect((await ask(stage, shelves)).text).toContain("Sea");
    pass(60);
    const { text } = await ask(stage, shelves);
    expect(text).toBe('[{"id":1,"name":"Ocean"},{"id":2,"name":"Heaven"}]');
  });

  it("is looked for at a copy that knows of it, where the next answer is read", async () => {
    await ask(stage, shelves);
    const written = await ask(stage, "PATCH /shelves?id=eq.1", { who: "ann", body: { name: "Ocean" } });
    const bookmark = written.response.headers.get("x-d1-bookmark");
    expect((await ask(stage, shelves)).recording.sessions).toEqual([bookmark]);
    expect((await ask(stage, "GET /lists?select=label")).recording.sessions).toEqual(["first-unconstrained"]);
  });
});

describe("a bookmark", () => {
  const past = "00000000-00000000-00000000-00000000000000000000000000000000";
  const future = "ffffffff-00000000-00000000-00000000000000000000000000000000";

  it("is satisfied by what was read since, and by nothing older", async () => {
    await ask(stage, shelves);
    const old = await ask(stage, shelves, { headers: { "x-d1-bookmark": past } });
    expect(old.recording.batches).toHaveLength(0);
    const late = await ask(stage, shelves, { headers: { "x-d1-bookmark": future } });
    expect(late.recording.sessions).toEqual([future]);
  });

  it("makes the answer the caller's own for the caches on its way", async () => {
    const { response } = await ask(stage, shelves, { headers: { "x-d1-bookmark": past } });
    expect(response.headers.get("cache-control")).toBe("private, no-cache");
    expect(response.headers.get("x-d1-bookmark")).not.toBeNull();
  });
});
