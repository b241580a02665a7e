import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Client, createTables, nobody, person, write, writeQuietly } from "./client.ts";

beforeAll(createTables);
beforeEach(() => writeQuietly("delete from posts", "delete from rooms", "delete from notes", "delete from ticks"));

const post = (id: number, more: string = "'ada', 'draft'"): string =>
  `insert into posts (id, owner, status) values (${id}, ${more})`;

describe("a change", () => {
  it("reaches everybody who may see it, as they may see it, in order", async () => {
    const ada = await Client.subscribe("a", { principal: person("ada"), collection: "posts" });
    const bob = await Client.subscribe("a", { principal: person("bob"), collection: "posts" });
    const anon = await Client.subscribe("b", { principal: nobody, collection: "posts" });
    await write(`insert into posts (id, owner, title, secret, hash) values (1, 'ada', 'one', 's', 'h')`);
    await write(`update posts set status = 'published' where id = 1`);
    await write(`update posts set title = 'uno' where id = 1`);
    await write(`update posts set status = 'draft' where id = 1`, `delete from posts where id = 1`);
    await ada.untilEvents(5);
    await bob.untilEvents(3);
    await anon.untilEvents(3);
    expect(ada.short).toEqual([
      "INSERT posts 1",
      "UPDATE posts 1",
      "UPDATE posts 1",
      "UPDATE posts 1",
      "DELETE posts 1",
    ]);
    expect(ada.events[0]?.after).toEqual({
      id: 1,
      owner: "ada",
      status: "draft",
      title: "one",
      secret: "s",
      team: null,
    });
    expect(bob.short).toEqual(["INSERT posts 1", "UPDATE posts 1", "DELETE posts 1"]);
    expect(bob.events[0]).toMatchObject({ before: null, after: { id: 1, title: "one", secret: null } });
    expect(bob.events[2]).toMatchObject({ before: { id: 1 }, after: null });
    expect(Object.keys(bob.events[2]?.before ?? {})).toEqual(["id"]);
    expect(anon.events.map(({ sequence }) => sequence)).toEqual(bob.events.map(({ sequence }) => sequence));
    expect(Object.keys(anon.events[0]?.after ?? {})).toEqual(["id", "owner", "status", "title", "team"]);
  });

  it("tells a delete with the whole row to who saw it, and nothing to others", async () => {
    await write(post(1));
    const ada = await Client.subscribe("a", { principal: person("ada"), collection: "posts" });
    const bob = await Client.subscribe("a", { principal: person("bob"), collection: null });
    await write("delete from posts", "insert into ticks (id, kind) values (1, 'end')");
    await ada.untilEvents(1);
    await bob.untilEvents(1);
    expect(ada.events[0]?.before).toMatchObject({ id: 1, owner: "ada", status: "draft" });
    expect(bob.short).toEqual(["INSERT ticks 1"]);
  });

  it("is judged by claims of the token", async () => {
    const claims = { app_metadata: { team: "red" } };
    const red = await Client.subscribe("a", { principal: person("eve", { claims }), collection: "posts" });
    await write(post(1, "'ada', 'draft'"), "update posts set team = 'blue'", "update posts set team = 'red'");
    await write("update posts set team = null");
    await red.untilEvents(2);
    expect(red.short).toEqual(["INSERT posts 1", "DELETE posts 1"]);
  });

  it("is judged by the database where a rule asks for other rows", async () => {
    await write("insert into rooms values ('r'), ('s')", "insert into members values ('r', 'ada'), ('s', 'bob')");
    const ada = await Client.subscribe("a", { principal: person("ada"), collection: "messages" });
    const bob = await Client.subscribe("a", { principal: person("bob"), collection: "messages" });
    await write(`insert into messages values (1, 'r', 'x'), (2, 's', 'y'), (3, 'r', 'z')`);
    await ada.untilEvents(2);
    await bob.untilEvents(1);
    await write("insert into members values ('r', 'bob')");
    await write("insert into messages values (4, 'r', 'both')");
    await ada.untilEvents(3);
    await bob.untilEvents(2);
    expect(ada.short).toEqual(["INSERT messages 1", "INSERT messages 3", "INSERT messages 4"]);
    expect(bob.short).toEqual(["INSERT messages 2", "INSERT messages 4"]);
  });

  it("is filtered as it is since, and as it was where that is asked for", async () => {
    const ask = { principal: nobody, collection: "ticks", where: ["kind", "a"] } as const;
    const client = await Client.subscribe("a", ask, { ...ask, leaving: true, columns: ["kind"] });
    await write("insert into ticks values (1, 'a', 1), (2, 'b', 1)");
    await write("update ticks set kind = 'b' where id = 1", "update ticks set kind = 'a' where id = 2");
    await write("delete from ticks");
    await client.until(() => client.short.includes("DELETE ticks 2"));
    await client.untilEvents(7);
    const told = client.events.map(({ operation, after, before, matched }) => [operation, after ?? before, matched]);
    expect(told).toEqual([
      ["INSERT", { id: 1, kind: "a", n: 1 }, [0]],
      ["INSERT", { id: 1, kind: "a" }, [1]],
      ["UPDATE", { id: 1, kind: "b" }, [1]],
      ["UPDATE", { id: 2, kind: "a", n: 1 }, [0]],
      ["UPDATE", { id: 2, kind: "a" }, [1]],
      ["DELETE", { id: 2, kind: "a", n: 1 }, [0]],
      ["DELETE", { id: 2, kind: "a" }, [1]],
    ]);
  });

  it("is told once where several interests want it", async () => {
    const ask = { principal: nobody, collection: "ticks" } as const;
    const client = await Client.subscribe(
      "a",
      ask,
      { ...ask, operations: ["DELETE"] },
      { ...ask, where: ["kind", "a"] },
    );
    await write("insert into ticks values (1, 'a', 1)", "delete from ticks");
    await client.untilEvents(2);
    expect(client.events.map(({ matched }) => matched)).toEqual([
      [0, 2],
      [0, 1, 2],
    ]);
  });
});

