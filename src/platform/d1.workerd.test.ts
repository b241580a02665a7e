import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Consistency } from "../engine/ports.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import type { Statement } from "../sql/compile.ts";
import { d1Database } from "./d1.ts";

/** The real D1, which fails the first so many times with a message. */
function failing(message: string, times: number): { readonly binding: D1Database; readonly attempts: () => number } {
  let attempts = 0;
  async function attempt<T>(run: () => Promise<T>): Promise<T> {
    attempts += 1;
    if (attempts <= times) throw new Error(message);
    return run();
  }
  function wrap(statement: D1PreparedStatement): unknown {
    return {
      inner: statement,
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: () => attempt(() => statement.all()),
    };
  }
  const binding = {
    prepare: (sql: string) => wrap(env.DB.prepare(sql)),
    batch: (all: readonly { readonly inner: D1PreparedStatement }[]) =>
      attempt(() => env.DB.batch(all.map((each) => each.inner))),
  };
  return { binding: binding as unknown as D1Database, attempts: () => attempts };
}

const one: Statement = { sql: "select ?1 as n", params: [1] };
const two: Statement = { sql: "select ?1 as n", params: ["two"] };
const lost = "D1_ERROR: Network connection lost.";

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
}

async function kindOf(...statements: readonly Statement[]): Promise<string> {
  const thrown = await thrownBy(d1Database(env.DB).batch(statements, { retry: false }));
  return thrown instanceof DatabaseError ? thrown.kind : String(thrown);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a passing failure", () => {
  it.each([[[one]], [[one, two]]])("is tried again where that does no harm", async (statements) => {
    const { binding, attempts } = failing(lost, 3);
    const results = await d1Database(binding, { firstDelayMs: 1 }).batch(statements, { retry: true });
    expect(results.map((result) => result.rows)).toEqual(statements.map(({ params }) => [{ n: params[0] }]));
    expect(attempts()).toBe(4);
  });

  it("is not tried again otherwise", async () => {
    const { binding, attempts } = failing(lost, 1);
    const thrown = await thrownBy(d1Database(binding).batch([one], { retry: false }));
    expect(thrown).toMatchObject({ name: "DatabaseError", kind: "transient", message: lost });
    expect(attempts()).toBe(1);
  });

  it("is tried as often as is said, the first time included, and then thrown with its cause", async () => {
    const { binding, attempts } = failing(lost, 99);
    const thrown = await thrownBy(
      d1Database(binding, { maxAttempts: 2, firstDelayMs: 1 }).batch([one], { retry: true }),
    );
    expect([attempts(), thrown]).toEqual([2, expect.objectContaining({ cause: new Error(lost) })]);
  });

  it.each([
    [0, [12.5, 25, 50]],
    [0.5, [18.75, 37.5, 75]],
    [0.999, [24.9875, 49.975, 99.95]],
  ])("waits twice as long each time, spread by chance: %d", async (chance, delays) => {
    vi.spyOn(Math, "random").mockReturnValue(chance);
    const waited: number[] = [];
    vi.spyOn(globalThis, "setTimeout").mockImplementation(((done: () => void, delayMs: number) => {
      waited.push(delayMs);
      done();
    }) as unknown as typeof setTimeout);
    await thrownBy(d1Database(failing(lost, 99).binding).batch([one], { retry: true }));
    expect(waited.map((delayMs) => Math.round(delayMs * 1e4) / 1e4)).toEqual(delays);
  });

  it.each([
    "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
    "D1_ERROR: D1 DB is overloaded. Too many requests queued.",
    "D1_ERROR: D1 DB reset because its code was updated.",
    "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
    "D1_ERROR: Internal error in D1 DB storage caused object to be reset.",
    "D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.",
    "D1_ERROR: database is locked: SQLITE_BUSY",
  ])("is known by its message: %s", async (message) => {
    const { binding, attempts } = failing(message, 1);
    await d1Database(binding, { firstDelayMs: 1 }).batch([one], { retry: true });
    expect(attempts()).toBe(2);
  });
});

