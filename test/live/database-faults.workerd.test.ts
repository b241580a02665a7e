import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { LogDatabase } from "../../src/changes/ports.ts";
import { compileApp } from "../../src/compiled.ts";
import { DatabaseError } from "../../src/kernel/database-error.ts";
import { type Watermark, watermark } from "../../src/kernel/watermark.ts";
import { LiveCore } from "../../src/live/core.ts";
import { Feed } from "../../src/live/feed.ts";
import type { Subscribe } from "../../src/live/live.ts";
import { d1Database } from "../../src/platform/d1.ts";
import { sql } from "../../src/sql/fragment.ts";
import { wall } from "../apps/wall.ts";
import { createTables, person, writeQuietly } from "./client.ts";

beforeAll(createTables);
beforeEach(() => writeQuietly("delete from rooms", "delete from notes", "delete from messages"));

// A feed and a connection object without their Durable Objects, over a real D1 that fails when it is told to.

const d1 = d1Database(env.DB);

/** Fails so many of the batches to come. */
class Faulty implements LogDatabase {
  left = 0;
  failed = 0;

  async batch(...given: Parameters<LogDatabase["batch"]>): ReturnType<LogDatabase["batch"]> {
    if (this.left > 0) {
      this.left -= 1;
      this.failed += 1;
      throw new DatabaseError("transient", "D1 DB is overloaded");
    }
    return d1.batch(...given);
  }
}

function rig() {
  const { model, policy, live: settings } = compileApp(wall);
  const [feedDatabase, objectDatabase] = [new Faulty(), new Faulty()];
  const shared = {
    clock: () => Date.now(),
    delay: (delayMs: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.min(delayMs, 20))),
    wake: () => undefined,
    onFault: () => undefined,
  };
  const feed: Feed = new Feed({
    ...shared,
    database: feedDatabase,
    store: {
      load: () => ({ position: null, connections: [] }),
      savePosition: () => undefined,
      register: () => undefined,
      saveBehind: () => undefined,
      forget: () => undefined,
    },
    pollMs: 1_000_000,
    push: async (_, push) => {
      await object.receive(push);
      return true;
    },
  });
  let position: Watermark | null = null;
  const object: LiveCore = new LiveCore({
    ...shared,
    connection: "one",
    model,
    policy,
    settings,
    database: objectDatabase,
    alive: () => sql`1`,
    feed,
    memory: {
      loadWatermark: () => position,
      saveWatermark: (next) => {
        position = next;
      },
      loadVersion: () => null,
      saveVersion: () => undefined,
    },
  });
  const heard: unknown[] = [];
  const subscribe = (name: string, since: number | null = null) => {
    const collection = compileApp(wall).model.collections.get(name);
    if (collection === undefined) throw new TypeError(name);
    const request: Subscribe = {
      principal: person("ada"),
      since: since === null ? null : watermark(since),
      interests: [{ collection, operations: new Set(["INSERT"]), where: null, columns: null }],
      deliver: ({ after }) => heard.push(after?.id),
      reset: (reason) => heard.push(reason),
      ended: (reason) => heard.push(reason),
    };
    return object.subscribe(request);
  };
  return { feed, feedDatabase, objectDatabase, heard, subscribe };
}

const eventually = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 200 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
};

it("a read of the log that fails is made up for by the next signal", async () => {
  const { feed, feedDatabase, heard, subscribe } = rig();
  expect(await subscribe("notes")).toMatchObject({ ok: true });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await writeQuietly("insert into notes values (1, 'ada', '')");
  feedDatabase.left = 1;
  await expect(feed.signal()).rejects.toThrow("overloaded");
  await writeQuietly("insert into notes values (2, 'ada', '')");
  await feed.signal();
  await eventually(() => heard.length === 2);
  expect(heard).toEqual([1, 2]);
});

it("a question of a rule that fails tells nobody anything, and is asked again", async () => {
  const { feed, objectDatabase, heard, subscribe } = rig();
  await writeQuietly("insert into rooms values ('r')", "insert into members values ('r', 'ada')");
  await subscribe("messages");
  objectDatabase.left = 3;
  await writeQuietly("insert into messages values (1, 'r', ''), (2, 'r', '')");
  await feed.signal();
  await writeQuietly("insert into messages values (3, 'r', '')");
  await feed.signal();
  await eventually(() => heard.length === 3);
  expect([heard, objectDatabase.failed]).toEqual([[1, 2, 3], 3]);
});

it("a log that cannot be read is read again by who resumes", async () => {
  const { feed, objectDatabase, heard, subscribe } = rig();
  const since = (await env.DB.prepare("select max(seq) as n from _perigee_changes").first<number>("n")) ?? 0;
  await writeQuietly("insert into notes values (1, 'ada', ''), (2, 'bob', ''), (3, 'ada', '')");
  expect(await subscribe("notes", since)).toMatchObject({ ok: true });
  objectDatabase.left = 3;
  await writeQuietly("insert into notes values (4, 'ada', '')");
  await feed.signal();
  await eventually(() => heard.length === 3);
  expect([heard, objectDatabase.failed]).toEqual([[1, 3, 4], 3]);
});

it("a subscription that cannot be let in is refused, and leaves nothing behind", async () => {
  const { objectDatabase, subscribe, heard, feed } = rig();
  objectDatabase.left = 1;
  expect(await subscribe("notes")).toMatchObject({ ok: false, error: { code: "PER503" } });
  expect(await subscribe("notes")).toMatchObject({ ok: true });
  await writeQuietly("insert into notes values (1, 'ada', '')");
  await feed.signal();
  await eventually(() => heard.length > 0);
  expect(heard).toEqual([1]);
});
