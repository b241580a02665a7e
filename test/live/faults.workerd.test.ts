import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSocket } from "../../src/platform/connections.ts";
import type { Env } from "../../src/platform/env.ts";
import { maxSockets } from "../apps/wall.ts";
import { Client, connections, createTables, feed, nobody, person, write, writeQuietly } from "./client.ts";
import { testPath } from "./server.ts";

beforeAll(createTables);
beforeEach(() => writeQuietly("delete from ticks"));

const { CONNECTIONS } = env as unknown as Required<Pick<Env, "CONNECTIONS">>;
const ticks = { principal: nobody, collection: "ticks" } as const;
const tick = (id: number): string => `insert into ticks (id, kind) values (${id}, 'a')`;
const ids = (client: Client): readonly unknown[] => client.events.map(({ after }) => after?.id);

/** The next change: whatever comes before it has come by then. */
async function settle(client: Client, id: number): Promise<void> {
  await write(tick(id));
  await client.until(() => ids(client).includes(id));
}

/** Lets the next pushes to an object throw. */
async function failPushes(name: string, count: number): Promise<void> {
  await runInDurableObject(connections(name), (instance) => {
    // Calls from other objects find methods on the class alone.
    const shared: Pushable = Object.getPrototypeOf(Object.getPrototypeOf(instance));
    const { receive } = shared;
    let left = count;
    shared.receive = function (push) {
      if (this !== (instance as unknown) || left-- <= 0) return receive.call(this, push);
      throw new Error("broken on purpose");
    };
  });
}

interface Pushable {
  receive(this: Pushable, push: unknown): Promise<boolean>;
}

