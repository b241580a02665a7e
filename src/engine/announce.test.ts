import { describe, expect, it } from "vitest";
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
  const database = announcing(inner, (tables, bookmark) => told.push([[...tables], bookmark]));
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