describe("a subscription", () => {
  it.each([
    [{ principal: nobody, collection: "notes" }, "42501"],
    [{ principal: nobody, collection: "posts", columns: ["secret"] }, "42501"],
    [{ principal: person("ada"), collection: "posts", where: ["hash", "h"] }, "42501"],
    [{ principal: person("ada", { sessionId: "gone" }), collection: "posts" }, "PGRST301"],
  ] as const)("is refused: %j", async (ask, code) => {
    const client = await Client.subscribe("a", ask);
    expect(client.heard).toEqual([{ told: "refused", code }]);
  });

  it("resumes after a change, with nothing missing and nothing twice, while more is written", async () => {
    const first = await Client.subscribe("a", { principal: nobody, collection: "ticks" });
    await write("insert into ticks (id, kind) values (1, 'a')");
    await first.untilEvents(1);
    const since = first.events[0]?.sequence ?? 0;
    first.close();
    for (let id = 2; id < 700; id++) await writeQuietly(`insert into ticks (id, kind) values (${id}, 'a')`);
    const again = Client.subscribe("a", { principal: nobody, collection: "ticks", since });
    for (let id = 700; id <= 760; id++) await write(`insert into ticks (id, kind) values (${id}, 'a')`);
    const client = await again;
    await client.untilEvents(759);
    expect(client.heard[0]).toEqual({ told: "started", cursor: since });
    expect(client.events.map(({ after }) => after?.id)).toEqual(Array.from({ length: 759 }, (_, at) => at + 2));
  });

  it("starts anew where the log no longer has what it asks for", async () => {
    await write("insert into ticks (id, kind) values (1, 'a'), (2, 'a'), (3, 'a')");
    await writeQuietly("delete from _perigee_changes where seq < (select max(seq) from _perigee_changes)");
    const pruned = await Client.subscribe("a", { principal: nobody, collection: "ticks", since: 1 });
    const ahead = await Client.subscribe("a", { principal: nobody, collection: "ticks", since: 1_000_000 });
    await pruned.until((heard) => heard.length > 1);
    await ahead.until((heard) => heard.length > 1);
    expect([pruned.heard[1], ahead.heard[1]]).toMatchObject([
      { told: "reset", reason: "pruned" },
      { told: "reset", reason: "ahead" },
    ]);
    await write("insert into ticks (id, kind) values (4, 'a')");
    await pruned.untilEvents(1);
    await ahead.untilEvents(1);
    expect([pruned.short, ahead.short]).toEqual([["INSERT ticks 4"], ["INSERT ticks 4"]]);
  });
});
