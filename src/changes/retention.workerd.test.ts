import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { timestampText } from "../schema/kinds/timestamp.ts";
import type { LogDatabase } from "./ports.ts";
import { resolveRetention, retain } from "./retention.ts";
import { createTables, database, run } from "./test-log.ts";

const nowMs = Date.UTC(2026, 0, 10);
const daySeconds = 86_400;

beforeAll(createTables);
beforeEach(() => run("delete from _perigee_changes"));

/** So many changes, each of the given age. */
async function changes(count: number, ageSeconds: number): Promise<void> {
  const at = timestampText(nowMs - ageSeconds * 1000);
  await run(`insert into _perigee_changes (table_name, key, operation, at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
    select 'cities', '{}', 'INSERT', '${at}' from n`);
}

async function left(): Promise<number> {
  return (await env.DB.prepare("select count(*) as n from _perigee_changes").first<number>("n")) ?? -1;
}

describe("what is older than the retention", () => {
  it("is deleted, and the rest is kept", async () => {
    await changes(3, 8 * daySeconds);
    await changes(2, 6 * daySeconds);
    await retain(database, nowMs, 7 * daySeconds);
    expect(await left()).toBe(2);
  });

  it("is kept at its exact age", async () => {
    await changes(1, 7 * daySeconds);
    await changes(1, 0);
    await retain(database, nowMs, 7 * daySeconds);
    expect(await left()).toBe(2);
  });

  it("leaves the last change, so that the log knows its number", async () => {
    await changes(3, 99 * daySeconds);
    await retain(database, nowMs, daySeconds);
    expect(await left()).toBe(1);
  });

  it("is deleted in portions, each a transaction of its own", async () => {
    await changes(20_500, 8 * daySeconds);
    await changes(1, 0);
    let rounds = 0;
    const counting: LogDatabase = {
      batch(statements, options) {
        rounds += 1;
        expect([statements.length, options.retry]).toEqual([1, true]);
        return database.batch(statements, options);
      },
    };
    await retain(counting, nowMs, daySeconds);
    expect([await left(), rounds]).toEqual([1, 3]);
  });

  it("is nothing in an empty log", async () => {
    await retain(database, nowMs, daySeconds);
    expect(await left()).toBe(0);
  });

  it("does not go on for ever where the database always has more", async () => {
    let rounds = 0;
    const endless: LogDatabase = {
      batch: async () => {
        rounds += 1;
        return [{ rows: [], changes: 10_000 }];
      },
    };
    await retain(endless, nowMs, daySeconds);
    expect(rounds).toBe(100);
  });
});

describe("the retention", () => {
  it("is seven days by default, else as given", () => {
    expect([resolveRetention(), resolveRetention(60)]).toEqual([604_800, 60]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("is not %d", (seconds) => {
    expect(() => resolveRetention(seconds)).toThrow("changes.retentionSeconds must be a positive number");
  });
});
