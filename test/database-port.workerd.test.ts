import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { DatabaseError } from "../src/kernel/database-error.ts";
import { d1Database } from "../src/platform/d1.ts";
import { databasePort } from "./database-port.ts";

databasePort("D1", {
  open: () => d1Database(env.DB),
  skipped: { "does not count what triggers changed": "D1's meta.changes is the difference of total_changes()" },
});

// What only D1 does: it fails in passing, and its messages are all there is to know by.

const select = [{ sql: "select 1 as n", params: [] }];

/** Fails a number of times with a message, then answers. */
function failing(message: string, times: number): { readonly binding: D1Database; readonly attempts: () => number } {
  let attempts = 0;
  const all = async (): Promise<unknown> => {
    attempts += 1;
    if (attempts <= times) throw new Error(message);
    return { results: [{ n: 1 }], meta: { changes: 0 } };
  };
  const binding = { prepare: () => ({ bind: () => ({ all }) }) } as unknown as D1Database;
  return { binding, attempts: () => attempts };
}

describe("D1's failures", () => {
  it.each([
    ["D1_ERROR: Network connection lost.", "transient"],
    ["D1_ERROR: D1 DB is overloaded. Requests queued for too long.", "transient"],
    ["D1_ERROR: D1 DB reset because its code was updated.", "transient"],
    ["D1_ERROR: Internal error in D1 storage caused object to be reset.", "transient"],
    ["D1_ERROR: database is locked: SQLITE_BUSY", "transient"],
    ["D1_ERROR: string or blob too big: SQLITE_TOOBIG", "size"],
    ["D1_ERROR: UNIQUE constraint failed: a.b: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)", "constraint"],
    ["D1_ERROR: bad JSON path: 'perigee:session': SQLITE_ERROR", "abort"],
    ["D1_ERROR: bad JSON path: '$.a': SQLITE_ERROR", "fault"],
    ["D1_ERROR: no such table: a: SQLITE_ERROR", "fault"],
  ])("are told apart: %s is %s", async (message, kind) => {
    const { binding } = failing(message, 9);
    const error = await d1Database(binding)
      .batch(select, { retry: false })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ kind });
  });

  it("are tried again where they pass and the batch may be run twice", async () => {
    const { binding, attempts } = failing("D1_ERROR: Network connection lost.", 2);
    const [result] = await d1Database(binding, { firstDelayMs: 1 }).batch(select, { retry: true });
    expect([result?.rows, attempts()]).toEqual([[{ n: 1 }], 3]);
  });

  it("are tried no more often than is said", async () => {
    const { binding, attempts } = failing("D1_ERROR: Network connection lost.", 9);
    const database = d1Database(binding, { firstDelayMs: 1, maxAttempts: 2 });
    await expect(database.batch(select, { retry: true })).rejects.toMatchObject({ kind: "transient" });
    expect(attempts()).toBe(2);
  });

  it("are tried once where the batch may have happened", async () => {
    const { binding, attempts } = failing("D1_ERROR: Network connection lost.", 9);
    await expect(d1Database(binding).batch(select, { retry: false })).rejects.toMatchObject({ kind: "transient" });
    expect(attempts()).toBe(1);
  });

  it("are tried once where trying again cannot help", async () => {
    const { binding, attempts } = failing("D1_ERROR: NOT NULL constraint failed: a.b: SQLITE_CONSTRAINT", 9);
    await expect(d1Database(binding).batch(select, { retry: true })).rejects.toMatchObject({ kind: "constraint" });
    expect(attempts()).toBe(1);
  });

  it("keep the database's own error as their cause, for the log", async () => {
    const { binding } = failing("D1_ERROR: no such table: a", 9);
    const error = await d1Database(binding)
      .batch(select, { retry: true })
      .catch((thrown: unknown) => thrown);
    expect(error instanceof Error && error.cause instanceof Error).toBe(true);
  });
});
