import { beforeAll, describe, expect, it } from "vitest";
import { Client, createTables, nobody, person, write } from "./client.ts";

beforeAll(createTables);

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
});