describe("a signal", () => {
  it("that is lost costs delay alone: the alarm makes up for it", async () => {
    const client = await Client.subscribe("lost", ticks);
    await writeQuietly(tick(1), tick(2));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const before = ids(client);
    await writeQuietly(tick(3));
    await runDurableObjectAlarm(feed());
    await client.untilEvents(3);
    // The first second after the first subscription the feed looks by itself.
    expect([before, ids(client)]).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
  });

  it("that comes many times at once tells nothing twice", async () => {
    const client = await Client.subscribe("many", ticks);
    for (let id = 1; id <= 20; id++) {
      await writeQuietly(tick(id));
      await Promise.all(Array.from({ length: 5 }, () => feed().signal()));
    }
    await settle(client, 21);
    expect(ids(client)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
  });
});

describe("an eviction", () => {
  it("of the connection object loses nothing and repeats nothing", async () => {
    const client = await Client.subscribe("evicted", ticks);
    const ada = await Client.subscribe("evicted", { principal: person("ada"), collection: "notes" });
    for (let id = 1; id <= 5; id++) {
      await settle(client, id);
      await evictDurableObject(connections("evicted"));
      await write(`insert into notes (id, owner, body) values (${id}, 'ada', ''), (${id + 10}, 'bob', '')`);
    }
    await settle(client, 6);
    expect(ids(client)).toEqual([1, 2, 3, 4, 5, 6]);
    await ada.untilEvents(5);
    expect(ids(ada)).toEqual([1, 2, 3, 4, 5]);
  });

  it("right after a resume repeats nothing of what the resume told", async () => {
    const stayer = await Client.subscribe("resumed", ticks);
    await settle(stayer, 1);
    const since = stayer.events.at(-1)?.sequence ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // The feed does not know of these.
    await writeQuietly(tick(2), tick(3));
    const back = await Client.subscribe("resumed", { ...ticks, since });
    const late = await Client.subscribe("resumed", ticks);
    await back.untilEvents(2);
    await evictDurableObject(connections("resumed"));
    await write(tick(4));
    for (const client of [stayer, back, late]) await client.until(() => ids(client).includes(4));
    expect([ids(stayer), ids(back), ids(late)]).toEqual([[1, 2, 3, 4], [2, 3, 4], [4]]);
  });

  it("of the feed loses nothing and repeats nothing", async () => {
    const client = await Client.subscribe("fed", ticks);
    for (let id = 1; id <= 5; id++) {
      await write(tick(id));
      await evictDurableObject(feed());
    }
    await settle(client, 6);
    expect(ids(client)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("a feed that has lost its storage", () => {
  it("is told again by the connection objects, which read on by themselves", async () => {
    const client = await Client.subscribe("forgotten", ticks);
    await settle(client, 1);
    await runInDurableObject(feed(), (_, { storage }) => {
      storage.sql.exec("delete from interests");
      storage.sql.exec("delete from connections");
    });
    await evictDurableObject(feed());
    await writeQuietly(tick(2), tick(3));
    await feed().signal();
    expect(ids(client)).toEqual([1]);
    await runDurableObjectAlarm(connections("forgotten"));
    await client.untilEvents(3);
    await settle(client, 4);
    expect(ids(client)).toEqual([1, 2, 3, 4]);
  });
});

describe("a connection object that fails", () => {
  it("is told again, in order, and holds up nobody else", async () => {
    const broken = await Client.subscribe("broken", ticks);
    const whole = await Client.subscribe("whole", ticks);
    await settle(broken, 1);
    await failPushes("broken", 3);
    for (let id = 2; id <= 10; id++) await settle(whole, id);
    expect(ids(broken)).toEqual([1]);
    await broken.untilEvents(10);
    expect([ids(broken), ids(whole)]).toEqual([ids(whole), Array.from({ length: 10 }, (_, at) => at + 1)]);
  });
});

describe("a connection object that fails for long", () => {
  it("is served from the log, by a feed that was thrown out meanwhile too", async () => {
    const broken = await Client.subscribe("long", ticks);
    const whole = await Client.subscribe("whole", ticks);
    await settle(broken, 1);
    await failPushes("long", 4);
    for (let id = 2; id <= 5; id++) await settle(whole, id);
    await runInDurableObject(feed(), (_, state) => state.abort("thrown out on purpose")).catch(() => undefined);
    for (let id = 6; id <= 9; id++) await settle(whole, id);
    await broken.untilEvents(9);
    expect([ids(broken), ids(whole)]).toEqual([ids(whole), [1, 2, 3, 4, 5, 6, 7, 8, 9]]);
  });
});

describe("sockets", () => {
  it("fill one object, then the next", async () => {
    const open = openSocket(CONNECTIONS);
    const statuses: number[] = [];
    for (let number = 0; number < maxSockets + 5; number++) {
      const response = await open(new Request(`https://live${testPath}`, { headers: { upgrade: "websocket" } }));
      response.webSocket?.accept();
      statuses.push(response.status);
    }
    expect(new Set(statuses)).toEqual(new Set([101]));
    const held = (name: string) => runInDurableObject(connections(name), (_, state) => state.getWebSockets().length);
    expect([await held("local 0"), await held("local 1")]).toEqual([maxSockets, 5]);
  });
});

describe("a log", () => {
  it("that lost changes before the feed read them makes everybody start anew", async () => {
    const client = await Client.subscribe("gap", ticks);
    await settle(client, 1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await writeQuietly(tick(2), tick(3), tick(4));
    await writeQuietly("delete from _perigee_changes where seq < (select max(seq) from _perigee_changes)");
    await feed().signal();
    await client.until((heard) => heard.some(({ told }) => told === "reset"));
    expect(client.heard.at(-1)).toMatchObject({ told: "reset", reason: "pruned" });
    await settle(client, 5);
    expect(ids(client)).toEqual([1, 5]);
  });

  it("that went back, as after a restore, makes everybody start anew", async () => {
    const client = await Client.subscribe("restored", ticks);
    await settle(client, 1);
    await settle(client, 2);
    await writeQuietly(
      "delete from _perigee_changes where seq = (select max(seq) from _perigee_changes)",
      "update sqlite_sequence set seq = seq - 1 where name = '_perigee_changes'",
    );
    await feed().signal();
    await client.until((heard) => heard.some(({ told }) => told === "reset"));
    expect(client.heard.at(-1)).toMatchObject({ told: "reset", reason: "ahead" });
    await settle(client, 3);
    expect(ids(client)).toEqual([1, 2, 3]);
  });

  it("that went back behind where somebody was let in hides nothing after an eviction", async () => {
    await write(tick(1), tick(2));
    const client = await Client.subscribe("behind", ticks);
    await feed().signal();
    await writeQuietly(
      "delete from _perigee_changes where seq = (select max(seq) from _perigee_changes)",
      "update sqlite_sequence set seq = seq - 1 where name = '_perigee_changes'",
    );
    await feed().signal();
    await client.until((heard) => heard.some(({ told }) => told === "reset"));
    await evictDurableObject(connections("behind"));
    await settle(client, 3);
    expect(ids(client)).toEqual([3]);
  });
});