describe("a batch with a consistency", () => {
  const bookmark = "00000001-00000002-00000003-0123456789abcdef0123456789abcdef";

  /** Notes where each session began. */
  function watched(message: string, times: number): { readonly binding: D1Database; readonly begun: string[] } {
    const begun: string[] = [];
    const { binding } = failing(message, times);
    const withSession = (constraint: string): unknown => {
      begun.push(constraint);
      return { prepare: binding.prepare, batch: binding.batch, getBookmark: () => bookmark };
    };
    return { binding: { ...binding, withSession } as unknown as D1Database, begun };
  }

  it.each<readonly [Consistency["from"], boolean, readonly string[]]>([
    ["nearest", true, ["first-unconstrained", "first-primary", "first-primary"]],
    [{ bookmark }, true, [bookmark, "first-primary", "first-primary"]],
    ["primary", true, ["first-primary", "first-primary", "first-primary"]],
  ])("that fails at a copy is tried again at the primary: from %j", async (from, retry, wanted) => {
    const { binding, begun } = watched(lost, 2);
    const consistency: Consistency = { from, reached: null };
    await d1Database(binding, { firstDelayMs: 1 }).batch([one], { retry, consistency });
    expect([begun, consistency.reached]).toEqual([wanted, bookmark]);
  });

  it.each<readonly [Consistency["from"]]>([["nearest"], [{ bookmark }], ["primary"]])(
    "that writes begins at the primary: from %j",
    async (from) => {
      const { binding, begun } = watched(lost, 0);
      await d1Database(binding).batch([one, two], { retry: false, consistency: { from, reached: null } });
      expect(begun).toEqual(["first-primary"]);
    },
  );

  it("and a bookmark of another database is the caller's mistake, a table of that name is not", async () => {
    for (const [message, kind] of [
      ["D1_ERROR: Invalid bookmark", "bookmark"],
      ["D1_ERROR: UNIQUE constraint failed: bookmark.id: SQLITE_CONSTRAINT", "constraint"],
      ["D1_ERROR: no such table: bookmark: SQLITE_ERROR", "fault"],
    ] as const) {
      const { binding } = watched(message, 99);
      const consistency: Consistency = { from: { bookmark }, reached: null };
      expect(await thrownBy(d1Database(binding).batch([one], { retry: true, consistency }))).toMatchObject({ kind });
      expect(consistency.reached).toBeNull();
    }
  });
});

describe("a lasting failure", () => {
  beforeAll(async () => {
    await env.DB.batch(
      [
        "create table t (id integer primary key, n integer not null, u text unique, c integer check (c < 5), p integer references t (id))",
        "insert into t (id, n, u) values (1, 1, 'a')",
      ].map((sql) => env.DB.prepare(sql)),
    );
  });

  const plain = (sql: string): Statement => ({ sql, params: [] });
  const deep = (depth: number): string => `select ${"1 + (".repeat(depth)}1${")".repeat(depth)}`;

  it.each([
    ["insert into t (id, n, u) values (2, 1, 'a')", "constraint"],
    ["insert into t (id, n) values (1, 1)", "constraint"],
    ["insert into t (id) values (2)", "constraint"],
    ["insert into t (id, n, c) values (2, 1, 9)", "constraint"],
    ["insert into t (id, n, p) values (2, 1, 77)", "constraint"],
    ["insert into t (id, n) values ('x', 1)", "constraint"],
    ["select json('{')", "constraint"],
    ["select json_extract('{}', 'perigee:session')", "abort"],
    ["select json_extract('{}', 'other')", "fault"],
    [deep(120), "limit"],
    [`select 1 where 'a' like '${"a%".repeat(60)}'`, "limit"],
    ["select * from nothing", "fault"],
    ["selec 1", "fault"],
  ])("of the real D1 is classified: %.60s is %s", async (sql, kind) => {
    expect(await kindOf(plain(sql))).toBe(kind);
  });

  it.each([
    ["insert into t (id, n) values (1, 1)", "constraint"],
    ["select json_extract('{}', 'perigee:session')", "abort"],
  ])("in a batch undoes all of it, and is classified as well: %s", async (sql, kind) => {
    expect(await kindOf(plain("insert into t (id, n) values (50, 1)"), plain(sql))).toBe(kind);
    expect((await env.DB.prepare("select * from t where id = 50").all()).results).toEqual([]);
  });

  it.each([
    "D1_ERROR: no such table: t: SQLITE_ERROR",
    "D1_TYPE_ERROR: Type 'bigint' not supported for value '1'",
    "something",
  ])("is not tried again: %s", async (message) => {
    const { binding, attempts } = failing(message, 99);
    expect(await thrownBy(d1Database(binding).batch([one], { retry: true }))).toMatchObject({ kind: "fault", message });
    expect(attempts()).toBe(1);
  });

  it("that is no Error is one all the same", async () => {
    const binding = {
      prepare: () => ({ bind: () => ({ all: () => Promise.reject("gone") }) }),
    } as unknown as D1Database;
    const thrown = await thrownBy(d1Database(binding).batch([one], { retry: true }));
    expect(thrown).toMatchObject({ name: "DatabaseError", kind: "fault", message: "gone", cause: "gone" });
  });
});

it("gives each statement's rows and the rows that it changed itself", async () => {
  const results = await d1Database(env.DB).batch(
    [
      { sql: "update t set n = ?1", params: [5] },
      { sql: "select n from t", params: [] },
    ],
    { retry: false },
  );
  expect([results[0]?.changes, results[1]?.rows]).toEqual([1, [{ n: 5 }]]);
});
