import { describe, expect, it } from "vitest";
import type { LogRow } from "../changes/ports.ts";
import { watermark } from "../kernel/watermark.ts";
import { announcing } from "./announce.ts";
import type { BatchOptions, Database } from "./ports.ts";

function opened(fault: Error | null = null): {
  readonly database: Database;
  readonly told: (readonly [readonly string[], string | null])[];
  readonly options: BatchOptions[];
} {
  const told: (readonly [readonly string[], string | null])[] = [];
  const options: BatchOptions[] = [];
  const inner: Database = {
    async batch(_, given) {
      options.push(given);
      if (fault !== null) throw fault;
      if (given.consistency !== undefined) given.consistency.reached = "here";
      return [];
    },
  };
  const database = announcing(inner, {
    onWrite: (tables, bookmark) => told.push([[...tables], bookmark]),
    onBegin: () => null,
  });
  return { database, told, options };
}

const batch = (database: Database, ...texts: string[]) =>
  database.batch(
    texts.map((sql) => ({ sql, params: [] })),
    { retry: false },
  );

describe("a database that tells of its writes", () => {
  it.each<readonly [string, readonly string[]]>([
    ['insert into "a" ("x") values (?1)', ["a"]],
    ['insert or ignore into "a" ("x") select "x" from "b"', ["a"]],
    ['insert into "a" ("x") values (1) on conflict ("x") do update set "x" = 2', ["a"]],
    ['update "a" set "x" = (select "y" from "b")', ["a"]],
    ['delete from "a" where "x" in (select "x" from "b")', ["a"]],
    ['DELETE FROM "we""ird"', ['we"ird']],
    ['with "c" as (select 1) insert into "a" select * from "c"', ["a"]],
    ['delete from "auth_users" where "id" = ?1', ["auth_users"]],
    ['delete from "auth_sessions" where "id" = ?1', ["auth_sessions"]],
    ['update "auth_users" set "role" = ?1', ["auth_sessions"]],
    ['update "auth_users" set "x" = 1, "banned_until" = ?1', ["auth_sessions"]],
  ])("tells of %s", async (sql, tables) => {
    const { database, told } = opened();
    await batch(database, sql);
    expect(told).toEqual([[tables, "here"]]);
  });

  it.each([
    'select "x" from "a"',
    'with "c" as materialized (select "x" from "a") select * from "c"',
    'insert into "auth_sessions" ("id") values (?1)',
    'update "auth_users" set "last_sign_in_at" = ?1',
  ])("tells nothing of %s", async (sql) => {
    const { database, told, options } = opened();
    await batch(database, sql);
    expect([told, options]).toEqual([[], [{ retry: false }]]);
  });

  it("tells once of a batch, and of one that failed: its answer may be all that was lost", async () => {
    const { database, told } = opened(new Error("lost"));
    await expect(
      batch(database, 'update "a" set "x" = 1', 'delete from "b"', 'update "a" set "x" = 2'),
    ).rejects.toThrow();
    expect(told).toEqual([[["a", "b"], null]]);
  });
});

describe("where somebody asks what is logged", () => {
  const change = (seq: number) => ({ seq, table_name: "a", operation: "INSERT", key: "{}", before: null, after: "{}" });

  /** A database that logs these rows with the next batch; `wanted` is what the change after which is asked. */
  function asked(rows: readonly LogRow[], wanted: number | null = 6) {
    const ran: string[][] = [];
    const told: (readonly LogRow[] | null)[] = [];
    const inner: Database = {
      async batch(statements) {
        ran.push(statements.map(({ sql }) => sql));
        return statements.map((_, at) => ({ rows: at === statements.length - 1 ? rows : [], changes: 1 }));
      },
    };
    const onBegin = () => (wanted === null ? null : watermark(wanted));
    const database = announcing(inner, { onWrite: (_, __, logged) => void told.push(logged), onBegin });
    return { database, told, ran };
  }

  it("one more statement asks for it, whose answer the writer does not see", async () => {
    const { database, told, ran } = asked([change(7), change(8)]);
    const results = await batch(database, 'insert into "a" ("x") values (1)', 'delete from "b"');
    expect([results.length, ran[0]?.length, told]).toEqual([2, 3, [[change(7), change(8)]]]);
  });

  it("the batch's own last statement tells it, where it can", async () => {
    const { database, told, ran } = asked([change(8), change(7)]);
    const [insert, stamp] = ['insert into "a" ("x") values (1)', 'update "_perigee_changes" set "actor" = null'];
    const telling = { sql: `${stamp} returning *`, params: [] };
    const statements = [insert, stamp].map((sql) => ({ sql, params: [] }));
    await database.batch(statements, { retry: false, telling });
    expect([ran, told]).toEqual([[[insert, telling.sql]], [[change(7), change(8)]]]);
  });

  it.each<readonly [string, readonly LogRow[]]>([
    ["nothing", []],
    ["a stretch with a gap", [change(7), change(9)]],
    ["a change without its image", [change(7), { ...change(8), after: null }]],
  ])("%s is not handed on", async (_, rows) => {
    const { database, told } = asked(rows);
    await batch(database, 'delete from "b"');
    expect(told).toEqual([null]);
  });

  it("nothing is asked while nobody wants to know", async () => {
    const { database, told, ran } = asked([], null);
    await batch(database, 'delete from "b"');
    expect([ran[0]?.length, told]).toEqual([1, [null]]);
  });
});
