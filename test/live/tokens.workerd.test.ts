import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../src/kernel/principal.ts";
import { Client, connections, createTables, nobody, person, write, writeQuietly } from "./client.ts";

beforeAll(createTables);

const instant = "2026-01-01T00:00:00+00:00";

/** Somebody who is signed in. */
async function signedIn(id: string): Promise<Principal> {
  await writeQuietly(
    `insert into auth_users (id, created_at, updated_at) values ('${id}', '${instant}', '${instant}')`,
    `insert into auth_sessions (id, user_id, created_at, updated_at) values ('s-${id}', '${id}', '${instant}', '${instant}')`,
  );
  return person(id, { sessionId: `s-${id}` });
}

const posts = (principal: Principal) => ({ principal, collection: "posts" }) as const;

describe("the end of a session", () => {
  it.each([
    ["signing out", "delete from auth_sessions where user_id = '?'"],
    ["a ban", `update auth_users set "banned_until" = '2999-01-01T00:00:00+00:00' where id = '?'`],
    ["another role", `update auth_users set "role" = 'editor' where id = '?'`],
    ["deleting the user", "delete from auth_users where id = '?'"],
  ])("by %s ends its subscriptions, and no other's", async (name, text) => {
    const id = name.replaceAll(" ", "-");
    const [ended, other] = [await signedIn(id), await signedIn(`not-${id}`)];
    const first = await Client.subscribe(`1 ${id}`, posts(ended));
    const second = await Client.subscribe(`2 ${id}`, { ...posts(ended), collection: "ticks" });
    const spared = await Client.subscribe(`1 ${id}`, posts(other));
    await write(text.replace("?", id));
    await first.untilClosed();
    await second.untilClosed();
    await write(`insert into posts (owner) values ('${id}'), ('not-${id}')`);
    await spared.untilEvents(1);
    expect([first.heard.slice(1), second.heard.slice(1)]).toEqual([
      [{ told: "ended", reason: "session" }],
      [{ told: "ended", reason: "session" }],
    ]);
    expect([spared.closedWith, spared.events.length]).toEqual([null, 1]);
  });

  it("by hand, after an eviction, ends what is open all the same", async () => {
    const client = await Client.subscribe("by hand", posts(await signedIn("hand")));
    await evictDurableObject(connections("by hand"));
    await write("delete from auth_sessions where user_id = 'hand'");
    await client.untilClosed();
    expect(client.heard.at(-1)).toEqual({ told: "ended", reason: "session" });
  });

  it("comes after what was written before it", async () => {
    const client = await Client.subscribe("order", posts(await signedIn("last")));
    await write("insert into posts (owner) values ('last')", "delete from auth_sessions where user_id = 'last'");
    await write("insert into posts (owner) values ('last')");
    await client.untilClosed();
    expect(client.heard.map(({ told }) => told)).toEqual(["started", "event", "ended"]);
  });

  it("closes sockets in less than a second", async () => {
    const took: number[] = [];
    for (let round = 0; round < 30; round++) {
      const client = await Client.subscribe("quick", posts(await signedIn(`quick-${round}`)));
      const startMs = performance.now();
      await write(`delete from auth_sessions where user_id = 'quick-${round}'`);
      await client.untilClosed();
      took.push(performance.now() - startMs);
    }
    const slowest = Math.max(...took);
    console.info(`from revocation to close: at most ${Math.round(slowest)} ms of 30`);
    expect(slowest).toBeLessThan(1_000);
  });
});

describe("a token", () => {
  it("that expires ends the subscription at that time", async () => {
    const expiring = (seconds: number): Principal => person("short", { claims: { exp: Date.now() / 1000 + seconds } });
    const soon = await Client.subscribe("expiry", posts(expiring(1)));
    const later = await Client.subscribe("expiry", posts(expiring(3_600)));
    await soon.untilClosed();
    expect([soon.heard.at(-1), later.closedWith]).toEqual([{ told: "ended", reason: "expired" }, null]);
  });

  it("that expires while its object is evicted ends the subscription too", async () => {
    const claims = { exp: Date.now() / 1000 + 1 };
    const client = await Client.subscribe("asleep", posts(person("asleep", { claims })));
    await evictDurableObject(connections("asleep"));
    await client.untilClosed();
    expect(client.heard.at(-1)).toEqual({ told: "ended", reason: "expired" });
  });

  it("that is replaced in time keeps the subscription, under the new token's claims", async () => {
    const member = (team: string, seconds: number): Principal =>
      person("eve", { claims: { app_metadata: { team }, exp: Date.now() / 1000 + seconds } });
    const client = await Client.subscribe("replaced", posts(member("red", 1)));
    client.become(member("blue", 3_600));
    await client.until((heard) => heard.some(({ told }) => told === "replaced"));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await runDurableObjectAlarm(connections("replaced"));
    await write("insert into posts (owner, team) values ('x', 'red'), ('x', 'blue')");
    await client.untilEvents(1);
    expect(client.events.map(({ after }) => after?.team)).toEqual(["blue"]);
  });

  it("of another session is checked as any other, and misses nothing", async () => {
    const [one, two] = [await signedIn("one"), await signedIn("two")];
    const client = await Client.subscribe("another", posts(one));
    await write("insert into posts (id, owner) values (1001, 'one')");
    await client.untilEvents(1);
    client.become(two);
    for (let id = 1002; id < 1010; id++) await write(`insert into posts (id, owner) values (${id}, 'two')`);
    await client.until(() => client.events.some(({ after }) => after?.id === 1009));
    const found = client.events.map(({ after }) => after?.id);
    expect(found).toEqual(Array.from({ length: found.length }, (_, at) => 1010 - found.length + at));
    await write("delete from auth_sessions where id = 's-one'");
    client.become({ ...one });
    await client.untilClosed();
    expect(client.heard.at(-1)).toEqual({ told: "ended", reason: "session" });
  });

  it("that may read less is refused, and the old one stays", async () => {
    const client = await Client.subscribe("less", { principal: person("ada"), collection: "notes" });
    client.become(nobody);
    await client.until((heard) => heard.length > 1);
    expect(client.heard.at(-1)).toEqual({ told: "replaced", code: "42501" });
    await write("insert into notes values (1, 'ada', '')");
    await client.untilEvents(1);
  });
});

describe("a socket that has gone", () => {
  it("is forgotten by its object, and the object by the feed", async () => {
    const client = await Client.subscribe("leaves", { principal: nobody, collection: "ticks" });
    client.close();
    await client.untilClosed();
    await write("insert into ticks (kind) values ('a')");
    await runDurableObjectAlarm(connections("leaves"));
    const left = await runInDurableObject(connections("leaves"), (_, { storage }) => [
      ...storage.sql.exec("select * from sockets"),
    ]);
    expect(left).toEqual([]);
  });
});
